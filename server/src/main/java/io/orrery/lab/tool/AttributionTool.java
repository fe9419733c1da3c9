package io.orrery.lab.tool;

import io.orrery.lab.Attribution;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who votes for the answer: direct logit attribution. A layer's MLP is opened into neurons, one of its heads into tokens. */
public final class AttributionTool implements Tool {
    private static final int NEURONS = 8;

    /** A neuron, and its places in a list and in one that is sorted. */
    private static final long NEURON = 40;

    private static final int VOTE_JSON = Extent.PART_JSON + 2 * Extent.NUMBER_JSON + 32;

    @Override
    public String name() {
        return "attribution";
    }

    /** All votes, and what is opened; each head if the page finds out which one that is. */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        var part = opened.values(Map.of("layer", "layer", "head", "head"));
        int heads = opened.sizes().n_heads();
        var all = part.isEmpty() && opened.value("part").isPresent()
                ? IntStream.range(0, opened.sizes().n_layers() * heads)
                        .mapToObj(head ->
                                Map.of("layer", Integer.toString(head / heads), "head", Integer.toString(head % heads)))
                        .toList()
                : List.of(part);
        return Stream.concat(Stream.of(Map.<String, String>of()), all.stream())
                .distinct()
                .map(parameters -> Opened.Request.of(this, parameters))
                .toList();
    }

    @Override
    public List<String> parameters() {
        return List.of("layer", "head");
    }

    /** The votes; the neurons of a layer; of an opened head what it writes, and the gradient by that, at all positions. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        var sizes = extent.sizes();
        long computing = extent.votes() + sizes.d_mlp() * NEURON;
        long answer = extent.parts() * VOTE_JSON;
        if (parameters.whole("head").isPresent()) {
            long positions = extent.positions();
            computing += 2 * Extent.rows(positions, extent.headsWide())
                    + Extent.rows(positions, (long) sizes.n_heads() * sizes.d_head())
                    + Extent.rows((long) sizes.n_heads() * sizes.d_head(), sizes.d_model())
                    + 4 * positions * Double.BYTES;
            answer += 2 * positions * Extent.NUMBER_JSON;
        }
        return new Need(computing, answer);
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var parameters = question.parameters();
        return json(question.subject(), question.target(), parameters.whole("layer"), parameters.whole("head"));
    }

    /**
     * The answer with one opened layer. {@code neurons} is null if that layer's MLP is changed and nobody asked for it.
     *
     * @param layer whose neurons are listed; the last by default
     * @param head of this layer, to be opened
     */
    public static Map<String, Object> json(Subject subject, Target target, OptionalInt layer, OptionalInt head) {
        int opens = layer.orElse(subject.graph().sizes().n_layers() - 1);
        var answer = ToolRequest.about(subject, target);
        var attribution = Attribution.of(subject, target);
        answer.put("attribution", attribution.votes());
        answer.put("sum", attribution.sum());
        boolean isAsked = layer.isPresent() && head.isEmpty();
        answer.put(
                "neurons",
                isAsked || Attribution.hasNeurons(subject, opens)
                        ? Attribution.neurons(subject, target, opens, NEURONS)
                        : null);
        head.ifPresent(one -> answer.put("tokens", tokens(subject, target, opens, one)));
        return answer;
    }

    private static Map<String, Object> tokens(Subject subject, Target target, int layer, int head) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("layer", layer);
        object.put("head", head);
        object.put("a_minus_b", Attribution.tokens(subject, target, layer, head));
        object.put("pattern", Attribution.shares(subject, target, layer, head));
        return object;
    }
}
