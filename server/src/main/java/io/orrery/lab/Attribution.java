package io.orrery.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Frozen;
import io.orrery.graph.Gradients;
import io.orrery.graph.Node;
import io.orrery.graph.Trait;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Direct logit attribution: what each part of the residual stream adds to the logits by itself (Elhage et al. 2021; Wang et
 * al. 2022, arXiv:2211.00593). The last norm's divisor is held fixed, so the norm is linear and the votes add up to the
 * logit, and to the logit difference.
 *
 * @param votes of each part, in the order of addition; the last is the last norm's bias, which is 0 in many models
 */
public record Attribution(List<Vote> votes) {
    /** By which a sum may miss, as a share of its parts' sizes. */
    private static final double SUM_TOLERANCE = 1e-4;

    private static final Trait EXPERTS = Trait.routing("sum");

    public Attribution {
        votes = List.copyOf(votes);
    }

    /**
     * The contribution of one part.
     *
     * @param part its name
     * @param a to logit a
     * @param difference to the logit difference
     */
    public record Vote(
            String part,
            double a,
            @JsonProperty("a_minus_b") double difference) {}

    /**
     * What one neuron of an MLP adds to the logit difference; the biases of the MLP are not a neuron's.
     *
     * @param neuron its number, from 0
     */
    public record Neuron(
            int neuron, @JsonProperty("a_minus_b") double difference) {}

    /**
     * The neurons of one MLP.
     *
     * @param layer its layer
     * @param top the neurons that add or take most, the strongest first
     * @param sum of all neurons
     */
    public record Neurons(int layer, List<Neuron> top, double sum) {
        public Neurons {
            top = List.copyOf(top);
        }
    }

    /** The votes for a target, added up to the last digit. */
    public static Attribution of(Subject subject, Target target) {
        return of(subject, target, subject.activations(), subject.parts(subject.anatomy().stream()));
    }

    /**
     * The votes with the divisor of another run.
     *
     * @param divisor whose norm is held fixed
     * @param parts that add up to the last stream
     */
    static Attribution of(Subject subject, Target target, Activations divisor, List<ResidualComponent> parts) {
        float[] forA = throughNorm(subject, target.position(), target.directionOfA(subject), divisor);
        float[] forDifference = throughNorm(subject, target.position(), target.direction(subject), divisor);
        var rows = rowsOf(parts, subject, target.position());
        var votes = new ArrayList<Vote>();
        for (ResidualComponent part : parts) {
            float[] value = part.of(rows.get(part.node().name()));
            votes.add(new Vote(part.name(), dot(value, forA), dot(value, forDifference)));
        }
        votes.add(ofNormBias(subject, target));
        ofLogitBias(subject, target).ifPresent(votes::add);
        return new Attribution(votes);
    }

    /** The rows that hold the parts, by node: a layer's heads share one, which is not kept and computed once for all of them. */
    static Map<String, float[]> rowsOf(List<ResidualComponent> parts, Subject subject, int position) {
        var nodes = new LinkedHashMap<String, ResidualComponent>();
        parts.forEach(part -> nodes.putIfAbsent(part.node().name(), part));
        var each = List.copyOf(nodes.values());
        long width = subject.graph().sizes().d_model();
        Map<String, float[]> rows = new ConcurrentHashMap<>();
        subject.workers().share(0, each.size(), width * width, (from, to) -> {
            for (ResidualComponent part : each.subList(from, to)) {
                rows.put(part.node().name(), part.row(subject.activations(), position));
            }
        });
        return rows;
    }

    /** The sum of all votes: the logit difference. */
    public double sum() {
        return votes.stream().mapToDouble(Vote::difference).sum();
    }

    /**
     * What the neurons of an MLP add to the difference.
     *
     * @param count how many to list
     * @throws io.orrery.error.OrreryException with a {@link io.orrery.error.LabError.NoSuchLayer}
     */
    public static Neurons neurons(Subject subject, Target target, int layer, int count) {
        subject.checkLayer(layer);
        Node out = mlp(subject, layer);
        if (subject.activations().isChanged(out)) {
            throw new OrreryException(new LabError.AlreadyChanged());
        }
        Node product = Anatomy.product(out);
        if (product.has(EXPERTS)) {
            throw new OrreryException(new LabError.NoNeurons(layer));
        }
        float[] direction = behind(subject, target, out, product);
        Tensor wOut = subject.activations().tensor(product.inputs().get(1));
        float[] post = subject.activations().row(product.inputs().get(0), target.position());
        var neurons = IntStream.range(0, post.length)
                .mapToObj(i -> new Neuron(i, post[i] * dot(wOut.rows(i, i + 1)[0], direction)))
                .toList();
        var top = neurons.stream()
                .sorted(Comparator.comparingDouble((Neuron neuron) -> -Math.abs(neuron.difference()))
                        .thenComparingInt(Neuron::neuron))
                .limit(count)
                .toList();
        return new Neurons(
                layer, top, neurons.stream().mapToDouble(Neuron::difference).sum());
    }

    /**
     * The direction of the difference in what is computed before the norm behind attention or an MLP, whose divisor is held fixed.
     *
     * @param added what is added to the stream
     * @param product what the norm reads, or {@code added} itself
     */
    static float[] behind(Subject subject, Target target, Node added, Node product) {
        float[] direction = direction(subject, target);
        if (added.equals(product)) {
            return direction;
        }
        var by = rows(subject.activations(), added);
        by.rows()[target.position()] = direction;
        return Gradients.of(subject.activations(), added, by, Frozen.DIVISORS, product)
                .by(product, subject.graph().sizes(), subject.length())
                .rows()[target.position()];
    }

