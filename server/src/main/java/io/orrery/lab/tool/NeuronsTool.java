package io.orrery.lab.tool;

import io.orrery.lab.Neurons;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The neurons of a layer's MLP that are largest at the position, with the tokens that each speaks for; with {@code neuron}, also that one.
 * What moves a neuron in other texts is not a question about a run: {@code GET /api/models/{id}/neurons} answers it.
 */
public final class NeuronsTool implements Tool {
    private static final int STRONGEST = 9;

    /** Tokens that a neuron of the list speaks for. */
    private static final int NAMED = 3;

    /** A token that is sorted by what is added to its logit, and its places in lists. */
    public static final long SORTED = 64;

    private static final int NEURON_JSON = 64 + 2 * Extent.NUMBER_JSON + NAMED * 12;

    @Override
    public String name() {
        return "neurons";
    }

    @Override
    public List<String> parameters() {
        return List.of("layer", "neuron");
    }

    @Override
    public List<String> tokenKeys() {
        return List.of("for");
    }

    /** The layer and the neuron that are opened. What is asked of the model alone is in no file: a file has runs only. */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        var layer = opened.values(Map.of("layer", "layer"));
        return List.of(Opened.Request.of(
                this, layer.isEmpty() ? layer : opened.values(Map.of("layer", "layer", "neuron", "neuron"))));
    }

    /** The neurons of the layer, sorted; what the listed ones add to the logits of all tokens, of which one's are sorted. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        var sizes = extent.sizes();
        long listed = STRONGEST + 1L;
        return new Need(
                        sizes.d_mlp() * SORTED
                                + 2 * Extent.rows(listed + 1, sizes.d_vocab())
                                + Extent.rows(6 * (listed + 1), sizes.d_model())
                                + sizes.d_vocab() * SORTED,
                        listed * NEURON_JSON)
                .plus(extent.names(listed * NAMED + 2));
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var parameters = question.parameters();
        return json(question.subject(), question.target(), parameters.whole("layer"), parameters.whole("neuron"));
    }

    /**
     * The answer about one layer.
     *
     * @param layer the last by default
     * @param neuron one that is described in any case
     */
    public static Map<String, Object> json(Subject subject, Target target, OptionalInt layer, OptionalInt neuron) {
        int of = layer.orElse(subject.anatomy().layers() - 1);
        var neurons = Neurons.of(subject.anatomy(), of);
        neuron.ifPresent(neurons::check);
        float[] row = subject.activations().row(neurons.value(), target.position());
        var strongest = neurons.strongest(subject.activations(), target.position(), STRONGEST);
        var listed = Stream.concat(
                        strongest.stream(),
                        neuron.stream()
                                .filter(one -> strongest.stream().noneMatch(each -> each.neuron() == one))
                                .mapToObj(one -> new Neurons.Valued(one, row[one])))
                .toList();
        float[][] speaks = neurons.speaks(
                subject.weights(),
                subject.workers(),
                listed.stream().map(Neurons.Valued::neuron).toList());
        var answer = ToolRequest.about(subject, target);
        answer.put("layer", of);
        var described = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < listed.size(); i++) {
            described.add(described(listed.get(i), speaks[i]));
        }
        answer.put("strongest", described.subList(0, strongest.size()));
        neuron.ifPresent(one -> answer.put(
                "neuron",
                described.stream()
                        .filter(each -> each.get("neuron").equals(one))
                        .findFirst()
                        .orElseThrow()));
        return answer;
    }

    private static Map<String, Object> described(Neurons.Valued neuron, float[] speaks) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("neuron", neuron.neuron());
        object.put("value", neuron.value());
        object.put(
                "for",
                Neurons.most(speaks, NAMED, false).stream()
                        .map(Neurons.Spoken::token)
                        .toList());
        return object;
    }
}
