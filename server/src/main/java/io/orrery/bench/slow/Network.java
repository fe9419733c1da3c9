package io.orrery.bench.slow;

/**
 * A network that many share.
 *
 * @param mbitPerSecond what all of them together get, in each direction
 * @param delayMs how long a byte takes each way, besides waiting for its turn
 * @param loss share of segments that are lost and sent again
 * @param seed which of them
 */
record Network(double mbitPerSecond, double delayMs, double loss, long seed) {
    private static final double BITS = 8;
    private static final double MS = 1000;
    private static final double MEGA = 1e6;

    double bytesPerMs() {
        return mbitPerSecond * MEGA / BITS / MS;
    }
}
