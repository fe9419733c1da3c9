package io.orrery.lab;

import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies the last norm and the unembedding to the residual stream at other points, in memory that is used again. The norm before
 * a layer differs from the last one in its weights alone, so rows that the run has already normalised are reused. For one thread.
 */
final class Readout {
    private final Subject subject;
    private final Anatomy anatomy;
    private final Run run;

    /** What is computed here, by the name of its node; of all positions, but with rows only where there was a question. */
    private final Map<String, Tensor> computed = new HashMap<>();

    /** @param workers the threads among which a large product is divided */
    Readout(Subject subject, Workers workers) {
        this.subject = subject;
        this.anatomy = subject.anatomy();
        this.run = new Run(new int[subject.length()], workers);
    }

    /**
     * The logits at the positions [from, to), by position. At the end of the stream they are the run's own.
     *
     * @param point one of {@link Anatomy#points}
     * @return the rows of all positions; valid until the next call, and not to be modified
     */
    float[][] logits(Node point, int from, int to) {
        if (point.equals(anatomy.stream())) {
            return subject.activations().tensor(anatomy.logits()).rows();
        }
        return compute(anatomy.logits(), point, new HashMap<>(), from, to).rows();
    }

    private Tensor compute(Node node, Node point, Map<String, Tensor> known, int from, int to) {
        Optional<Node> own = node.constant() ? Optional.of(node) : inRun(node, point);
        if (own.isPresent()) {
            return subject.activations().tensor(own.get());
        }
        Tensor out = known.get(node.name());
        if (out == null) {
            var in = new Tensor[node.inputs().size()];
            for (int i = 0; i < in.length; i++) {
                in[i] = compute(node.inputs().get(i), point, known, from, to);
            }
            out = zeros(node, from, to);
            node.op().forward(run, in, out, from, to);
            known.put(node.name(), out);
        }
        return out;
    }

    /** The node of the run that has the same rows, unless it has to be computed, or something in the norm is changed. */
    private Optional<Node> inRun(Node node, Node point) {
        return anatomy.alike(node, point)
                .filter(own -> !own.isDerived() && (!subject.isChanged() || isUnchanged(node, point)));
    }

    private boolean isUnchanged(Node node, Node point) {
        if (node.constant() || node.equals(anatomy.stream())) {
            return true;
        }
        return !subject.activations().isChanged(anatomy.alike(node, point).orElseThrow())
                && node.inputs().stream().allMatch(input -> isUnchanged(input, point));
    }

    private Tensor zeros(Node node, int from, int to) {
        var tensor = computed.computeIfAbsent(node.name(), name -> {
            var layout = node.layout(subject.graph().sizes(), subject.length());
            return new Tensor(layout, new float[subject.length()][], node.op().masked());
        });
        float[][] rows = tensor.rows();
        for (int i = from; i < to; i++) {
            if (rows[i] == null) {
                rows[i] = new float[tensor.layout().columns(i)];
            } else {
                Arrays.fill(rows[i], 0);
            }
        }
        return tensor;
    }

    /** The logits at all points and positions, in row-major order of {@code [point, pos, d_vocab]}. */
    static float[] all(Subject subject) {
        var readout = new Readout(subject, subject.workers());
        List<Node> points = List.copyOf(subject.anatomy().points().values());
        int vocabulary = subject.graph().sizes().d_vocab();
        var all = new float[Math.multiplyExact(points.size() * subject.length(), vocabulary)];
        int at = 0;
        for (Node point : points) {
            for (float[] row : readout.logits(point, 0, subject.length())) {
                System.arraycopy(row, 0, all, at, vocabulary);
                at += vocabulary;
            }
        }
        return all;
    }
}
