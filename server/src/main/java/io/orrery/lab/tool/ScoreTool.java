package io.orrery.lab.tool;

import io.orrery.lab.Progress;
import io.orrery.lab.ScoreParts;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.List;
import java.util.Map;

/** Why a head looks where it looks: one score as a sum over pairs of parts. */
public final class ScoreTool implements Tool {
    /** Which score. */
    public record At(int layer, int head, int query, int key) {}

    @Override
    public String name() {
        return "score";
    }

    @Override
    public List<String> parameters() {
        return List.of("layer", "head", "query", "key");
    }

    @Override
    public Map<String, Object> answer(Question question, Progress progress) {
        var parameters = question.parameters();
        var at = new At(
                parameters.requiredWhole("layer"),
                parameters.requiredWhole("head"),
                parameters.requiredWhole("query"),
                parameters.requiredWhole("key"));
        var subject = question.subject();
        var parts = ScoreParts.of(subject, at.layer(), at.head(), at.query(), at.key());
        return json(subject, question.target(), at, parts);
    }

    public static Map<String, Object> json(Subject subject, Target target, At at, ScoreParts parts) {
        var answer = Question.about(subject, target);
        answer.put("layer", at.layer());
        answer.put("head", at.head());
        answer.put("query", at.query());
        answer.put("key", at.key());
        answer.put("pattern", parts.pattern());
        answer.put("score", parts.score());
        answer.put("sum", parts.sum());
        answer.put("parts", parts.parts());
        return answer;
    }
}
