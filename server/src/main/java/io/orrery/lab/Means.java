package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The means of some nodes over all positions of reference texts, which stand for what these nodes usually compute. Immutable.
 */
public final class Means {
    /** None: a change to the mean is refused. */
    public static final Means NONE = new Means(Map.of());

    private final Map<String, float[]> rows;

    private Means(Map<String, float[]> rows) {
        this.rows = rows;
    }

    /**
     * The nodes that must have a mean for some changes.
     *
     * @throws OrreryException with a {@link LabError} if a change is not possible
     */
    public static List<Node> nodes(Subject subject, List<Change> changes) {
        return Changes.averaged(subject, changes);
    }

    /**
     * Runs the model over reference texts, one after the other.
     *
     * @param like any run of the model
     * @param texts at least one
     * @param nodes whose means are wanted; a node with rows of several lengths has none
     * @throws OrreryException with a {@link io.orrery.error.LibraryError} if the model cannot run a text, and with
     *     {@link LabError.NoReferences} if there is none
     */
    public static Means over(Subject like, List<List<Integer>> texts, Collection<Node> nodes, Progress progress) {
        if (texts.isEmpty()) {
            throw new OrreryException(new LabError.NoReferences());
        }
        Map<String, double[]> sums = new HashMap<>();
        long positions = 0;
        for (int i = 0; i < texts.size(); i++) {
            Subject run = like.ofText(texts.get(i));
            positions += run.length();
            for (Node node : nodes) {
                if (!node.op().isCausal()) {
                    add(run.activations().tensor(node).rows(), sums, node.name());
                }
            }
            progress.done(i + 1, texts.size());
        }
        Map<String, float[]> means = new HashMap<>();
        for (var sum : sums.entrySet()) {
            var mean = new float[sum.getValue().length];
            for (int j = 0; j < mean.length; j++) {
                mean[j] = (float) (sum.getValue()[j] / positions);
            }
            means.put(sum.getKey(), mean);
        }
        return new Means(means);
    }

    private static void add(float[][] rows, Map<String, double[]> sums, String node) {
        double[] sum = sums.computeIfAbsent(node, name -> new double[rows[0].length]);
        for (float[] row : rows) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += row[j];
            }
        }
    }

    /**
     * A node's mean row.
     *
     * @throws OrreryException with {@link LabError.NoMeanOf} if rows of the node differ in length, and with
     *     {@link LabError.NoReferences} if its mean was not taken
     */
    float[] of(Node node) {
        if (node.op().isCausal()) {
            throw new OrreryException(new LabError.NoMeanOf(node.name()));
        }
        float[] mean = rows.get(node.name());
        if (mean == null) {
            throw new OrreryException(new LabError.NoReferences());
        }
        return mean;
    }
}
