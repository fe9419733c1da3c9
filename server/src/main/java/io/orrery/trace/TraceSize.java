package io.orrery.trace;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.tensor.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many bytes of the heap the trace of a text takes, from the graph's nodes alone.
 *
 * <p>Every kept node has one array of floats for each position. Its length is fixed, except for scores and patterns:
 * position i has a score for each head and each of the positions 0 to i, so these grow with the square of the text. A
 * trace that grew from another shares its arrays. What is not shared is the index: for each node a list of its arrays.
 */
final class TraceSize {
    /** Header of an array; objects are aligned to 8 bytes. */
    private static final long HEADER = 16;

    private static final long ALIGNMENT = 8;

    /** A reference takes 8 bytes on a heap of 32 GiB or more, otherwise 4. */
    private static final long REFERENCE = Runtime.getRuntime().maxMemory() < 32L << 30 ? 4 : 8;

    /** The objects of a node's tensor besides its arrays: the tensor, its layout and an entry of a table. */
    private static final long TENSOR = 400;

    /** While a trace is computed, there are the indices of two parts of it. */
    private static final int INDICES = 2;

    private final long perPosition;
    private final long causalNodes;
    /** The sum of the causal nodes' heads. */
    private final long heads;
    /** The number of causal nodes with an odd number of heads: at odd lengths, their arrays end with 4 unused bytes. */
    private final long oddNodes;

    private final long nodes;

    private final List<NodeSize> byNode = new ArrayList<>();

    /**
     * The size of one node's rows.
     *
     * @param perPosition the bytes of a row of fixed length; 0 of a causal node
     * @param heads of a causal node; else 0
     */
    private record NodeSize(String name, long perPosition, long heads) {
        long rows(long n) {
            return heads == 0
                    ? n * perPosition
                    : n * HEADER + heads * Float.BYTES * (n * (n + 1) / 2) + heads % 2 * Float.BYTES * ((n + 1) / 2);
        }
    }

    TraceSize(Graph graph) {
        long fixed = 0;
        long causal = 0;
        long headsOfAll = 0;
        long odd = 0;
        long count = 0;
        for (Node node : graph.nodes()) {
            if (node.constant() || node.isDerived()) {
                continue;
            }
            count++;
            Layout layout = node.layout(graph.sizes(), 1);
            if (layout.isCausal()) {
                causal++;
                headsOfAll += layout.size(0);
                odd += layout.size(0) % 2;
                byNode.add(new NodeSize(node.name(), 0, layout.size(0)));
            } else {
                fixed += Layout.heapBytes(layout.columns(0));
                byNode.add(new NodeSize(node.name(), Layout.heapBytes(layout.columns(0)), 0));
            }
        }
        this.perPosition = fixed;
        this.causalNodes = causal;
        this.heads = headsOfAll;
        this.oddNodes = odd;
        this.nodes = count;
    }

    /** The arrays of the positions [from, to), which longer texts can share. */
    long rows(int from, int to) {
        return rows(to) - rows(from);
    }

    /**
     * The arrays of a changed text that it does not share with the unchanged run of its beginning.
     *
     * @param reach see {@link io.orrery.graph.Intervention#reach}
     * @param unchanged the length of that run
     */
    long changedRows(Map<String, Integer> reach, int unchanged, int to) {
        return byNode.stream()
                .mapToLong(node ->
                        node.rows(to) - node.rows(Math.min(unchanged, reach.getOrDefault(node.name(), unchanged))))
                .sum();
    }

    /** The means of all nodes: one row of each. */
    long means() {
        return rows(0, 1);
    }

    private long rows(long n) {
        // Position i has a header and i + 1 floats for each head; the sum of 1 to n is n (n + 1) / 2.
        return n * perPosition
                + n * causalNodes * HEADER
                + heads * Float.BYTES * (n * (n + 1) / 2)
                + oddNodes * Float.BYTES * ((n + 1) / 2);
    }

    /** What a trace takes besides the arrays. */
    long index(int positions) {
        return INDICES * nodes * (TENSOR + aligned(HEADER + REFERENCE * positions));
    }

    /** A trace that shares nothing. */
    long whole(int positions) {
        return rows(0, positions) + index(positions);
    }

    /** The longest text, in tokens, whose trace takes at most {@code bytes}; at most {@code most}. */
    int longest(long bytes, int most) {
        int fits = 0;
        int tooLong = most + 1;
        while (tooLong - fits > 1) {
            int between = (fits + tooLong) >>> 1;
            if (whole(between) <= bytes) {
                fits = between;
            } else {
                tooLong = between;
            }
        }
        return fits;
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
