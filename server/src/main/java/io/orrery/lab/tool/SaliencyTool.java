package io.orrery.lab.tool;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Progress;
import io.orrery.lab.Saliency;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Which words mattered: integrated gradients. */
public final class SaliencyTool implements Tool {
    public static final int MOST_STEPS = 10_000;
    private static final int STEPS = 50;

    @Override
    public String name() {
        return "saliency";
    }

    @Override
    public List<String> parameters() {
        return List.of("steps", "baseline");
    }

    /** From each baseline in turn, until one leaves a small gap. */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        return Arrays.stream(Saliency.Baseline.values())
                .map(baseline -> Opened.Request.of(this, Map.of("baseline", baseline.word())))
                .toList();
    }

    /** The run of one step, its gradients, and the embeddings on the way. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        long positions = extent.positions();
        return new Need(
                2 * extent.run() + Extent.rows(3 * positions, extent.sizes().d_model()),
                positions * Extent.NUMBER_JSON);
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var parameters = question.parameters();
        int steps = parameters.whole("steps", STEPS, 1, MOST_STEPS);
        String word = parameters.text("baseline").orElse(Saliency.Baseline.MEAN.word());
        var baseline = Arrays.stream(Saliency.Baseline.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new OrreryException(new LabError.NoSuchBaseline(word)));
        var subject = question.subject();
        var target = question.target();
        return json(subject, target, Saliency.of(subject, target, steps, baseline, progress));
    }

    public static Map<String, Object> json(Subject subject, Target target, Saliency saliency) {
        var answer = ToolRequest.about(subject, target);
        answer.put("steps", saliency.steps());
        answer.put("baseline", saliency.baseline().word());
        answer.put("by_token", saliency.byToken());
        answer.put("target", saliency.target());
        answer.put("sum", saliency.sum());
        answer.put("gap", Double.isFinite(saliency.gap()) ? saliency.gap() : null);
        return answer;
    }
}
