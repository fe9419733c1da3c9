package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A change of the rows of one node's tensor after its op has computed them. What is computed from the node then reads the
 * changed rows.
 *
 * @param node a node that depends on the text and is kept
 * @param first the first position whose row may change
 * @param end the position after the last one; {@link #ALL} for every position from {@code first} on, also those that the
 *     text will have later
 * @param change what is done to a row
 */
public record Intervention(Node node, int first, int end, RowChange change) {
    /** No end: every later position. */
    public static final int ALL = Integer.MAX_VALUE;

    /** @throws IllegalArgumentException if nothing could be computed from the change */
    public Intervention {
        if (node.constant() || node.isDerived()) {
            throw new IllegalArgumentException("nothing is computed anew from " + node);
        }
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException("positions " + first + " to " + end);
        }
    }

    /** Changes a row in place. Called once for each computation of the row, with its original numbers. */
    @FunctionalInterface
    public interface RowChange {
        /**
         * Changes one row.
         *
         * @param position the row's position
         * @param row the row's numbers, to be changed
         */
        void apply(int position, float[] row);
    }

    /** At all positions. */
    public static Intervention everywhere(Node node, RowChange change) {
        return new Intervention(node, 0, ALL, change);
    }

    /** Whether it acts at every position of every text. */
    boolean isEverywhere() {
        return first == 0 && end == ALL;
    }

    /** At one position. */
    public static Intervention at(Node node, int position, RowChange change) {
        return new Intervention(node, position, position + 1, change);
    }

    /**
     * From which position on each node's rows may differ from those of the unchanged run. A row reads only rows at or before
     * its own position.
     *
     * @return by the name of the node; without nodes that stay as they are
     */
    public static Map<String, Integer> reach(Graph graph, List<Intervention> interventions) {
        Map<String, Integer> reach = new HashMap<>();
        interventions.forEach(one -> reach.merge(one.node().name(), one.first(), Math::min));
        for (Node node : graph.nodes()) {
            for (Node input : node.inputs()) {
                Integer first = reach.get(input.name());
                if (first != null) {
                    reach.merge(node.name(), first, Math::min);
                }
            }
        }
        return reach;
    }

    /** Changes the rows from {@code from} on. */
    void applyTo(Tensor tensor, int from) {
        applyTo(tensor, from, tensor.rows().length);
    }

    /** Changes the rows in [from, to). */
    void applyTo(Tensor tensor, int from, int to) {
        for (int i = Math.max(first, from); i < Math.min(end, to); i++) {
            change.apply(i, tensor.rows()[i]);
        }
    }
}
