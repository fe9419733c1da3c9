package io.orrery.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.socket.TestSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsRouteTest {
    private static final String KEY = "an-operators-key-of-some-length";
    private static final long POLL_MS = 500;

    @TempDir
    private Path data;

    @Test
    void onlyTheOperatorReadsMetrics() throws Exception {
        try (var server = server()) {
            server.post("/api/rooms", "{}", "Authorization", "Bearer " + KEY);
            server.socket(server.code())
                    .says("{'type':'hello','v':1,'view':'attendee'}")
                    .next("welcome");

            assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
            var response = server.get("/metrics", "Authorization", "Bearer " + KEY);
            String text = new String(response.body(), StandardCharsets.UTF_8);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(text)
                    .contains("orrery_rooms 2.0")
                    .contains("orrery_people 1.0")
                    .contains("orrery_connections 1.0")
                    .contains("jvm_memory_used_bytes");
            assertThat(text).doesNotContain(server.code());
        }
    }

    @Test
    void countsFramesTracesAndCacheMisses() throws Exception {
        try (var server = server()) {
            var socket = presenter(server);
            String trace = socket.next("welcome").at("/state/trace/id").textValue();
            socket.nextFrame();
            double sent = metric(server, "orrery_frames_sent_seconds_count");
            double computed = metric(server, "orrery_traces_computed_seconds_count");
            double missed = metric(server, "orrery_cache_misses_total{cache=\"frames\"}");
            System.gc();

            server.trace("CCBA");
            socket.says("{'type':'command','id':'c','at':1,'do':'go','cursor':{'trace':'" + trace
                    + "','step':'blocks.1.attn.pattern'}}");
            socket.nextFrame();
            socket.says("{'type':'command','id':'d','at':2,'do':'go','cursor':{'trace':'" + trace
                    + "','step':'blocks.1.attn.z'}}");
            socket.nextFrame();

            assertThat(metric(server, "orrery_frames_sent_seconds_count")).isGreaterThan(sent);
            assertThat(metric(server, "orrery_frames_sent_seconds_sum")).isPositive();
            assertThat(metric(server, "orrery_frames_superseded_total")).isZero();
            assertThat(metric(server, "orrery_traces_computed_seconds_count")).isEqualTo(computed + 1);
            assertThat(metric(server, "orrery_traces_computed_seconds_sum")).isPositive();
            assertThat(metric(server, "orrery_cache_misses_total{cache=\"frames\"}"))
                    .isGreaterThan(missed);
        }
    }

    @Test
    void reportsFailingStorageUntilTheFileIsUnlocked() throws Exception {
        String step = "blocks.1.attn.pattern";
        try (var server = server()) {
            var socket = presenter(server);
            String trace = socket.next("welcome").at("/state/trace/id").textValue();
            assertThat(metric(server, "orrery_storage_failing")).isZero();
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("rooms.db"))) {
                other.createStatement().execute("PRAGMA busy_timeout = 10000");
                other.createStatement().execute("BEGIN IMMEDIATE");
                socket.says("{'type':'command','id':'c','at':1,'do':'go','cursor':{'trace':'" + trace + "','step':'"
                        + step + "'}}");
                assertThat(socket.next("state").at("/state/cursor/step").textValue())
                        .isEqualTo(step);
                awaitFailing(server, 1);
            }
            awaitFailing(server, 0);
            assertThat(metric(server, "orrery_storage_left_out_total")).isZero();
        }
        try (var rooms = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("rooms.db"));
                var row = rooms.createStatement().executeQuery("SELECT entry FROM entry ORDER BY seq DESC")) {
            assertThat(row.getString("entry")).contains("\"" + step + "\"");
        }
    }

    private static void awaitFailing(RunningServer server, double wanted) throws Exception {
        while (metric(server, "orrery_storage_failing") != wanted) {
            Thread.sleep(POLL_MS);
        }
    }

    private RunningServer server() throws Exception {
        Path keyFile = Files.writeString(data.resolve("key"), KEY);
        return new RunningServer(new ServerOptions(
                "127.0.0.1",
                0,
                List.of(ModelReference.of("nano-sort")),
                Optional.empty(),
                new Hosting(Optional.of(data), Optional.of(keyFile), false, 3, Duration.ofHours(1), List.of())));
    }

    private static TestSocket presenter(RunningServer server) throws Exception {
        return server.socket(server.code())
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
    }

    /** The value of a metric. */
    private static double metric(RunningServer server, String name) throws Exception {
        var text = new String(
                server.get("/metrics", "Authorization", "Bearer " + KEY).body(), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in\n" + text));
    }
}
