package io.orrery.web.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.web.rooms.Visitors.Device;
import org.junit.jupiter.api.Test;

class VisitorsTest {
    private static final String HOST = "192.168.1.20:8080";
    private static final Device LAPTOP = new Device("192.168.1.20", "Firefox");
    private static final Device PHONE = new Device("192.168.1.31", "Safari");

    private final Visitors visitors = new Visitors(address -> false);

    @Test
    void hostIsReachedOnceAnotherDeviceHasUsedIt() {
        visitors.visited("localhost:8080", LAPTOP);
        visitors.visited(HOST, LAPTOP);
        assertThat(visitors.reachedFrom(LAPTOP)).isEmpty();

        visitors.visited(HOST, PHONE);

        assertThat(visitors.reachedFrom(LAPTOP)).containsExactly(HOST);
        assertThat(visitors.reachedFrom(PHONE)).containsExactlyInAnyOrder("localhost:8080", HOST);
    }

    @Test
    void ignoresOtherBrowsersOnTheServersMachine() {
        var here = new Visitors("192.168.1.20"::equals);
        for (int i = 0; i < 1000; i++) {
            here.visited(HOST, new Device("192.168.1.20", "Chrome " + i));
        }
        assertThat(here.reachedFrom(LAPTOP)).isEmpty();

        here.visited(HOST, PHONE);

        assertThat(here.reachedFrom(LAPTOP)).containsExactly(HOST);
    }

    @Test
    void distinguishesDevicesBehindAGatewayByTheirBrowsers() {
        var laptop = new Device("172.17.0.1", "Firefox");
        visitors.visited(HOST, laptop);
        assertThat(visitors.reachedFrom(laptop)).isEmpty();

        visitors.visited(HOST, new Device("172.17.0.1", "Safari"));

        assertThat(visitors.reachedFrom(laptop)).containsExactly(HOST);
    }

    @Test
    void remembersOnlyTheMostRecentHosts() {
        for (int i = 0; i < 10_000; i++) {
            visitors.visited("host-" + i, new Device("10.0.0." + i, "x"));
            visitors.visited("host-0", new Device("10.0.1." + i, "x"));
        }
        visitors.visited(HOST, PHONE);

        assertThat(visitors.reachedFrom(LAPTOP)).hasSizeLessThan(100).contains(HOST, "host-0");
    }
}
