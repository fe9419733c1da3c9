package io.orrery.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Measures run times: the median of {@code runs} runs, after unmeasured runs for the JIT compiler.
 *
 * @param warmups how many runs are not measured, at least
 * @param warmupMs how long they go on, at least: it takes seconds until work of less than a millisecond is fully compiled
 * @param runs how many are measured
 */
record Timing(int warmups, int warmupMs, int runs) {
    private static final double NANOS_PER_MS = 1e6;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

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

    /**
     * What a run takes, in milliseconds.
     *
     * @param ms from its beginning to its end
     * @param cpuMs processor time of the process
     */
    record Spent(double ms, double cpuMs) {}

    /**
     * As {@link Paired}, with what another process does.
     *
     * @param cpuRatio the same ratio of processor times, which depends less on what else the machine does
     */
    record Compared(double ms, double ratio, double cpuRatio) {}

    /** Measures {@code work} against a process that measures itself, alternately. */
    Compared against(Supplier<Spent> peer, Runnable work) {
        warmUp(() -> {
            var unused = peer.get();
            work.run();
        });
        var times = new double[runs];
        var ratios = new double[runs];
        var cpuRatios = new double[runs];
        for (int i = 0; i < runs; i++) {
            Spent other = peer.get();
            long cpu = PROCESS.getProcessCpuTime();
            times[i] = once(work);
            ratios[i] = times[i] / other.ms();
            cpuRatios[i] = (PROCESS.getProcessCpuTime() - cpu) / NANOS_PER_MS / other.cpuMs();
        }
        return new Compared(rounded(median(times)), rounded(median(ratios)), rounded(median(cpuRatios)));
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
