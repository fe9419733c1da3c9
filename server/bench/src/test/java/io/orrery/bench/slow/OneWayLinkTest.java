package io.orrery.bench.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The timing model of the simulated network, on the test's own clock. */
class OneWayLinkTest {
    /** 8 Mbit/s is 1,000 bytes per millisecond. */
    private static final Network CLEAN = new Network(8, 100, 0, 1);

    private static final double EXACT = 1e-9;

    @Test
    void segmentPassesTheBottleneckAndThenTakesTheDelay() {
        var link = new OneWayLink(new Bottleneck(CLEAN.bytesPerMs()), CLEAN, 0, 0);

        assertThat(link.arrival(50, 1000)).isEqualTo(151, within(EXACT));
        assertThat(link.arrival(50, 500)).isEqualTo(151.5, within(EXACT));
        // The line is idle by now, so there is no queueing.
        assertThat(link.arrival(1000, 1000)).isEqualTo(1101, within(EXACT));
    }

    @Test
    void connectionsShareOneLineFirstComeFirstServed() {
        var shared = new Bottleneck(CLEAN.bytesPerMs());
        var one = new OneWayLink(shared, CLEAN, 0, 0);
        var other = new OneWayLink(shared, CLEAN, 1, 0);

        for (int i = 1; i <= 75; i++) {
            assertThat(one.arrival(0, 1000)).isEqualTo(100 + 2 * i - 1, within(EXACT));
            assertThat(other.arrival(0, 1000)).isEqualTo(100 + 2 * i, within(EXACT));
        }
    }

    @Test
    void nothingArrivesBeforeTheConnectionIsOpen() {
        var link = new OneWayLink(new Bottleneck(CLEAN.bytesPerMs()), CLEAN, 0, 300);

        assertThat(link.arrival(0, 1000)).isEqualTo(300, within(EXACT));
        assertThat(link.arrival(0, 1000)).isEqualTo(300, within(EXACT));
        assertThat(link.arrival(250, 1000)).isEqualTo(351, within(EXACT));
    }

    @Test
    void lostSegmentDelaysAllLaterOnesOfItsConnectionOnly() {
        var network = new Network(8, 100, 0.03, 1);
        var shared = new Bottleneck(network.bytesPerMs());
        var one = new OneWayLink(shared, network, 0, 0);
        var clean = new OneWayLink(shared, CLEAN, 1, 0);
        int segments = 20_000;
        int lost = 0;
        double until = 0;
        for (int i = 0; i < segments; i++) {
            double now = 10.0 * i;
            double arrival = one.arrival(now, OneWayLink.SEGMENT);
            double alone = now + 1.46 + 100;
            boolean isLost = Math.abs(arrival - alone - OneWayLink.RETRANSMIT_MS) < 1e-6;
            if (isLost) {
                lost++;
                until = arrival;
            } else {
                assertThat(arrival).isEqualTo(Math.max(alone, until), within(1e-6));
            }
            assertThat(clean.arrival(now, 0)).isEqualTo(alone, within(1e-6));
        }
        // 600 are expected, with a standard deviation of 24. Less than one trial in a hundred million is off by more
        // than six standard deviations.
        assertThat(lost).isBetween(600 - 6 * 24, 600 + 6 * 24);
    }

    @Test
    void sameSeedLosesTheSameSegments() {
        var network = new Network(8, 100, 0.5, 7);
        var first = new OneWayLink(new Bottleneck(network.bytesPerMs()), network, 3, 0);
        var again = new OneWayLink(new Bottleneck(network.bytesPerMs()), network, 3, 0);
        for (int i = 0; i < 100; i++) {
            assertThat(first.arrival(1000.0 * i, 1)).isEqualTo(again.arrival(1000.0 * i, 1));
        }
    }
}
