package io.orrery.lab;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A circuit that grows from its end: always the strongest edge that leads to a node that is there already. In large models the strongest
 * edges of all lead into one another at the first token, and not to the answer.
 */
final class CircuitGrowth {
    private final int[] from;
    private final double[] values;
    /** Edges by the node that they lead to. */
    private final int[] byReader;
    /** Where the edges of each node begin in {@link #byReader}; one more than there are nodes. */
    private final int[] begin;

    /** @param nodes how many */
    CircuitGrowth(int nodes, int[] from, int[] to, double[] values) {
        this.from = from;
        this.values = values;
        begin = new int[nodes + 1];
        for (int reader : to) {
            begin[reader + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            begin[node + 1] += begin[node];
        }
        byReader = new int[to.length];
        int[] next = Arrays.copyOf(begin, nodes);
        for (int edge = 0; edge < to.length; edge++) {
            byReader[next[to[edge]]++] = edge;
        }
    }

    /**
     * Edges in the order in which they come.
     *
     * @param end the node from which it grows
     * @param most how many edges at most
     */
    int[] from(int end, int most) {
        var waiting = new PriorityQueue<>(Comparator.comparingDouble((Integer edge) -> -Math.abs(values[edge]))
                .thenComparingInt(edge -> edge));
        var isThere = new boolean[begin.length - 1];
        add(end, isThere, waiting);
        var grown = new int[Math.min(most, values.length)];
        int size = 0;
        while (size < grown.length && !waiting.isEmpty()) {
            int edge = waiting.remove();
            grown[size++] = edge;
            if (!isThere[from[edge]]) {
                add(from[edge], isThere, waiting);
            }
        }
        return Arrays.copyOf(grown, size);
    }

    private void add(int node, boolean[] isThere, PriorityQueue<Integer> waiting) {
        isThere[node] = true;
        for (int i = begin[node]; i < begin[node + 1]; i++) {
            waiting.add(byReader[i]);
        }
    }
}
