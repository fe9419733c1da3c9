package io.orrery.lab;

import java.util.Arrays;

/** Edges as they are found, in arrays that grow. */
final class EdgeList {
    private static final int FIRST = 1024;

    private final double least;
    private int[] from = new int[FIRST];
    private int[] to = new int[FIRST];
    private double[] values = new double[FIRST];
    private int size;

    /** @param least smaller edges are left out */
    EdgeList(double least) {
        this.least = least;
    }

    void add(int source, int reader, double value) {
        if (value == 0 || Math.abs(value) < least) {
            return;
        }
        if (size == values.length) {
            from = Arrays.copyOf(from, 2 * size);
            to = Arrays.copyOf(to, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        from[size] = source;
        to[size] = reader;
        values[size++] = value;
    }

    /** The sum of the edges that leave a node. */
    double leaving(int node) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += from[i] == node ? values[i] : 0;
        }
        return sum;
    }

    int[] from() {
        return Arrays.copyOf(from, size);
    }

    int[] to() {
        return Arrays.copyOf(to, size);
    }

    double[] values() {
        return Arrays.copyOf(values, size);
    }
}
