package io.orrery.trace.change;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The means of some nodes over all positions of reference texts, which stand for what these nodes usually compute. Immutable.
 */
public final class Means {
    /** None: a change to the mean is refused. */
    public static final Means NONE = new Means(Optional.of(Map.of()));

    /** Not taken yet: a change to the mean can be checked, but not made. */
    public static final Means UNKNOWN = new Means(Optional.empty());

    private final Optional<Map<String, float[]>> rows;

    private Means(Optional<Map<String, float[]>> rows) {
        this.rows = rows;
    }

    /** Sums of rows, from which means are taken. */
    public static final class Sums {
        private final Map<String, double[]> sums = new HashMap<>();
        private long positions;

        /**
         * Adds all rows of a node over one text.
         *
         * @param rows of equal length, except those of a causal node, which has no mean
         */
        public void add(Node node, float[][] rows) {
            if (node.op().isCausal()) {
                return;
            }
            double[] sum = sums.computeIfAbsent(node.name(), name -> new double[rows[0].length]);
            for (float[] row : rows) {
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += row[j];
                }
            }
        }

        /** Adds the length of a text, once for all nodes. */
        public void addPositions(int count) {
            positions += count;
        }

        /** The means of all texts so far. */
        public Means means() {
            Map<String, float[]> means = new HashMap<>();
            sums.forEach((node, sum) -> {
                var mean = new float[sum.length];
                for (int j = 0; j < mean.length; j++) {
                    mean[j] = (float) (sum[j] / positions);
                }
                means.put(node, mean);
            });
            return new Means(Optional.of(means));
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
        return rows.map(known -> Optional.ofNullable(known.get(node.name()))
                        .orElseThrow(() -> new OrreryException(new LabError.NoReferences())))
                .orElse(new float[0]);
    }
}
