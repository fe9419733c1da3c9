package io.orrery.lab;

import java.util.Arrays;

/**
 * A circuit that grows from its end: always the strongest edge that leads to a node that is there already. In large models the strongest
 * edges of all lead into one another at the first token, and not to the answer.
 */
final class CircuitGrowth {
    /** Bytes of an edge here, at most: in the list by reader, and among those that wait, whose array grows. */
    static final int EDGE = 3 * Integer.BYTES;

    private final EdgeList edges;
    /** Edges by the node that they lead to. */
    private final int[] byReader;
    /** Where the edges of each node begin in {@link #byReader}; one more than there are nodes. */
    private final int[] begin;

    /** @param nodes how many */
    CircuitGrowth(int nodes, EdgeList edges) {
        this.edges = edges;
        begin = new int[nodes + 1];
        for (int edge = 0; edge < edges.size(); edge++) {
            begin[edges.to(edge) + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            begin[node + 1] += begin[node];
        }
        byReader = new int[edges.size()];
        int[] next = Arrays.copyOf(begin, nodes);
        for (int edge = 0; edge < edges.size(); edge++) {
            byReader[next[edges.to(edge)]++] = edge;
        }
    }

    /**
     * Edges in the order in which they come.
     *
     * @param end the node from which it grows
     * @param most how many edges at most
     */
    int[] from(int end, int most) {
        var waiting = new EdgeHeap(edges, true, edges.size());
        var isThere = new boolean[begin.length - 1];
        add(end, isThere, waiting);
        var grown = new int[Math.min(most, edges.size())];
        int size = 0;
        while (size < grown.length && waiting.size() > 0) {
            int edge = waiting.take();
            grown[size++] = edge;
            if (!isThere[edges.from(edge)]) {
                add(edges.from(edge), isThere, waiting);
            }
        }
        return Arrays.copyOf(grown, size);
    }

    private void add(int node, boolean[] isThere, EdgeHeap waiting) {
        isThere[node] = true;
        for (int i = begin[node]; i < begin[node + 1]; i++) {
            waiting.add(byReader[i]);
        }
    }
}
