package io.orrery.lab.tool;

import io.orrery.graph.Sizes;
import io.orrery.lab.Embedding;
import io.orrery.lab.PrincipalAxes;
import io.orrery.lab.Progress;
import io.orrery.lab.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tokens as places: those near {@code token}, by default near a and b, and sums of {@code plus} minus {@code minus}; and where the
 * text's words are in the stream, on the axes of the table, {@code after} so many layers.
 */
public final class EmbeddingTool implements Tool {
    public static final String NAME = "embedding";

    public static final int AXES = 3;

    /** As large as the covariance: itself, a copy, and what the decomposition works with. */
    private static final long MATRICES = 4;

    /** Rows of the table at one time. */
    private static final int PIECE = 512;

    /** A token that may be among the nearest: with its cosine, in a list, in one that is sorted, and its product and length. */
    public static final long CANDIDATE = 64;

    /** A token that is listed. */
    private static final int FOUND = 64;

    /** A place of a word, as an array. */
    private static final int PLACE = 48;

    private static final int NEAR_JSON = 64;
    private static final int NEAREST = 10;

    /**
     * Which places are asked for.
     *
     * @param tokens whose neighbours are listed
     * @param plus added in word arithmetic
     * @param minus taken away
     */
    public record Places(List<Integer> tokens, List<Integer> plus, List<Integer> minus) {
        public Places {
            tokens = List.copyOf(tokens);
            plus = List.copyOf(plus);
            minus = List.copyOf(minus);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> parameters() {
        return List.of("token", "plus", "minus", "after");
    }

    @Override
    public List<String> tokenKeys() {
        return List.of("token");
    }

    /** What is chosen among the words; a sum if one is made. */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        var names = new TreeMap<>(Map.of("token", "word", "after", "after"));
        if (opened.has("sum", "1")) {
            names.putAll(Map.of("plus", "plus", "minus", "minus"));
        }
        return List.of(Opened.Request.of(this, opened.values(names)));
    }

    /** The axes, what is near to tokens, and the places of the text's words. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        var sizes = extent.sizes();
        long near = Math.max(2, parameters.list("token").size());
        long summed =
                parameters.list("plus").size() + (long) parameters.list("minus").size();
        long listed = (near + 1) * NEAREST;
        long placed = parameters.text("after").isPresent() ? extent.positions() : 0;
        return new Need(
                        Math.max(axes(sizes), sizes.d_vocab() * CANDIDATE)
                                + (near + summed) * Extent.ENTRY
                                + (listed + summed) * FOUND
                                + placed * PLACE,
                        (near + summed) * 3 * Extent.NUMBER_JSON
                                + listed * NEAR_JSON
                                + placed * (AXES * Extent.NUMBER_JSON + 3))
                .plus(extent.names(near + listed + summed));
    }

    /** The memory that finding the axes needs, in bytes: the covariance, what its eigenvalues need, and the lengths of all tokens. */
    public static long axes(Sizes sizes) {
        long width = sizes.d_model();
        return Double.BYTES * (MATRICES * width * width + 3L * sizes.d_vocab()) + Extent.rows(PIECE, width);
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var parameters = question.parameters();
        var subject = question.subject();
        var target = question.target();
        var embedding = Embedding.of(subject.graph(), subject.weights());
        var places = new Places(parameters.list("token"), parameters.list("plus"), parameters.list("minus"));
        int layers = subject.anatomy().layers();
        int after = parameters.whole("after", 0, 0, layers);
        var answer = new LinkedHashMap<>(ToolRequest.about(subject, target));
        var axes = PrincipalAxes.known(embedding, AXES, subject.workers(), progress);
        answer.putAll(json(embedding, places, Optional.of(target), axes));
        if (parameters.whole("after").isPresent()) {
            answer.put("after", after);
            answer.put("stream", axes.places(subject.stream(after)));
        }
        return answer;
    }

    /** @param target whose tokens' neighbours are listed if no others are asked for */
    public static Map<String, Object> json(
            Embedding embedding, Places places, Optional<Target> target, PrincipalAxes axes) {
        var asked =
                places.tokens().isEmpty() ? target.map(EmbeddingTool::tokens).orElse(List.of()) : places.tokens();
        Map<String, Object> answer = new LinkedHashMap<>();
        Map<String, Object> nearest = new LinkedHashMap<>();
        asked.forEach(token -> nearest.put(token.toString(), near(embedding.nearest(token, NEAREST))));
        answer.put("nearest", nearest);
        if (!places.plus().isEmpty() || !places.minus().isEmpty()) {
            answer.put("arithmetic", near(embedding.arithmetic(places.plus(), places.minus(), NEAREST)));
            answer.put("left_out", leftOut(embedding.leftOut(places.plus(), places.minus())));
        }
        answer.put("explained", axes.explained());
        return answer;
    }

    private static List<Integer> tokens(Target target) {
        return target.b().isPresent() ? List.of(target.a(), target.b().getAsInt()) : List.of(target.a());
    }

    private static List<Map<String, Object>> near(List<Embedding.Near> tokens) {
        return Listing.of(tokens, EmbeddingTool::near);
    }

    private static List<Map<String, Object>> leftOut(List<Embedding.LeftOut> tokens) {
        return tokens.stream()
                .map(each -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("token", each.token());
                    object.put("cosine", each.cosine());
                    object.put("rank", each.rank());
                    return object;
                })
                .toList();
    }

    private static Map<String, Object> near(Embedding.Near near) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("token", near.token());
        object.put("cosine", near.cosine());
        return object;
    }
}
