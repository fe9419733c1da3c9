package io.orrery.web.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.access.AddressRange;
import io.orrery.web.access.NetworkAddresses;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinRoutesTest {
    /** An address from a range reserved for documentation (RFC 5737): no machine has it. */
    private static final String YESTERDAYS = "http://198.51.100.7:8080";

    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    @Test
    void qrCodeHasTheRequestedAddress() throws Exception {
        var code = server.get("/r/" + server.code() + "/qr.svg?address=http://192.168.1.20:8080");

        assertThat(code.statusCode()).isEqualTo(200);
        assertThat(code.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(new String(code.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        QrCode.of("http://192.168.1.20:8080/r/" + server.code()).svg());
    }

    @Test
    void qrCodeOfTheStartPage() throws Exception {
        var code = server.get("/qr.svg?address=http://192.168.1.20:8080");

        assertThat(new String(code.body(), StandardCharsets.UTF_8))
                .isEqualTo(QrCode.of("http://192.168.1.20:8080").svg());
    }

    @Test
    void qrCodeHasTheRequestsOwnAddressByDefault() throws Exception {
        var code = server.get("/r/" + server.code() + "/qr.svg");

        String here = server.address("/r/" + server.code()).toString();
        assertThat(new String(code.body(), StandardCharsets.UTF_8))
                .isEqualTo(QrCode.of(here).svg());
    }

    /** A QR code holds 2,331 bytes, and a host name 253 characters. */
    @ParameterizedTest
    @ValueSource(ints = {268, 2500})
    void refusesAQrCodeOfAnAddressThatNoHostCanHave(int length) throws Exception {
        for (String path : List.of("/qr.svg", "/r/" + server.code() + "/qr.svg")) {
            var refused = server.get(path + "?address=http://" + "a".repeat(length));

            RunningServer.assertProblem(refused, 400, "malformed");
            assertThat(RunningServer.json(refused).get("code").textValue()).isEqualTo("not-an-address");
            assertThat(server.get(path + "?address=https://" + "a".repeat(253) + ":65535")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "http://evil.example/path",
                "http://a%22onload=%22",
                "ftp://192.168.1.20",
                "http://192.168.1.20:123456",
                ""
            })
    void refusesAQrCodeOfAnythingButAnAddress(String address) throws Exception {
        assertThat(server.get("/r/" + server.code() + "/qr.svg?address=" + address)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void onlyDriversSeeTheMachinesAddresses() throws Exception {
        String path = "/api/rooms/" + server.code() + "/reach";
        assertThat(server.get(path).statusCode()).isEqualTo(401);
        assertThat(server.get(path, "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(server.get("/api/rooms/ZZZZZZ/reach", "Authorization", "Bearer " + server.key())
                        .statusCode())
                .isEqualTo(401);

        String coKey = server.server().links().coKey().orElseThrow();
        assertThat(server.get(path, "Authorization", "Bearer " + coKey).statusCode())
                .isEqualTo(200);
        var reach = RunningServer.json(server.get(path, "Authorization", "Bearer " + server.key()));

        assertThat(reach.get("publicUrl").textValue()).isEmpty();
        assertThat(reach.get("addresses").isArray()).isTrue();
        for (var address : reach.get("addresses")) {
            assertThat(address.get("address").textValue())
                    .endsWith(":" + server.server().port());
            assertThat(address.get("kind").textValue()).isIn("network", "bridge", "tunnel");
        }
    }

    @Test
    void onlyAddressesOnWhichTheServerListensAreOffered() throws Exception {
        String path = "/api/rooms/%s/reach";
        var here = RunningServer.json(
                server.get(path.formatted(server.code()), "Authorization", "Bearer " + server.key()));
        assertThat(here.get("addresses"))
                .as("of a server that listens on 127.0.0.1")
                .isEmpty();
        var models = List.of(ModelReference.of("nano-sort"));
        try (var open = new RunningServer(
                new ServerOptions(ServerOptions.ALL_INTERFACES, 0, models, Optional.empty(), Hosting.TEMPORARY))) {
            var everywhere =
                    RunningServer.json(open.get(path.formatted(open.code()), "Authorization", "Bearer " + open.key()));
            assertThat(everywhere.get("addresses"))
                    .hasSize(NetworkAddresses.others().size());
        }
    }

    @Test
    void inventedHostsDoNotHideAVisitToTheChosenAddress() throws Exception {
        var hosting = new Hosting(
                Optional.empty(),
                Optional.empty(),
                false,
                2,
                Hosting.TEMPORARY.idle(),
                List.of(AddressRange.parse("127.0.0.0/8")));
        var models = List.of(ModelReference.of("nano-sort"));
        try (var proxied = new RunningServer(new ServerOptions("127.0.0.1", 0, models, Optional.empty(), hosting))) {
            for (int i = 0; i < 300; i++) {
                visit(proxied, "invented-" + i, "192.168.1.66");
            }
            choose(proxied, "http://talk.example:8080");
            assertThat(reached(proxied)).isEmpty();

            visit(proxied, "talk.example:8080", "192.168.1.31");

            assertThat(reached(proxied)).containsExactly("talk.example:8080");
        }
    }

    @Test
    void restartDropsAnOutdatedAddressAndPrefersThePublicUrl(@TempDir Path data) throws Exception {
        // A container does not know the network around it, so it keeps the address.
        String forgotten = NetworkAddresses.isContainer() ? YESTERDAYS : "";
        try (var server = serverWith(data, "")) {
            choose(server, YESTERDAYS);
        }
        try (var server = serverWith(data, "")) {
            assertThat(choose(server, "http://talk.example:8080")).isEqualTo(forgotten);
        }
        try (var server = serverWith(data, "")) {
            assertThat(choose(server, YESTERDAYS)).isEqualTo("http://talk.example:8080");
        }
        try (var server = serverWith(data, "https://orrery.example")) {
            assertThat(choose(server, YESTERDAYS)).isEqualTo("https://orrery.example");
        }
    }

    private static RunningServer serverWith(Path data, String publicUrl) throws Exception {
        var hosting = new Hosting(Optional.of(data), Optional.empty(), false, 2, Hosting.TEMPORARY.idle(), List.of());
        var url = publicUrl.isEmpty() ? Optional.<URI>empty() : Optional.of(URI.create(publicUrl));
        return new RunningServer(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), url, hosting));
    }

    /**
     * Lets the presenter choose an address.
     *
     * @return the previous address
     */
    private static String choose(RunningServer server, String address) throws Exception {
        var socket = server.socket(server.code())
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
        var welcome = socket.next("welcome");
        socket.says("{'type':'command','id':'a','at':" + welcome.get("seq") + ",'do':'address','address':'" + address
                        + "'}")
                .next(message -> address.equals(message.at("/state/address").textValue()));
        return welcome.at("/state/address").textValue();
    }

    /** Requests the attendee's page with a {@code Host} header, as from another address. */
    private static void visit(RunningServer server, String host, String from) throws Exception {
        String request = "GET /r/" + server.code() + " HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-For: " + from
                + "\r\nUser-Agent: a phone\r\nConnection: close\r\n\r\n";
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.server().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200");
        }
    }

    private static List<String> reached(RunningServer server) throws Exception {
        var reach = RunningServer.json(
                server.get("/api/rooms/" + server.code() + "/reach", "Authorization", "Bearer " + server.key()));
        var hosts = new ArrayList<String>();
        reach.get("reached").forEach(host -> hosts.add(host.textValue()));
        return hosts;
    }

    @Test
    void ignoresVisitsFromThisMachine() throws Exception {
        server.get("/r/" + server.code(), "User-Agent", "a phone, it says");

        var reach = RunningServer.json(
                server.get("/api/rooms/" + server.code() + "/reach", "Authorization", "Bearer " + server.key()));

        if (!reach.get("container").booleanValue()) {
            assertThat(reach.get("reached")).isEmpty();
        }
    }
}
