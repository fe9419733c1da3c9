package io.orrery.trace;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.tensor.Layout;

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
            } else {
                fixed += Layout.heapBytes(layout.columns(0));
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
