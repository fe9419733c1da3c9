package io.orrery.bench.slow;

/** One direction of the line that all connections share: a bucket that fills at the line's rate, first come, first served. */
final class Bottleneck {
    private final double bytesPerMs;
    private double freeAt = Double.NEGATIVE_INFINITY;

    Bottleneck(double bytesPerMs) {
        this.bytesPerMs = bytesPerMs;
    }

    /** When so many bytes that came now have gone through, ms. */
    double pass(double now, int bytes) {
        freeAt = Math.max(freeAt, now) + bytes / bytesPerMs;
        return freeAt;
    }
}
