package io.orrery.cluster;

import java.util.Arrays;

/** How long the last messages of rooms took to be stored. May be used from any thread. */
public final class AppendTimes {
    private static final int KEPT = 1024;
    private static final double NANOS_PER_MS = 1e6;

    private final double[] last = new double[KEPT];
    private long count;

    synchronized void took(long nanos) {
        last[(int) (count++ % KEPT)] = nanos / NANOS_PER_MS;
    }

    /** How many were stored. */
    public synchronized long count() {
        return count;
    }

    /** The time that a share of the last ones did not exceed, ms; 0 if there are none. @param share from 0 to 1 */
    public synchronized double quantile(double share) {
        double[] known = Arrays.copyOf(last, (int) Math.min(count, KEPT));
        if (known.length == 0) {
            return 0;
        }
        Arrays.sort(known);
        return known[(int) Math.max(0, Math.ceil(share * known.length) - 1)];
    }
}
