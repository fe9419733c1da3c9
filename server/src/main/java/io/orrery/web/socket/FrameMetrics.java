package io.orrery.web.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts frames that are sent or superseded. Thread-safe. */
public final class FrameMetrics {
    private static final double NANOS_PER_MS = 1e6;

    private final Timer lag;
    private final Counter superseded;

    public FrameMetrics(MeterRegistry registry) {
        lag = Timer.builder("orrery.frames.sent")
                .description("sent frames, and the time from being ready until being sent")
                .serviceLevelObjectives(
                        Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(4))
                .register(registry);
        superseded = Counter.builder("orrery.frames.superseded")
                .description("frames that were not sent because a newer one replaced them")
                .register(registry);
    }

    void sent(double waitedMs) {
        lag.record(Duration.ofNanos(Math.round(waitedMs * NANOS_PER_MS)));
    }

    void superseded() {
        superseded.increment();
    }
}
