package io.orrery.lab.tool;

import io.orrery.graph.Sizes;
import io.orrery.lab.Patching;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.List;
import java.util.Map;

/** Which value of a clean text's run, {@code fromTokens}, mends the run of the subject's text. */
public final class PatchTool implements Tool {
    private static final String CLEAN = "fromTokens";

    @Override
    public String name() {
        return "patch";
    }

    @Override
    public List<String> parameters() {
        return List.of(CLEAN);
    }

    @Override
    public long bytes(Sizes sizes, int positions, long run) {
        return 2 * run;
    }

    @Override
    public Map<String, Object> answer(Question question, Progress progress) {
        var parameters = question.parameters();
        var corrupted = question.subject();
        parameters.required(CLEAN);
        var clean = corrupted.ofText(parameters.list(CLEAN));
        Target target = parameters.isAgainstAll()
                ? Target.againstAll(clean, question.position(), parameters.whole("a"))
                : Patching.target(clean, corrupted, question.position(), parameters.whole("a"), parameters.whole("b"));
        return json(clean, target, Patching.of(clean, corrupted, target, progress));
    }

    public static Map<String, Object> json(Subject clean, Target target, Patching patching) {
        var answer = Question.about(clean, target);
        answer.put("clean", patching.clean());
        answer.put("corrupted_difference", patching.corrupted());
        answer.put("resid_pre", patching.stream());
        answer.put("z", patching.heads());
        answer.put("mlp_out", patching.mlps());
        return answer;
    }
}
