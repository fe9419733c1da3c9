package io.orrery.web.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.socket.TestSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a room is given out to those who present alone, and is gone from the disk once it is erased. */
class AfterwardsRoutesTest {
    private static final String QUESTION = "=HYPERLINK(\\\"zebra\\\", Größe)";
    private int commands;

    @TempDir
    private Path data;

    @Test
    void givesOutTablesAndErasesFromTheDiskAlsoForLaterStarts() throws Exception {
        String code;
        String key;
        try (var server = server()) {
            code = server.code();
            key = server.key();
            TestSocket presenter = join(server, "presenter", ",\"key\":\"" + key + "\"");
            TestSocket ada = join(server, "attendee", ",\"name\":\"Xanthippe\"");
            String id = ada.next("welcome").get("id").textValue();
            TestSocket max = join(server, "attendee", "");
            give(ada, "\"do\":\"qa-ask\",\"text\":\"" + QUESTION + "\",\"name\":\"Xanthippe\"");
            give(max, "\"do\":\"qa-ask\",\"text\":\"Another question?\"");
            give(ada, "\"do\":\"propose\",\"text\":\"CCBBAACC\"");
            give(presenter, "\"do\":\"predict\",\"question\":\"@cmd, and why?\",\"options\":[\"+1\",\"no\"]");
            give(ada, "\"do\":\"guess\",\"number\":1,\"option\":0");
            give(presenter, "\"do\":\"predict-end\",\"number\":1");
            give(presenter, "\"do\":\"record\",\"people\":true");
            give(presenter, "\"do\":\"qa-pin\",\"number\":1");
            assertThat(delete(server, code, key, "/people/" + id))
                    .as("while it is recorded")
                    .isEqualTo(409);
            give(presenter, "\"do\":\"record-stop\"");
            assertThat(csv(server, key, "?names=1"))
                    .startsWith("\uFEFFpart,number,time,")
                    .contains("\"'=HYPERLINK(\"\"zebra\"\", Größe)\",shown,1,,,,,Xanthippe\r\n")
                    .contains(",\"'@cmd, and why?\",'+1,1,,,,,\r\n");
            assertThat(csv(server, key, "")).doesNotContain("Xanthippe").contains("zebra");
            JsonNode report = RunningServer.json(
                    server.get("/api/rooms/" + code + "/afterwards", "Authorization", "Bearer " + key));
            assertThat(report.get("days").intValue()).isEqualTo(30);
            assertThat(report.at("/asked/0/options/0/count").intValue()).isOne();

            assertRefused(server, code, "");
            assertRefused(server, code, moderatorsKey(server, code, key));

            // What people give is stored at once, but in a thread of its own.
            while (!Stream.of("zebra", "Xanthippe", "CCBBAACC", "Another question")
                    .allMatch(onDisk()::contains)) {
                Thread.sleep(5);
            }
            while (!recorded().contains("zebra") || !recorded().contains("Xanthippe")) {
                Thread.sleep(5);
            }
            assertThat(delete(server, code, key, "/people/" + id)).isEqualTo(204);
            assertThat(onDisk())
                    .doesNotContain("zebra", "Xanthippe", "CCBBAACC")
                    .contains("Another question");
            assertThat(delete(server, code, key, "")).isEqualTo(204);
            assertThat(onDisk()).doesNotContain("Another question", "@cmd");
        }
        assertThat(onDisk()).doesNotContain("zebra", "Xanthippe", "CCBBAACC", "Another question", "@cmd");
        try (var server = server()) {
            assertThat(csv(server, key, "?names=1"))
                    .startsWith("part,number,time,")
                    .hasLineCount(1);
        }
    }

    private static void assertRefused(RunningServer server, String code, String key) throws Exception {
        for (String ending : List.of("", ".csv")) {
            var refused = server.get("/api/rooms/" + code + "/afterwards" + ending, "Authorization", "Bearer " + key);
            RunningServer.assertProblem(refused, 401, "not-allowed");
            assertThat(RunningServer.json(refused).get("code").textValue()).isEqualTo("not-presenter");
        }
        assertThat(delete(server, code, key, "")).isEqualTo(401);
    }

    private static String moderatorsKey(RunningServer server, String code, String key) throws Exception {
        return RunningServer.json(
                        server.post("/api/rooms/" + code + "/moderator", "{}", "Authorization", "Bearer " + key))
                .get("key")
                .textValue();
    }

    private static String csv(RunningServer server, String key, String query) throws Exception {
        var answer =
                server.get("/api/rooms/" + server.code() + "/afterwards.csv" + query, "Authorization", "Bearer " + key);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static int delete(RunningServer server, String code, String key, String rest) throws Exception {
        var request = HttpRequest.newBuilder(server.address("/api/rooms/" + code + "/afterwards" + rest))
                .header("Authorization", "Bearer " + key)
                .DELETE()
                .build();
        return server.client()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** What recordings have written, as characters. */
    private String recorded() throws Exception {
        return Files.readString(data.resolve("recordings.db-wal"), StandardCharsets.ISO_8859_1);
    }

    /** All bytes of all files, as characters. */
    private String onDisk() throws Exception {
        var all = new StringBuilder();
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private RunningServer server() throws Exception {
        var hosting = new Hosting(Optional.of(data), Optional.empty(), false, 3, Duration.ofHours(24), List.of());
        return new RunningServer(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty(), hosting));
    }

    private static TestSocket join(RunningServer server, String view, String more) throws Exception {
        return server.socket(server.code()).says("{\"type\":\"hello\",\"v\":1,\"view\":\"" + view + "\"" + more + "}");
    }

    /** Gives a command, and waits until it is done. */
    private void give(TestSocket by, String fields) throws Exception {
        String id = "c" + ++commands;
        by.says("{\"type\":\"command\",\"id\":\"" + id + "\",\"at\":1," + fields + "}");
        by.next(message -> {
            assertThat(message.get("type").textValue()).as(message.toString()).isNotEqualTo("refused");
            return message.path("by").asText().equals(id);
        });
    }
}
