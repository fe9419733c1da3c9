package io.orrery.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.Context;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    /** Javalin returns a peer's IPv6 address in brackets. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, 203.0.113.9, 203.0.113.9",
        "10.0.0.0/8, 192.168.1.9, 203.0.113.9, 192.168.1.9",
        "10.0.0.0/8, 10.1.2.3, '6.6.6.6, 203.0.113.9', 203.0.113.9",
        "10.0.0.0/8, 10.1.2.3, '203.0.113.9, 10.4.4.4', 203.0.113.9",
        "::1, [0:0:0:0:0:0:0:1], 2001:db8::7, 2001:db8::7",
        "fd00::/8, [fd00:0:0:0:0:0:0:2%eth0], 203.0.113.9, 203.0.113.9",
        "::1, [fd00:0:0:0:0:0:0:2], 203.0.113.9, fd00:0:0:0:0:0:0:2",
    })
    void believesTheHeadersOfTrustedProxiesOnly(String trusted, String peer, String forwarded, String client) {
        var proxies = new Proxies(List.of(AddressRange.parse(trusted)));
        var ctx = request(peer, Map.of("X-Forwarded-For", forwarded, "X-Forwarded-Proto", "https"));

        assertThat(proxies.address(ctx)).isEqualTo(client);
        assertThat(proxies.scheme(ctx)).isEqualTo(NetworkAddresses.plain(peer).equals(client) ? "http" : "https");
    }

    private static Context request(String peer, Map<String, String> headers) {
        return (Context) Proxy.newProxyInstance(
                ProxiesTest.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "ip" -> peer;
                    case "scheme" -> "http";
                    case "header" -> headers.get((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
