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
        for (int i = 0; i < warmups; i++) {
            peer.run();
            work.run();
        }
        var times = new double[runs];
        var ratios = new double[runs];
        for (int i = 0; i < runs; i++) {
            double other = once(peer);
            times[i] = once(work);
            ratios[i] = times[i] / other;
        }
        return new Paired(rounded(median(times)), rounded(median(ratios)));
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
