package io.orrery.bench;

import java.util.Arrays;

/**
 * Measures run times: the median of {@code runs} runs, after unmeasured runs for the JIT compiler.
 *
 * @param warmups how many runs are not measured, at least
 * @param warmupMs how long they go on, at least: it takes seconds until work of less than a millisecond is fully compiled
 * @param runs how many are measured
 */
record Timing(int warmups, int warmupMs, int runs) {
    private static final double NANOS_PER_MS = 1e6;

    Timing {
        if (warmups < 0 || warmupMs < 0 || runs < 1) {
            throw new IllegalArgumentException("at least one run, not " + runs);
        }
    }

    Timing(int warmups, int runs) {
        this(warmups, 0, runs);
    }

    /** The median run time in milliseconds, rounded to hundredths. */
    double milliseconds(Runnable work) {
        warmUp(work);
        var times = new double[runs];
        for (int i = 0; i < runs; i++) {
            times[i] = once(work);
        }
        return rounded(median(times));
    }

    /**
     * The times of two pieces of work that take turns, so that whatever else the machine does slows down both.
     *
     * @param ms the median run time of the work, in milliseconds
     * @param ratio the median, over all turns, of its run time divided by the other's
     */
    record Paired(double ms, double ratio) {}

    /** Measures {@code work} against {@code peer}, alternately. */
    Paired against(Runnable peer, Runnable work) {
        warmUp(() -> {
            peer.run();
            work.run();
        });
        var times = new double[runs];
        var ratios = new double[runs];
        for (int i = 0; i < runs; i++) {
            double other = once(peer);
            times[i] = once(work);
            ratios[i] = times[i] / other;
        }
        return new Paired(rounded(median(times)), rounded(median(ratios)));
    }

    private void warmUp(Runnable work) {
        double spent = 0;
        for (int i = 0; i < warmups || spent < warmupMs; i++) {
            spent += once(work);
        }
    }

    private static double once(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / NANOS_PER_MS;
    }

    private static double median(double... values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    static double rounded(double milliseconds) {
        return Math.round(100 * milliseconds) / 100.0;
    }
}
