package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadStartTest {
    @Test
    void fastLinesStillLeaveFiftyMilliseconds() {
        assertThat(HeadStart.of(Collections.nCopies(20, 2.0))).isEqualTo(50);
    }

    @Test
    void slowLinesDoNotHoldTheRoomUpByMoreThanAQuarterOfASecond() {
        assertThat(HeadStart.of(Collections.nCopies(20, 2000.0))).isEqualTo(250);
    }

    @Test
    void oneInTenMayBeLate() {
        assertThat(HeadStart.of(List.of(100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 120.0, 9000.0)))
                .isEqualTo(60 + HeadStart.MARGIN_MS);
    }

    @Test
    void oneLineIsAllOfTheRoom() {
        assertThat(HeadStart.of(List.of(300.0))).isEqualTo(180);
    }
}
