package io.orrery.bench.scene;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The middle one of several measurements; of an even number the greater of the two. */
final class Median {
    private Median() {}

    static double of(DoubleStream values) {
        double[] sorted = values.toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
