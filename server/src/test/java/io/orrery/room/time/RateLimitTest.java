package io.orrery.room.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private double now;
    private final RateLimit limit = new RateLimit(10, 3, () -> now);

    @Test
    void allowsABurstThenTheSustainedRate() {
        assertThat(takeAt(0)).isTrue();
        assertThat(takeAt(0)).isTrue();
        assertThat(takeAt(0)).isTrue();
        assertThat(takeAt(50)).isFalse();
        assertThat(takeAt(100)).isTrue();
        assertThat(takeAt(150)).isFalse();
        assertThat(takeAt(100_000)).isTrue();
        assertThat(takeAt(100_000)).isTrue();
        assertThat(takeAt(100_000)).isTrue();
        assertThat(takeAt(100_000)).isFalse();
    }

    private boolean takeAt(double ms) {
        now = ms;
        return limit.take();
    }
}
