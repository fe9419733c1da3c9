package io.orrery.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.orrery.web.Routes;
import io.orrery.web.RunningServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Random and mutated requests to every route. {@code orrery-bench hostile} sends them for longer. */
class HttpFuzzTest {
    private static final long SEED = 20_261_126;
    private static final int REQUESTS = 600;
    private static final long TOLERANCE = 16L << 20;
    /** The numbers of {@code /metrics} when nothing is open but the request that asks for them. */
    private static final String[] IDLE = {
        "\norrery_http_requests_open 1.0\n", "\norrery_http_bodies_open 0.0\n", "\norrery_http_answers_open 0.0\n"
    };

    @Test
    void onlyDocumentedAnswersNoErrorInTheLogAndMemoryIsBack() throws Exception {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var events = new ListAppender<ILoggingEvent>();
        // The server's threads write while the test reads.
        events.list = new CopyOnWriteArrayList<>();
        events.start();
        root.addAppender(events);
        try (var server = new RunningServer()) {
            String trace = RunningServer.id(server.trace("CBABBC"));
            var known = List.of(
                    server.code(),
                    server.model(),
                    trace,
                    "embed.W_E",
                    "logits",
                    "start",
                    "blocks.0.ln1",
                    "how-it-sorts");
            var address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), server.server().port());
            new HttpFuzz(address, Routes.ALL, known, SEED - 1, Duration.ZERO).run(REQUESTS / 4);
            long before = used();

            HttpFuzz.Outcome outcome = new HttpFuzz(address, Routes.ALL, known, SEED, Duration.ZERO).run(REQUESTS);

            assertThat(outcome.surprises()).isEmpty();
            assertThat(outcome.requests()).isEqualTo(REQUESTS);
            assertThat(outcome.statuses()).containsKeys(200, 400, 404, 405, 421);
            assertThat(events.list)
                    .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                    .isEmpty();
            awaitIdle(server);
            assertThat(used()).isLessThan(before + TOLERANCE);
            assertThat(RunningServer.id(server.trace("CBABBC"))).isEqualTo(trace);
        } finally {
            root.detachAppender(events);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Waits until nothing of the requests is left: a request is closed a moment before its answer is. */
    private static void awaitIdle(RunningServer server) throws Exception {
        String key = Files.readString(server.server().operatorKeyFile()).strip();
        String metrics = "";
        while (!Stream.of(IDLE).allMatch(metrics::contains)) {
            metrics = new String(
                    server.get("/metrics", "Authorization", "Bearer " + key).body(), StandardCharsets.UTF_8);
            Thread.sleep(10);
        }
    }
}
