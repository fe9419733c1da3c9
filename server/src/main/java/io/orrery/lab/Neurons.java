package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Frozen;
import io.orrery.graph.Gradients;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Sizes;
import io.orrery.graph.Trait;
import io.orrery.graph.Weights;
import io.orrery.graph.op.Linear;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The neurons of one layer's MLP (Geva et al. 2021, arXiv:2012.14913: what moves each, and which tokens it speaks for).
 *
 * @param anatomy the model's
 * @param layer from 0
 * @param stream what the MLP's norm reads, {@code [pos, d_model]}
 * @param sum each neuron's weighted sum through W_in, {@code [pos, d_mlp]}; in a gated MLP the one that the gate multiplies
 * @param value each neuron's value, {@code hook_post}, {@code [pos, d_mlp]}
 * @param out what all of them write through W_out, {@code [pos, d_model]}
 * @param added what is added to the stream: {@code out}, or what the norm behind it makes of it
 */
public record Neurons(Anatomy anatomy, int layer, Node stream, Node sum, Node value, Node out, Node added) {
    /** One neuron at one position. @param neuron its number, from 0 @param value its value there */
    public record Valued(int neuron, float value) {}

    /** What one part of the stream adds to a neuron's sum. @param part its name; {@code constant} is what the biases add */
    public record Feed(String part, double value) {}

    /**
     * The neurons of a layer.
     *
     * @throws OrreryException with {@link LabError.NoSuchLayer}, or {@link LabError.NoNeurons} if the layer's MLP does not end in
     *     one product with W_out
     */
    public static Neurons of(Anatomy anatomy, int layer) {
        if (layer < 0 || layer >= anatomy.layers()) {
            throw new OrreryException(new LabError.NoSuchLayer(layer, anatomy.layers() - 1));
        }
        Writer mlp = anatomy.writers(layer).stream()
                .filter(Writer::isMlp)
                .findFirst()
                .orElseThrow(() -> new OrreryException(new LabError.NoNeurons(layer)));
        Node out = Anatomy.product(mlp.node());
        if (!(out.op() instanceof Linear)) {
            throw new OrreryException(new LabError.NoNeurons(layer));
        }
        Node value = out.inputs().get(0);
        Node sum = value;
        while (!(sum.op() instanceof Linear)) {
            if (sum.inputs().isEmpty()) {
                throw new OrreryException(new LabError.NoNeurons(layer));
            }
            sum = sum.inputs().get(sum.has(Trait.GATE) ? 1 : 0);
        }
        return new Neurons(anatomy, layer, mlp.reads().orElseThrow(), sum, value, out, mlp.node());
    }

    /** How many there are. */
    public int count() {
        return anatomy.graph().sizes().d_mlp();
    }

    /** @throws OrreryException with {@link LabError.NoSuchNeuron} */
    public void check(int neuron) {
        if (neuron < 0 || neuron >= count()) {
            throw new OrreryException(new LabError.NoSuchNeuron(neuron, count() - 1));
        }
    }

    /** The neurons with the largest values at a position, the largest first. */
    public List<Valued> strongest(Activations activations, int position, int most) {
        float[] values = activations.row(value, position);
        return IntStream.range(0, values.length)
                .mapToObj(neuron -> new Valued(neuron, values[neuron]))
                .sorted(Comparator.comparing(Valued::value).reversed())
                .limit(most)
                .toList();
    }

    /**
     * What each of some neurons adds to the logits per 1.00 of its value: its row of W_out through the last norm, and one behind the MLP,
     * without their divisors, and the unembedding. From each, the mean over the vocabulary is taken away, which no probability depends on.
     *
     * @param neurons their numbers
     * @return {@code [neuron, d_vocab]}
     */
    public float[][] speaks(Weights weights, Workers workers, List<Integer> neurons) {
        neurons.forEach(this::check);
        Graph graph = anatomy.graph();
        int count = neurons.size();
        Tensor wOut = weights.get(out.inputs().get(1));
        // the last row is 0: what the logits of it are, the biases make
        var run = new Run(new int[count + 1], workers);
        var rows = new float[count + 1][];
        for (int i = 0; i < count; i++) {
            rows[i] = wOut.rows(neurons.get(i), neurons.get(i) + 1)[0];
        }
        rows[count] = new float[graph.sizes().d_model()];
        float[][] written = added.equals(out)
                ? rows
                : Activations.given(graph, weights, run, without(out, rows, graph.nodes(), graph.sizes()))
                        .tensor(added)
                        .rows();
        float[][] logits = Activations.given(
                        graph, weights, run, without(anatomy.stream(), written, anatomy.readout(), graph.sizes()))
                .tensor(anatomy.logits())
                .rows();
        var spoken = new float[count][];
        for (int i = 0; i < count; i++) {
            spoken[i] = centred(logits[i], logits[count]);
        }
        return spoken;
    }

    /** Rows in place of a node, and 1 in place of each divisor of these nodes. */
    private static Map<String, Tensor> without(Node node, float[][] rows, Collection<Node> divisors, Sizes sizes) {
        Map<String, Tensor> given = new HashMap<>();
        for (Node divisor : divisors) {
            if (divisor.has(Trait.NORM)) {
                var ones = Tensor.zeros(divisor.layout(sizes, rows.length));
                for (float[] row : ones.rows()) {
                    Arrays.fill(row, 1);
                }
                given.put(divisor.name(), ones);
            }
        }
        given.put(node.name(), new Tensor(node.layout(sizes, rows.length), rows, 0));
        return given;
    }

    /** What a neuron adds to one token's logit, per 1.00 of its value. */
    public record Spoken(int token, float value) {}

    /** The tokens for which a row of {@link #speaks} speaks most, or against which: the strongest first. */
    public static List<Spoken> most(float[] row, int count, boolean against) {
        var order = Comparator.comparingDouble(Spoken::value);
        return IntStream.range(0, row.length)
                .mapToObj(token -> new Spoken(token, row[token]))
                .sorted(against ? order : order.reversed())
                .limit(count)
                .toList();
    }

    private static float[] centred(float[] logits, float[] biases) {
        double sum = 0;
        for (int token = 0; token < logits.length; token++) {
            sum += (double) logits[token] - biases[token];
        }
        var centred = new float[logits.length];
        for (int token = 0; token < logits.length; token++) {
            centred[token] = (float) ((double) logits[token] - biases[token] - sum / logits.length);
        }
        return centred;
    }

    /**
     * What each part of the stream adds to a neuron's sum at a position, with the norm's divisor held fixed. They add up to the sum.
     *
     * @return in the order of addition; the last is what the biases add
     */
    public List<Feed> feeds(Subject subject, int neuron, int position) {
        check(neuron);
        subject.checkPosition(position);
        Activations activations = subject.activations();
        var by = Tensor.zeros(activations.layout(sum));
        by.rows()[position][neuron] = 1;
        float[] direction = Gradients.of(activations, sum, by, Frozen.DIVISORS, stream)
                .by(stream, subject.graph().sizes(), by.rows().length)
                .rows()[position];
        var parts = subject.parts(stream);
        var rows = Attribution.rowsOf(parts, subject, position);
        var feeds = new ArrayList<Feed>();
        double rest = activations.row(sum, position)[neuron];
        for (ResidualComponent part : parts) {
            double added = Attribution.dot(part.of(rows.get(part.node().name())), direction);
            feeds.add(new Feed(part.name(), added));
            rest -= added;
        }
        feeds.add(new Feed("constant", rest));
        return List.copyOf(feeds);
    }
}
