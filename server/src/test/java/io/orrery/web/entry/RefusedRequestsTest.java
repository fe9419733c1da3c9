package io.orrery.web.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.web.RunningServer;
import io.orrery.web.access.HostNames;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no route answers are refused with a problem and the promised headers, and are counted. */
class RefusedRequestsTest {
    private static final String BODY = "{\"model\":\"nano-sort\",\"prompt\":\"CBABBC\"}";

    @AutoClose
    private static RunningServer server;

    private final List<RawClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    @AfterEach
    void closeClients() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
    }

    private RawClient client() throws Exception {
        RawClient client = RawClient.of(server);
        clients.add(client);
        return client;
    }

    private static double counted(String type) throws Exception {
        String key = Files.readString(server.server().operatorKeyFile()).strip();
        String name = "orrery_http_problems_total{type=\"" + type + "\"} ";
        return new String(
                        server.get("/metrics", "Authorization", "Bearer " + key).body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElse(0.0);
    }

    @Test
    void aBodyThatBreaksOffIsRefused() throws Exception {
        RawClient.Answer answer = client().post("/api/traces", BODY.length(), BODY.substring(0, 9))
                .finish()
                .answer();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"code\":\"body-broke-off\"");
        assertPromisedHeaders(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECT /AAAA HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n | 400 | malformed",
                "CONNECT localhost:80 HTTP/1.1\\r\\nHost: localhost:80\\r\\n\\r\\n | 405 | method-not-allowed",
                "PUT /api/traces HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n | 405 | method-not-allowed",
                "TRACE / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n | 405 | method-not-allowed",
                "GET / HTTP/1.1\\r\\n\\r\\n | 400 | malformed",
                "GET / HTTP/1.1\\r\\nHost: localhost\\r\\nA b: c\\r\\n\\r\\n | 400 | malformed",
                "nonsense\\r\\n\\r\\n | 400 | malformed",
                "GET /%LONG% HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n | 414 | address-too-long",
                "GET / HTTP/1.1\\r\\nHost: localhost\\r\\nA: %LONG%\\r\\n\\r\\n | 431 | headers-too-large",
                "POST /api/traces HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n"
                        + " | 400 | malformed",
                "POST /api/traces HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 9999999\\r\\n\\r\\n"
                        + " | 413 | body-too-large",
            })
    void badRequestsAreProblemsWithThePromisedHeaders(String request, int status, String type) throws Exception {
        String sent = request.replace("\\r\\n", "\r\n").replace("%LONG%", "A".repeat(20_000));

        double before = counted(type);

        RawClient.Answer answer = client().send(sent).answer();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains("/problems/" + type + "\"").doesNotContain("AAAA");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertPromisedHeaders(answer);
        assertThat(counted(type)).isEqualTo(before + 1);
    }

    private static void assertPromisedHeaders(RawClient.Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/jsonp", "application/json5", "application/jsonx; charset=utf-8", "text/json"})
    void lookAlikesOfJsonAreRefused(String type) throws Exception {
        RawClient.Answer answer = client().send("POST /api/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                .answer();

        assertThat(answer.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/json;charset=utf-8"})
    void jsonWithParametersIsRead(String type) throws Exception {
        RawClient.Answer answer = client().send("POST /api/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                .answer();

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/healthz", "/api/presets", "/api/traces/nope", "/nope", "/api/traces/{trace}/steps/start"})
    void headIsGetWithoutABody(String path) throws Exception {
        String known = path.replace("{trace}", RunningServer.id(server.trace("CBA")));
        RawClient client = client();

        RawClient.Answer get = client.get(known).answer();
        RawClient.Answer head = client.send("HEAD " + known + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .answer(false);

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
        // The next answer begins directly after the headers.
        assertThat(client.get("/healthz").answer().text()).isEqualTo("{\"status\":\"ok\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost:8080", "LocalHost", "192.168.7.9:1", "[::1]:8080", "[2001:db8::7]"})
    void numericAddressesAndLocalhostAreAccepted(String host) throws Exception {
        assertThat(status(host)).isEqualTo(200);
    }

    @Test
    void theNameOfThisMachineIsAccepted() throws Exception {
        assertThat(status(InetAddress.getLocalHost().getHostName() + ":8080")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080", "orrery.example.org"})
    void otherNamesAreRefused(String host) throws Exception {
        RawClient.Answer answer =
                client().send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").answer();

        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.text()).contains("/problems/not-this-host\"").contains("--public-url");
    }

    @Test
    void theNameOfThePublicUrlIsAccepted() {
        HostNames hosts = HostNames.of("0.0.0.0", Optional.of(URI.create("https://orrery.example.org")));

        assertThat(hosts.accept("orrery.example.org", false)).isTrue();
        assertThat(hosts.accept("Orrery.Example.org.:443", false)).isTrue();
        assertThat(hosts.accept("evil.example", false)).isFalse();
        assertThat(hosts.accept("evil.example", true)).isFalse();
    }

    @Test
    void withoutAPublicUrlATrustedProxyKnowsTheNames() {
        HostNames hosts = HostNames.of("0.0.0.0", Optional.empty());

        assertThat(hosts.accept("talk.example", true)).isTrue();
        assertThat(hosts.accept("talk.example", false)).isFalse();
    }

    @Test
    void aWebSocketToAnotherNameIsRefused() throws Exception {
        RawClient.Answer answer = client().send("GET /ws/rooms/" + server.code() + " HTTP/1.1\r\nHost: evil.example\r\n"
                        + "Origin: http://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .answer();

        assertThat(answer.status()).isEqualTo(421);
    }

    private int status(String host) throws Exception {
        return client().send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .answer()
                .status();
    }
}
