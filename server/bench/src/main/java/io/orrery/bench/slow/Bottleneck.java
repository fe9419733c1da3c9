package io.orrery.bench.slow;

/** One direction of the line that all connections share. Bytes pass at the line's rate, first come, first served. */
final class Bottleneck {
    private final double bytesPerMs;
    private double freeAt = Double.NEGATIVE_INFINITY;

    Bottleneck(double bytesPerMs) {
        this.bytesPerMs = bytesPerMs;
    }

    /** The time in ms at which bytes that arrive now have passed. */
    double pass(double now, int bytes) {
        freeAt = Math.max(freeAt, now) + bytes / bytesPerMs;
        return freeAt;
    }
}
