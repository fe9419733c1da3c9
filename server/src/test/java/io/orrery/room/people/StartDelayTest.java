package io.orrery.room.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartDelayTest {
    @Test
    void isAtLeast50Ms() {
        assertThat(StartDelay.of(Collections.nCopies(20, 2.0))).isEqualTo(50);
    }

    @Test
    void isAtMost250Ms() {
        assertThat(StartDelay.of(Collections.nCopies(20, 2000.0))).isEqualTo(250);
    }

    @Test
    void coversNineOfTenConnections() {
        assertThat(StartDelay.of(List.of(100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 120.0, 9000.0)))
                .isEqualTo(60 + StartDelay.MARGIN_MS);
    }

    @Test
    void coversASingleConnection() {
        assertThat(StartDelay.of(List.of(300.0))).isEqualTo(180);
    }
}
