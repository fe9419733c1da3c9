package io.orrery.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.web.access.NetworkAddresses.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "eth0, NETWORK",
        "enp3s0, NETWORK",
        "wlan0, NETWORK",
        "en0, NETWORK",
        "docker0, BRIDGE",
        "br-1a2b3c, BRIDGE",
        "vethab12, BRIDGE",
        "virbr0, BRIDGE",
        "bridge100, BRIDGE",
        "tun0, TUNNEL",
        "wg0, TUNNEL",
        "utun3, TUNNEL",
        "tailscale0, TUNNEL",
    })
    void classifiesANetworkByItsName(String network, Kind kind) {
        assertThat(NetworkAddresses.kind(network)).isEqualTo(kind);
    }

    /** The examples of RFC 5952, sections 4.2 and 4.3; Java writes groups without leading zeros. */
    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:0:0:2:1, [2001:db8::2:1]",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]",
        "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]",
        "fd00:10:20:30:0:0:0:0, [fd00:10:20:30::]",
        "[fd00:0:0:0:0:0:0:2], [fd00::2]",
        "[fd00:0:0:0:0:0:0:2%eth0], [fd00::2]",
        "0:0:0:0:0:0:0:1, [::1]",
        "192.168.1.20, 192.168.1.20",
    })
    void writesAnAddressAsBrowsersDo(String address, String written) {
        assertThat(NetworkAddresses.host(address)).isEqualTo(written);
    }

    @Test
    void listsBridgesAndTunnelsLastAndNoLoopback() {
        var kinds = NetworkAddresses.others().stream()
                .map(NetworkAddresses.Own::kind)
                .toList();

        assertThat(kinds).isSorted();
        assertThat(NetworkAddresses.others())
                .noneMatch(own -> own.host().startsWith("127.") || own.host().equals("[::1]"));
        assertThat(NetworkAddresses.all()).contains("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "http://198.51.100.7:8080, true",
        "http://[2001:db8::7]:8080, true",
        "http://127.0.0.1:8080, false",
        "http://talk.example:8080, false",
        "'', false",
    })
    void recognizesAnAddressThatThisMachineNoLongerHas(String address, boolean gone) {
        assertThat(NetworkAddresses.isGone(address)).isEqualTo(gone && !NetworkAddresses.isContainer());
    }
}
