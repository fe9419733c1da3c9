package io.orrery.bench;

import java.util.Arrays;

/** Measures run times: the median of {@code runs} runs, after {@code warmups} unmeasured runs for the JIT compiler. */
record Timing(int warmups, int runs) {
    private static final double NANOS_PER_MS = 1e6;

    Timing {
        if (warmups < 0 || runs < 1) {
            throw new IllegalArgumentException("at least one run, not " + runs);
        }
    }

    /** The median run time in milliseconds, rounded to hundredths. */
    double milliseconds(Runnable work) {
        for (int i = 0; i < warmups; i++) {
            work.run();
        }
        var nanos = new long[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return rounded(nanos[runs / 2] / NANOS_PER_MS);
    }

    static double rounded(double milliseconds) {
        return Math.round(100 * milliseconds) / 100.0;
    }
}
