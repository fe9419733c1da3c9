package io.orrery.web.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that send or read slowly hold no threads, and are cut off. */
class SlowClientsTest {
    /** The size of the server's thread pool for HTTP. */
    private static final int THREADS = 250;

    private static final String BODY = "{\"model\":\"nano-sort\",\"prompt\":\"CBABBC\"}";

    private final AtomicLong now = new AtomicLong();

    @AutoClose
    private RunningServer server;

    private final List<RawClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty()), now::get);
    }

    @AfterEach
    void closeClients() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
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
        awaitMetric("orrery_http_problems_total{type=\"too-slow\"}", THREADS);
    }

    @Test
    void aBodyHasTenSeconds() throws Exception {
        String large = "{\"model\":\"nano-sort\",\"prompt\":\"" + " ".repeat(50_000);
        RawClient steady = client().post("/api/traces", 60_000, large);
        RawClient slow = client().post("/api/traces", BODY.length(), BODY.substring(0, 1));
        awaitMetric("orrery_http_bodies_open", 2);

        now.addAndGet(HttpLimits.BODY.toMillis() - 1);
        // The deadlines have been checked: the other one is over.
        assertThat(slow.answer().status()).isEqualTo(408);
        awaitMetric("orrery_http_bodies_open", 1);
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
            if (i == 0) {
                awaitMetric("orrery_http_bodies_open", 1);
            }
        }
        awaitMetric("orrery_http_bodies_open", HttpLimits.BODIES_OF_AN_ADDRESS);

        RawClient newest = client().post("/api/traces", BODY.length(), BODY.substring(0, 1));

        assertThat(clients.get(0).answer().status()).isEqualTo(408);
        assertThat(newest.send(BODY.substring(1)).answer().status()).isEqualTo(200);
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

        // The kernel may still take a part of an answer; the time of each part begins anew.
        while (metric("orrery_http_answers_open") > 0) {
            now.addAndGet(HttpLimits.STALLED_ANSWER.toMillis());
            Thread.sleep(5);
        }
        assertThat(metric("orrery_http_cut_off_total{why=\"stalled\"}")
                        + metric("orrery_http_cut_off_total{why=\"slow\"}"))
                .as("the clock may also have jumped while the answer with the metrics was on its way")
                .isGreaterThanOrEqualTo(THREADS);
        for (RawClient client : clients) {
            assertThat(client.rest().map(bytes -> bytes.length).orElse(0)).isLessThan(2 * size(script));
        }
    }

    private String largestScript() throws Exception {
        var page = new String(server.get("/solo").body(), StandardCharsets.UTF_8);
        return Pattern.compile("/web/[0-9a-f]{16}/[\\w./-]+\\.js")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .distinct()
                .max(Comparator.comparing(this::size))
                .orElseThrow();
    }

    private int size(String path) {
        try {
            return server.get(path).body().length;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits until a metric has a value, which depends on other threads. Once is enough: an answer that has just been read, the metrics'
     * own, may still be open for the server.
     */
    private void awaitMetric(String name, double value) throws Exception {
        while (metric(name) != value) {
            Thread.sleep(5);
        }
    }

    private double metric(String name) throws Exception {
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
