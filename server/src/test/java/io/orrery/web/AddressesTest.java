package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.web.Addresses.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
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
    void aNetworksNameTellsWhatItIs(String network, Kind kind) {
        assertThat(Addresses.kind(network)).isEqualTo(kind);
    }

    @Test
    void bridgesAndTunnelsStandLastAndTheMachinesOwnLoopbackNowhere() {
        var kinds = Addresses.others().stream().map(Addresses.Own::kind).toList();

        assertThat(kinds).isSorted();
        assertThat(Addresses.others())
                .noneMatch(own -> own.host().startsWith("127.") || own.host().equals("[::1]"));
        assertThat(Addresses.all()).contains("127.0.0.1");
    }
}