    /**
     * What a head adds to the difference, by the token that it read from: attention × value. The sum is the head's vote.
     *
     * @return by key position, up to the target's position
     * @throws io.orrery.error.OrreryException with a {@link io.orrery.error.LabError} if there is no such layer or head
     */
    public static double[] tokens(Subject subject, Target target, int layer, int head) {
        Attention attention = subject.attention(layer);
        Subject.checkHead(head, attention.heads());
        int query = target.position();
        var activations = subject.activations();
        var by = rows(activations, attention.result());
        System.arraycopy(
                direction(subject, target),
                0,
                by.rows()[query],
                head * subject.graph().sizes().d_model(),
                subject.graph().sizes().d_model());
        float[] ofZ = Gradients.of(activations, attention.result(), by, Frozen.PATTERNS, attention.pattern())
                .by(attention.z(), subject.graph().sizes(), subject.length())
                .rows()[query];
        int width = ofZ.length / attention.heads();
        var tokens = new double[query + 1];
        for (int key = 0; key <= query; key++) {
            float[] value = activations.row(attention.value(), key);
            tokens[key] = activations.at(attention.pattern(), head, query, key)
                    * (double) Kernels.dot(ofZ, head * width, value, head / attention.group() * width, width);
        }
        if (activations.isChanged(attention.z())) {
            float[] z = activations.row(attention.z(), query);
            checkSum(tokens, Kernels.dot(ofZ, head * width, z, head * width, width));
        }
        return tokens;
    }

    /** A head whose output is changed by hand has not read it from the tokens. */
    private static void checkSum(double[] tokens, double whole) {
        double size = 1 + Arrays.stream(tokens).map(Math::abs).sum();
        if (Math.abs(Arrays.stream(tokens).sum() - whole) > SUM_TOLERANCE * size) {
            throw new OrreryException(new LabError.AlreadyChanged());
        }
    }

    /** Whether what a layer's MLP adds is the sum of its neurons: it is not if it is changed by hand, or if it is a sum of experts. */
    public static boolean hasNeurons(Subject subject, int layer) {
        subject.checkLayer(layer);
        Node mlp = mlp(subject, layer);
        return !subject.activations().isChanged(mlp) && !Anatomy.product(mlp).has(EXPERTS);
    }

    private static Node mlp(Subject subject, int layer) {
        return subject.anatomy().writers(layer).stream()
                .filter(Writer::isMlp)
                .findFirst()
                .orElseThrow()
                .node();
    }

    /** The shares of its attention that a head gives to the tokens, from the target's position; by key position. */
    public static double[] shares(Subject subject, Target target, int layer, int head) {
        Attention attention = subject.attention(layer);
        Subject.checkHead(head, attention.heads());
        int query = target.position();
        return IntStream.rangeClosed(0, query)
                .mapToDouble(key -> subject.activations().at(attention.pattern(), head, query, key))
                .toArray();
    }

    /** What a vector in the stream at the target's position adds to the difference, by its product with this one. */
    static float[] direction(Subject subject, Target target) {
        return throughNorm(subject, target.position(), target.direction(subject), subject.activations());
    }

    /**
     * What each layer adds to the difference: the votes of its heads, its biases and its MLP together. Reads the rows of the target's
     * position alone, so a long text costs no more than a short one.
     *
     * @return by layer
     */
    public static double[] layers(Subject subject, Target target) {
        var anatomy = subject.anatomy();
        Node stream = anatomy.stream();
        var row = new float[][] {subject.activations().row(stream, target.position())};
        var last = new Tensor(stream.layout(subject.graph().sizes(), 1), row, 0);
        float[] direction =
                throughNorm(subject, 0, target.direction(subject), subject.applied(Map.of(stream.name(), last), 1));
        var adds = new double[anatomy.layers()];
        anatomy.writers()
                .forEach(writer -> writer.layer()
                        .ifPresent(layer -> adds[layer] +=
                                dot(subject.activations().row(writer.node(), target.position()), direction)));
        return adds;
    }

    /** The direction in the stream that a direction behind the last norm is, its divisor held fixed. */
    private static float[] throughNorm(Subject subject, int position, float[] direction, Activations divisor) {
        var anatomy = subject.anatomy();
        var by = rows(divisor, anatomy.normed());
        by.rows()[position] = direction;
        return Gradients.of(divisor, anatomy.normed(), by, Frozen.DIVISORS, anatomy.stream())
                .by(anatomy.stream(), subject.graph().sizes(), by.rows().length)
                .rows()[position];
    }

    private static Tensor rows(Activations activations, Node node) {
        return Tensor.zeros(activations.layout(node));
    }

    /** The bias of the last norm; its name stands in the list even if the model has none. */
    private static Vote ofNormBias(Subject subject, Target target) {
        var inputs = subject.anatomy().normed().inputs();
        var weight = inputs.get(1).name();
        var name = weight.substring(0, weight.lastIndexOf('.') + 1) + "b";
        if (inputs.size() < 3) {
            return new Vote(name, 0, 0);
        }
        float[] bias = subject.activations().tensor(inputs.get(2)).rows()[0];
        return new Vote(name, dot(bias, target.directionOfA(subject)), dot(bias, target.direction(subject)));
    }

    private static java.util.Optional<Vote> ofLogitBias(Subject subject, Target target) {
        var inputs = subject.anatomy().logits().inputs();
        if (inputs.size() < 3) {
            return java.util.Optional.empty();
        }
        float[] bias = subject.activations().tensor(inputs.get(2)).rows()[0];
        return java.util.Optional.of(new Vote(inputs.get(2).name(), bias[target.a()], target.difference(bias)));
    }

    /** In double precision, so that a sum of many votes is exact. */
    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
