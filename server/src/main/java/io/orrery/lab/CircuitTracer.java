package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Frozen;
import io.orrery.graph.Node;
import io.orrery.graph.Tangents;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds the edges of a {@link Circuit}, reader by reader. One pass back through the frozen model gives the gradient by every
 * output. An MLP's edges are the products of its gradient, taken one step further back, with the parts that it reads; those
 * into heads go through the values, which each part is followed to once.
 */
final class CircuitTracer {
    private final Subject subject;
    private final Activations activations;
    private final Anatomy anatomy;
    private final Target target;
    private final int positions;
    private final FrozenGradients gradients;
    private final EdgeList edges;
    private final List<Circuit.Node> nodes = new ArrayList<>();
    /** Index of a part's node at position 0; those of later positions follow. */
    private final Map<String, Integer> first = new HashMap<>();
    /** Values of each part by position. */
    private final Map<String, float[][]> values = new HashMap<>();

    private final int constant;

    CircuitTracer(Subject subject, Target target, double least, int most) {
        this.subject = subject;
        this.activations = subject.activations();
        this.anatomy = subject.anatomy();
        this.target = target;
        this.positions = target.position() + 1;
        checkEdges(anatomy, positions);
        this.gradients = new FrozenGradients(subject, target);
        this.edges = new EdgeList(least, most);
        for (ResidualComponent part : anatomy.parts(anatomy.stream())) {
            addNodes(part);
        }
        this.constant = nodes.size();
    }

    /**
     * How many edges there may be.
     *
     * @param positions up to the target's
     * @throws OrreryException with {@link LabError.TooManyEdges}
     */
    static int checkEdges(Anatomy anatomy, int positions) {
        // To the logits, from each part and the constant.
        long found = anatomy.parts(anatomy.stream()).size() + 1L;
        for (Writer writer : anatomy.writers()) {
            if (writer.reads().isPresent()) {
                long heads = writer.attention()
                        .map(Attention::heads)
                        .or(() -> writer.experts().map(Writer.Experts::count))
                        .orElse(1);
                // A head reads each position up to its own, an MLP or an expert its own.
                long read = writer.attention().isPresent() ? positions * (positions + 1L) / 2 : positions;
                found += heads * (anatomy.parts(writer.reads().get()).size() * read + positions);
            }
        }
        if (found > Circuit.MOST_EDGES) {
            throw new OrreryException(new LabError.TooManyEdges(found, Circuit.MOST_EDGES));
        }
        return (int) found;
    }

    private void addNodes(ResidualComponent part) {
        values.put(part.name(), values(part));
        if (part.isBias()) {
            return;
        }
        first.put(part.name(), nodes.size());
        float[][] gradient = gradients.by(part.writer().node());
        for (int position = 0; position < positions; position++) {
            double value = Attribution.dot(gradient[position], values.get(part.name())[position]);
            nodes.add(new Circuit.Node(part.name(), OptionalInt.of(position), value));
        }
    }

    private float[][] values(ResidualComponent part) {
        float[][] rows = activations.tensor(part.node()).rows();
        var own = new float[positions][];
        for (int position = 0; position < positions; position++) {
            own[position] = part.of(rows[part.isBias() ? 0 : position]);
        }
        return own;
    }

    Circuit trace(Progress progress) {
        var writers = anatomy.writers();
        for (int i = 0; i < writers.size(); i++) {
            Writer writer = writers.get(i);
            if (writer.experts().isPresent()) {
                var experts = writer.experts().get();
                for (int expert = 0; expert < experts.count(); expert++) {
                    addMlp(writer, experts.part(expert), gradients.throughExpert(writer, expert));
                }
            } else if (writer.isMlp()) {
                addMlp(writer, writer.node().name(), gradients.throughMlp(writer));
            }
            writer.attention().ifPresent(attention -> addHeads(writer, attention));
            progress.done(i + 1, writers.size());
        }
        addLogits();
        nodes.add(constant, new Circuit.Node(Circuit.CONSTANT, OptionalInt.empty(), edges.leaving(constant)));
        nodes.add(new Circuit.Node(
                Circuit.LOGITS,
                OptionalInt.of(target.position()),
                target.difference(subject.logits(target.position()))));
        return new Circuit(nodes, edges);
    }

    /** Of a part at a position; the constant if it is a bias. */
    private int node(ResidualComponent part, int position) {
        return part.isBias() ? constant : first.get(part.name()) + position;
    }

