package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import java.util.Arrays;

/** Edges as they are found, in pieces: what is there is never copied, and no piece is a large array. */
final class EdgeList {
    /** Bytes of an edge: the indices of two nodes, and its value. */
    static final int EDGE = 2 * Integer.BYTES + Double.BYTES;

    /** Edges of a piece, a power of two. */
    static final int PIECE = 1 << 12;

    private static final int SHIFT = Integer.numberOfTrailingZeros(PIECE);
    private static final int PIECES = 16;

    private final double least;
    private final int most;
    private int[][] from = new int[PIECES][];
    private int[][] to = new int[PIECES][];
    private double[][] values = new double[PIECES][];
    private int size;

    /**
     * @param least smaller edges are left out
     * @param most how many edges there may be
     */
    EdgeList(double least, int most) {
        this.least = least;
        this.most = most;
    }

    /** @throws OrreryException with {@link LabError.AnswerTooLarge} if there are too many */
    void add(int source, int reader, double value) {
        if (value == 0 || Math.abs(value) < least) {
            return;
        }
        if (size == most) {
            throw new OrreryException(new LabError.AnswerTooLarge());
        }
        int piece = size >> SHIFT;
        if (size % PIECE == 0) {
            if (piece == values.length) {
                from = Arrays.copyOf(from, 2 * piece);
                to = Arrays.copyOf(to, 2 * piece);
                values = Arrays.copyOf(values, 2 * piece);
            }
            from[piece] = new int[PIECE];
            to[piece] = new int[PIECE];
            values[piece] = new double[PIECE];
        }
        from[piece][size % PIECE] = source;
        to[piece][size % PIECE] = reader;
        values[piece][size % PIECE] = value;
        size++;
    }

    /** The sum of the edges that leave a node. */
    double leaving(int node) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += from(i) == node ? value(i) : 0;
        }
        return sum;
    }

    int size() {
        return size;
    }

    int from(int edge) {
        return from[edge >> SHIFT][edge % PIECE];
    }

    int to(int edge) {
        return to[edge >> SHIFT][edge % PIECE];
    }

    double value(int edge) {
        return values[edge >> SHIFT][edge % PIECE];
    }

    /** Whether an edge has the larger absolute value of two, or the same and comes first. */
    boolean isStronger(int edge, int other) {
        int order = Double.compare(Math.abs(value(edge)), Math.abs(value(other)));
        return order > 0 || (order == 0 && edge < other);
    }
}
