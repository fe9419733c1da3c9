package io.orrery.lab.tool;

import io.orrery.lab.Progress;
import io.orrery.lab.ScoreParts;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a head looks where it looks: one score as a sum over pairs of parts; with {@code pairs}, a number, so many of the strongest
 * pairs, and a map of groups of parts.
 */
public final class ScoreTool implements Tool {
    /** The most pairs that are listed. */
    public static final int MOST_PAIRS = 1000;

    /** In the place of a key: the one to which the query gives most attention. */
    private static final String MOST_READ = "most";

    /** Which score. */
    public record At(int layer, int head, int query, int key) {}

    @Override
    public String name() {
        return "score";
    }

    @Override
    public List<String> parameters() {
        return List.of("layer", "head", "query", "key", "pairs");
    }

    @Override
    public Map<String, Object> answer(Question question, Progress progress) {
        var parameters = question.parameters();
        var subject = question.subject();
        var target = question.target();
        int layer = parameters.requiredWhole("layer");
        int head = parameters.requiredWhole("head");
        int query = parameters.requiredWhole("query");
        int key = parameters.required("key").equals(MOST_READ)
                ? ScoreParts.mostRead(subject, layer, head, query)
                : parameters.requiredWhole("key");
        var parts = ScoreParts.of(subject, layer, head, query, key);
        var answer = json(subject, target, new At(layer, head, query, key), parts);
        if (parameters.whole("pairs").isPresent()) {
            put(answer, parts, parameters.whole("pairs", 1, 1, MOST_PAIRS));
        }
        return answer;
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

    /**
     * Adds the strongest pairs, what all others add, and the map of groups, which add up to the score.
     *
     * @param count how many pairs
     */
    public static void put(Map<String, Object> answer, ScoreParts parts, int count) {
        var strongest = parts.strongest(count);
        answer.put("pairs", strongest.stream().map(pair -> pair(parts, pair)).toList());
        answer.put(
                "rest",
                parts.sum()
                        - strongest.stream().mapToDouble(ScoreParts.Pair::value).sum());
        int all = parts.parts().size();
        answer.put("rest_count", all * all - strongest.size());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("groups", parts.groups());
        map.put("values", parts.grouped());
        answer.put("map", map);
    }

    private static Map<String, Object> pair(ScoreParts parts, ScoreParts.Pair pair) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("query", parts.parts().get(pair.inQuery()));
        object.put("key", parts.parts().get(pair.inKey()));
        object.put("value", pair.value());
        return object;
    }
}