    /**
     * The edges into an MLP or an expert.
     *
     * @param name the part that it adds
     * @param back what it changes, weighted by its gradient, if the stream changes
     */
    private void addMlp(Writer mlp, String name, float[][] back) {
        Node stream = mlp.reads().orElseThrow();
        float[][] read = activations.tensor(stream).rows();
        for (int position = 0; position < positions; position++) {
            int reader = first.get(name) + position;
            // What is due to no part: the biases, and the MLP's value less that of its tangent.
            double rest = nodes.get(reader).value() - Attribution.dot(back[position], read[position]);
            for (ResidualComponent part : anatomy.parts(stream)) {
                double value = Attribution.dot(back[position], values.get(part.name())[position]);
                if (part.isBias()) {
                    rest += value;
                } else {
                    edges.add(node(part, position), reader, value);
                }
            }
            edges.add(constant, reader, rest);
        }
    }

    private void addHeads(Writer writer, Attention attention) {
        Node stream = writer.reads().orElseThrow();
        var heads = new HeadEdges(attention);
        for (ResidualComponent part : anatomy.parts(stream)) {
            float[][] due = toValues(stream, values.get(part.name()), attention);
            if (part.isBias()) {
                heads.addToRest(due, 1);
            } else {
                heads.add(part, due);
            }
        }
        heads.addToRest(activations.tensor(attention.value()).rows(), 1);
        heads.addToRest(toValues(stream, activations.tensor(stream).rows(), attention), -1);
        heads.addRest();
    }

    /** What a part of the stream makes of the values, by position. */
    private float[][] toValues(Node stream, float[][] part, Attention attention) {
        var rows = java.util.Arrays.copyOf(part, subject.length());
        var change = new Tensor(activations.layout(stream), rows, 0);
        return Tangents.of(activations, stream, change, attention.value(), Frozen.DIVISORS, 0, positions)
                .rows();
    }

    /** The edges into all heads of one layer. */
    private final class HeadEdges {
        private final Attention attention;
        private final float[][] gradient;
        private final float[][] pattern;
        private final int width;
        private final double[][] rest;

        HeadEdges(Attention attention) {
            this.attention = attention;
            this.gradient = gradients.by(attention.z());
            this.pattern = activations.tensor(attention.pattern()).rows();
            this.width = gradient[0].length / attention.heads();
            this.rest = new double[attention.heads()][positions];
        }

        private double due(float[][] values, int head, int query, int key) {
            double weight = pattern[query][head * (query + 1) + key];
            if (weight == 0) {
                return 0;
            }
            int at = head / attention.group() * width;
            double sum = 0;
            for (int d = 0; d < width; d++) {
                sum += (double) gradient[query][head * width + d] * values[key][at + d];
            }
            return weight * sum;
        }

        void add(ResidualComponent part, float[][] due) {
            for (int head = 0; head < attention.heads(); head++) {
                int reader = first.get(attention.part(head));
                for (int query = 0; query < positions; query++) {
                    for (int key = 0; key <= query; key++) {
                        edges.add(node(part, key), reader + query, due(due, head, query, key));
                    }
                }
            }
        }

        void addToRest(float[][] due, int sign) {
            for (int head = 0; head < attention.heads(); head++) {
                for (int query = 0; query < positions; query++) {
                    for (int key = 0; key <= query; key++) {
                        rest[head][query] += sign * due(due, head, query, key);
                    }
                }
            }
        }

        void addRest() {
            for (int head = 0; head < attention.heads(); head++) {
                int reader = first.get(attention.part(head));
                for (int query = 0; query < positions; query++) {
                    edges.add(constant, reader + query, rest[head][query]);
                }
            }
        }
    }

    private void addLogits() {
        int position = target.position();
        int logits = constant + 1;
        float[] direction = gradients.by(anatomy.stream())[position];
        double rest = 0;
        for (ResidualComponent part : anatomy.parts(anatomy.stream())) {
            double value = Attribution.dot(direction, values.get(part.name())[position]);
            if (part.isBias()) {
                rest += value;
            } else {
                edges.add(node(part, position), logits, value);
            }
        }
        var votes = Attribution.of(subject, target).votes();
        for (var vote : votes.subList(anatomy.parts(anatomy.stream()).size(), votes.size())) {
            rest += vote.difference();
        }
        edges.add(constant, logits, rest);
    }
}
