package io.orrery.bench.fanout;

/** A histogram of message latencies with bins of 0.1 ms. Not thread-safe: one thread adds to it. */
public final class Latencies {
    private static final double BINS_PER_MS = 10;
    private static final int BINS = 600_000;
    private static final double NANOS_PER_MS = 1e6;

    private final int[] bins = new int[BINS];
    private long count;
    private double most;

    void add(long nanos) {
        double ms = nanos / NANOS_PER_MS;
        bins[(int) Math.min(BINS - 1.0, Math.max(0, ms * BINS_PER_MS))]++;
        most = Math.max(most, ms);
        count++;
    }

    /** Adds all latencies of another histogram. */
    void add(Latencies other) {
        for (int bin = 0; bin < BINS; bin++) {
            bins[bin] += other.bins[bin];
        }
        most = Math.max(most, other.most);
        count += other.count;
    }

    public long count() {
        return count;
    }

    /** The greatest latency, in ms. */
    public double most() {
        return most;
    }

    /**
     * The latency that the given share of all messages did not exceed, in ms.
     *
     * @param share from 0 to 1
     */
    public double quantile(double share) {
        long rest = (long) Math.ceil(share * count);
        int bin = 0;
        while (bin < BINS - 1 && rest > bins[bin]) {
            rest -= bins[bin++];
        }
        return Math.min(most, (bin + 1) / BINS_PER_MS);
    }
}
