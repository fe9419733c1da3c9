package io.orrery.bench.scene;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The median of several measurements; for an even number, the greater of the middle two. */
final class Median {
    private Median() {}

    static double of(DoubleStream values) {
        double[] sorted = values.toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
