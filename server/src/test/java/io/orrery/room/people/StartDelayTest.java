package io.orrery.room.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StartDelayTest {
    @Test
    void isAtLeast50Ms() {
        assertThat(StartDelay.of(twenty(2))).isEqualTo(50);
    }

    @Test
    void isAtMost250Ms() {
        assertThat(StartDelay.of(twenty(2000))).isEqualTo(250);
    }

    @Test
    void coversNineOfTenConnections() {
        assertThat(StartDelay.of(9000, 100, 100, 100, 100, 100, 100, 100, 120, 100))
                .isEqualTo(60 + StartDelay.MARGIN_MS);
    }

    @Test
    void coversASingleConnection() {
        assertThat(StartDelay.of(300)).isEqualTo(180);
    }

    private static double[] twenty(double roundTrip) {
        var roundTrips = new double[20];
        Arrays.fill(roundTrips, roundTrip);
        return roundTrips;
    }
}
