package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.web.Visitors.Device;
import org.junit.jupiter.api.Test;

class VisitorsTest {
    private static final String HOST = "192.168.1.20:8080";
    private static final Device LAPTOP = new Device("192.168.1.20", "Firefox");

    private final Visitors visitors = new Visitors();

    @Test
    void anAddressIsReachedOnceAnotherDeviceHasComeByIt() {
        visitors.came("localhost:8080", LAPTOP);
        visitors.came(HOST, LAPTOP);
        assertThat(visitors.reachedFrom(LAPTOP, address -> false)).isEmpty();

        visitors.came(HOST, new Device("192.168.1.31", "Safari"));

        assertThat(visitors.reachedFrom(LAPTOP, address -> false)).containsExactly(HOST);
    }

    @Test
    void aSecondBrowserOfTheServersOwnMachineProvesNothing() {
        visitors.came(HOST, new Device("192.168.1.20", "Chrome"));

        assertThat(visitors.reachedFrom(LAPTOP, "192.168.1.20"::equals)).isEmpty();
    }

    @Test
    void behindAContainersGatewayDevicesAreToldApartByTheirBrowsers() {
        var laptop = new Device("172.17.0.1", "Firefox");
        visitors.came(HOST, laptop);
        assertThat(visitors.reachedFrom(laptop, address -> false)).isEmpty();

        visitors.came(HOST, new Device("172.17.0.1", "Safari"));

        assertThat(visitors.reachedFrom(laptop, address -> false)).containsExactly(HOST);
    }

    @Test
    void inventedHostsDoNotFillTheMemory() {
        for (int i = 0; i < 10_000; i++) {
            visitors.came("host-" + i, new Device("10.0.0." + i, "x"));
            visitors.came("host-0", new Device("10.0.1." + i, "x"));
        }

        assertThat(visitors.reachedFrom(LAPTOP, address -> false)).hasSizeLessThan(100);
    }
}
