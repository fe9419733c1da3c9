package io.orrery.web.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTimesTest {
    private final AnswerTimes times = new AnswerTimes();

    @Test
    void aClientThatTakesNothingForTenSecondsIsCutOff() {
        times.beginPart(5_000);

        assertThat(times.late(14_999)).isEmpty();
        assertThat(times.late(15_000)).contains(HttpMetrics.CutOff.STALLED);
    }

    /** It would keep a trace in memory for as long as it likes. */
    @Test
    void aClientThatTakesALittleNowAndThenIsCutOffAfterTwoMinutes() {
        double now = 1_000;
        while (now < 121_000) {
            times.beginPart(now);
            assertThat(times.late(now + 9_000)).as("at " + now).isEmpty();
            times.endPart();
            now += 10_000;
        }

        times.beginPart(now);
        assertThat(times.late(120_999)).isEmpty();
        assertThat(times.late(121_000)).contains(HttpMetrics.CutOff.SLOW);
    }

    @Test
    void anAnswerThatIsStillBeingMadeIsNotLate() {
        assertThat(times.late(1e9)).isEmpty();

        times.beginPart(1e9);
        times.endPart();
        assertThat(times.late(1e9 + 119_999)).isEmpty();
    }
}
