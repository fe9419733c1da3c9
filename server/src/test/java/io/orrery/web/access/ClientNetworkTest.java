package io.orrery.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "203.0.113.9:4711, 203.0.113.9",
        "2001:db8:1:2::7, 2001:db8:1:2::/64",
        "2001:0DB8:0001:0002:ffff:ffff:ffff:ffff, 2001:db8:1:2::/64",
        "[2001:db8:1:2::7]:4711, 2001:db8:1:2::/64",
        "[2001:db8:1:2:0:0:0:7%eth0], 2001:db8:1:2::/64",
        "2001:db8:1:3::7, 2001:db8:1:3::/64",
        "::ffff:203.0.113.9, 203.0.113.9",
        "unknown, unknown",
    })
    void countsIpv6ByPrefixAndIpv4ByAddress(String address, String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }
}
