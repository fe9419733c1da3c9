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

    public static final String NAME = "score";

    /** How many pairs have rows on a page. */
    private static final int PAIRS = 10;

    /** A pair in a list that grows, and is sorted. */
    private static final long PAIR = 56;

    private static final long PAIR_JSON = 2 * Extent.PART_JSON + Extent.NUMBER_JSON + 32;

    /** With as few parts, each is a group. */
    private static final int ALONE = 16;

    /** In the place of a key: the one to which the query gives most attention. */
    private static final String MOST_READ = "most";

    /** Which score. */
    public record At(int layer, int head, int query, int key) {}

    @Override
    public String name() {
        return NAME;
    }

    /** The opened head about the chosen pair; by default the position that is asked about, and what it reads most. Without a head, all heads. */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        var parameters = opened.values(Map.of("layer", "layer", "head", "head"));
        if (parameters.size() < 2) {
            return new HeadsTool().asked(opened);
        }
        var query = opened.place("query");
        parameters.put("query", query.orElse(Integer.toString(opened.position())));
        parameters.put("key", query.flatMap(given -> opened.place("key")).orElse(MOST_READ));
        parameters.put("pairs", Parameters.USUAL);
        return List.of(Opened.Request.of(this, parameters));
    }

    @Override
    public List<String> parameters() {
        return List.of("layer", "head", "query", "key", "pairs");
    }

    /** What each part makes of the query and the key; all pairs of parts, and with {@code pairs} a list of them that is sorted. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        var sizes = extent.sizes();
        long parts = extent.parts();
        long groups = Math.min(parts, sizes.n_layers() + 4L);
        boolean isPairs = parameters.text("pairs").isPresent();
        return new Need(
                extent.votes()
                        + Extent.rows(2 * parts, sizes.d_head())
                        + Extent.rows(8L * extent.positions(), 0)
                        + parts * (parts * Double.BYTES + Extent.ENTRY)
                        + (isPairs ? parts * parts * PAIR + groups * groups * Extent.ENTRY + parts * Extent.ENTRY : 0),
                parts * Extent.PART_JSON * (isPairs ? 2 : 1)
                        + (isPairs
                                ? MOST_PAIRS * PAIR_JSON + (groups + ALONE) * (groups + ALONE) * Extent.NUMBER_JSON
                                : 0));
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
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
        parameters.among("pairs", PAIRS, 1, MOST_PAIRS).ifPresent(count -> put(answer, parts, count));
        return answer;
    }

    public static Map<String, Object> json(Subject subject, Target target, At at, ScoreParts parts) {
        var answer = ToolRequest.about(subject, target);
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
        answer.put("pairs", Listing.of(strongest, pair -> pair(parts, pair)));
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
