package io.orrery.room.time;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** A token bucket. May be used from any thread. */
public final class RateLimit {
    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Bucket bucket;

    /**
     * @param perSecond the sustained rate; more than 0
     * @param atOnce the burst size, available after a pause
     * @param clock the time, ms
     */
    public RateLimit(double perSecond, long atOnce, DoubleSupplier clock) {
        var each = Duration.ofNanos(Math.round(NANOS_PER_SECOND / perSecond));
        bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(atOnce).refillGreedy(1, each))
                .withCustomTimePrecision(new Meter(clock))
                .build();
    }

    /** Whether one more is allowed now. */
    public boolean take() {
        return bucket.tryConsume(1);
    }

    private record Meter(DoubleSupplier clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return Math.round(clock.getAsDouble() * NANOS_PER_MS);
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
