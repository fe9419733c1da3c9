package io.orrery.web.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to requests before a route is called, and to answers after it. */
class EntryTest {
    /** The size of the server's thread pool for HTTP. */
    private static final int THREADS = 250;

    private static final String BODY = "{\"model\":\"nano-sort\",\"prompt\":\"CBABBC\"}";

    private final AtomicLong now = new AtomicLong();

    @AutoClose
    private RunningServer server;

    private final List<RawClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = server(Optional.empty());
    }

    @AfterEach
    void closeClients() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
    }

    private RunningServer server(Optional<URI> publicUrl) throws Exception {
        return new RunningServer(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), publicUrl), now::get);
    }

    private RawClient client() throws Exception {
        return kept(RawClient.of(server));
    }

    private RawClient kept(RawClient client) {
        clients.add(client);
        return client;
    }

    @Test
    void slowBodiesHoldNoThreads() throws Exception {
        for (int i = 0; i < THREADS; i++) {
            client().post("/api/traces", BODY.length(), BODY.substring(0, 1));
        }
        awaitMetric("orrery_http_bodies_open", THREADS);

        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(RunningServer.id(server.trace("CBABBC"))).isNotEmpty();
        assertThat(server.socket(server.code())
                        .says("{'type':'hello','v':1,'view':'attendee'}")
                        .next("welcome"))
                .isNotNull();

        // 3 s after they began, they have sent less than 256 bytes a second.
        now.addAndGet(HttpLimits.BODY_GRACE.toMillis());
        for (RawClient client : clients) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("/problems/too-slow\"");
        }
        awaitMetric("orrery_http_bodies_open", 0);
        assertThat(metric("orrery_http_problems_total{type=\"too-slow\"}")).isEqualTo(THREADS);
    }

    @Test
    void aBodyHasTenSeconds() throws Exception {
        String large = "{\"model\":\"nano-sort\",\"prompt\":\"" + " ".repeat(50_000);
        RawClient steady = client().post("/api/traces", 60_000, large);
        awaitMetric("orrery_http_bodies_open", 1);

        now.addAndGet(HttpLimits.BODY.toMillis() - 1);
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(metric("orrery_http_bodies_open")).isEqualTo(1);
        now.addAndGet(1);

        assertThat(steady.answer().status()).isEqualTo(408);
    }

    @Test
    void aBodyInPiecesIsReadWhole() throws Exception {
        RawClient client = client().post("/api/traces", BODY.length(), BODY.substring(0, 7));
        awaitMetric("orrery_http_bodies_open", 1);

        RawClient.Answer answer = client.send(BODY.substring(7)).answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"promptLength\":6");
    }

    @Test
    void theOldestSlowBodyGivesWayToANewOne() throws Exception {
        for (int i = 0; i < HttpLimits.BODIES_OF_AN_ADDRESS; i++) {
            client().post("/api/traces", 1000, "{");
            awaitMetric("orrery_http_bodies_open", i + 1);
        }

        RawClient newest = client().post("/api/traces", BODY.length(), BODY.substring(0, 1));

        assertThat(clients.get(0).answer().status()).isEqualTo(408);
        assertThat(newest.send(BODY.substring(1)).answer().status()).isEqualTo(200);
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

        RawClient.Answer answer = client().send(sent).answer();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains("/problems/" + type + "\"").doesNotContain("AAAA");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertPromisedHeaders(answer);
        assertThat(metric("orrery_http_problems_total{type=\"" + type + "\"}")).isEqualTo(1);
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
    void theNameOfThePublicUrlIsAccepted() throws Exception {
        server.close();
        server = server(Optional.of(URI.create("https://orrery.example.org")));

        assertThat(status("orrery.example.org")).isEqualTo(200);
        assertThat(status("evil.example")).isEqualTo(421);
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

    @Test
    void answersThatNobodyReadsHoldNoThreadsAndAreCutOff() throws Exception {
        // Each connection asks for the script of the scene so often that the kernel's buffers cannot hold the answers.
        String script = largestScript();
        for (int i = 0; i < THREADS; i++) {
            RawClient client = kept(RawClient.withSmallBuffer(server));
            client.get(script).get(script);
        }
        awaitMetric("orrery_http_answers_open", THREADS);

        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);

        now.addAndGet(HttpLimits.STALLED_ANSWER.toMillis());
        awaitMetric("orrery_http_answers_open", 0);
        assertThat(metric("orrery_http_cut_off_total{why=\"stalled\"}")).isEqualTo(THREADS);
    }

    private String largestScript() throws Exception {
        var page = new String(server.get("/solo").body(), StandardCharsets.UTF_8);
        return java.util.regex.Pattern.compile("/web/[0-9a-f]{16}/[\\w./-]+\\.js")
                .matcher(page)
                .results()
                .map(java.util.regex.MatchResult::group)
                .distinct()
                .max(java.util.Comparator.comparing(this::size))
                .orElseThrow();
    }

    private int size(String path) {
        try {
            return server.get(path).body().length;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a metric has a value, which depends on other threads. */
    private void awaitMetric(String name, double value) throws Exception {
        for (int i = 0; i < 1000 && metric(name) != value; i++) {
            Thread.sleep(5);
        }
        assertThat(metric(name)).isEqualTo(value);
    }

    private double metric(String name) throws Exception {
        // A clock that stands still would run out of attempts at the operator's key.
        String key = Files.readString(server.server().operatorKeyFile()).strip();
        String all = new String(
                server.get("/metrics", "Authorization", "Bearer " + key).body(), StandardCharsets.UTF_8);
        return all.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0.0);
    }
}
