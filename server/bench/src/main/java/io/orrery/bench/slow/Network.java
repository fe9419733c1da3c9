package io.orrery.bench.slow;

/**
 * A simulated network that all attendees share.
 *
 * @param mbitPerSecond total bandwidth, in each direction
 * @param delayMs one-way delay, without queueing
 * @param loss fraction of segments that are lost and retransmitted
 * @param seed decides which segments are lost
 */
record Network(double mbitPerSecond, double delayMs, double loss, long seed) {
    private static final double BITS = 8;
    private static final double MS = 1000;
    private static final double MEGA = 1e6;

    double bytesPerMs() {
        return mbitPerSecond * MEGA / BITS / MS;
    }
}
