package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.socket.TestSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusual and malicious texts: each is traced exactly or refused with a sentence, and the room continues. */
class HostilePromptsTest {
    private static final String FAMILY = "👩‍👩‍👧‍👦";

    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(List.of(
                ModelReference.of("nano-sort"),
                ModelReference.of(Fixtures.folder("llama-tiny").toString()),
                ModelReference.of(Fixtures.folder("mistral-tiny").toString())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FAMILY + "🦊🏳️‍🌈",
                "שלום עולם",
                "مرحبا بالعالم ﷺ",
                "Z̡̛̰̭̗͔̼̫̰̤͆̿͛͐̇͜a̷͖̎l̸̛̳̍g̴̖͊o̸̧͝",
                "e\u0301 and \u00e9",
                "a b\tc\nd",
                "   ",
                "\ufeff\ufffd\u2028",
            })
    void tracesUnusualTextsExactly(String text) throws Exception {
        for (String model : List.of("llama-tiny", "mistral-tiny")) {
            JsonNode counted = RunningServer.json(send("/api/tokens", body(model, "text", text)));
            JsonNode trace = RunningServer.json(send("/api/traces", body(model, "prompt", text)));

            assertThat(counted.get("count").intValue()).isPositive();
            if (counted.get("count").intValue() <= counted.get("limit").intValue()) {
                assertThat(trace.get("tokens")).as(model).isEqualTo(counted.get("tokens"));
            } else {
                assertThat(trace.get("type").textValue()).endsWith("/prompt-too-long");
            }
        }
    }

    @Test
    void normalizesTextsAndRemovesControlCharacters() throws Exception {
        assertThat(tokens("e\u0301")).isEqualTo(tokens("\u00e9"));
        assertThat(tokens("a\u202eb\u0007\u001b\u0000c")).isEqualTo(tokens("abc"));
        assertThat(tokens("a\r\nb\rc")).isEqualTo(tokens("a\nb\nc"));
        // JSON can express an unpaired surrogate, which is not a character.
        byte[] half = "{\"model\":\"llama-tiny\",\"text\":\"a\\ud83db\"}".getBytes(StandardCharsets.US_ASCII);
        assertThat(RunningServer.json(send("/api/tokens", half)).get("tokens")).isEqualTo(tokens("ab"));
    }

    @Test
    void refusesUnusableTextsWithoutAffectingTheRoom() throws Exception {
        var presenter = new TestSocket(room());
        presenter.says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
        JsonNode before = presenter.next("welcome").get("state");

        refused(body("nano-sort", "prompt", "A".repeat(1 << 20)), 413, "body-too-large");
        refused(body("llama-tiny", "prompt", FAMILY.repeat(1000)), 422, "prompt-too-long");
        refused(body("llama-tiny", "prompt", "word ".repeat(10_000)), 422, "prompt-too-long");
        refused(body("nano-sort", "prompt", FAMILY), 422, "unknown-token");
        refused(body("nano-sort", "prompt", "שלום"), 422, "unknown-token");
        refused(body("nano-sort", "prompt", ""), 422, "empty-prompt");
        refused(body("nano-sort", "prompt", "\u0000\u0007\u202e"), 422, "empty-prompt");
        refused(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', '}'}, 400, "malformed");
        byte[] noUtf8 = body("llama-tiny", "prompt", "xy");
        noUtf8[noUtf8.length - 3] = (byte) 0xc3;
        refused(noUtf8, 400, "malformed");
        refused(
                "{\"model\":\"nano-sort\",\"prompt\":\"\\ud83d\"}".getBytes(StandardCharsets.US_ASCII),
                422,
                "empty-prompt");
        refused("[".repeat(60_000).getBytes(StandardCharsets.US_ASCII), 400, "malformed");

        // A message that is too long is refused, too.
        presenter.says("{'type':'command','id':'p','at':1,'do':'prompt','trace':'" + "A".repeat(50_000) + "'}");
        assertThat(presenter.next("error").get("reason").textValue()).isEqualTo("message-too-long");
        presenter.says("{'type':'command','id':'q','at':1,'do':'prompt','trace':'\u202e👩'}");
        assertThat(presenter.next("refused").get("reason").textValue()).isEqualTo("unknown-trace");
        var attendee = new TestSocket(room());
        attendee.says("{'type':'hello','v':1,'view':'attendee'}");
        JsonNode after = attendee.next("welcome").get("state");
        assertThat(after.get("trace")).isEqualTo(RunningServer.withoutAnswer(before.get("trace")));
        assertThat(after.get("cursor")).isEqualTo(before.get("cursor"));
        JsonNode good = server.trace("ABCABC");
        presenter.says("{'type':'command','id':'r','at':1,'do':'prompt','trace':'"
                + good.get("id").textValue() + "'}");
        assertThat(attendee.next("state").at("/state/trace/id")).isEqualTo(good.get("id"));
    }

    @Test
    void refusesToGenerateBeyondTheContext() throws Exception {
        JsonNode trace = server.trace("ABCABCABCAB");

        var grown = send(
                "/api/traces",
                RunningServer.JSON.writeValueAsBytes(
                        java.util.Map.of("trace", trace.get("id").textValue(), "generate", java.util.Map.of())));

        assertThat(grown.statusCode()).isEqualTo(422);
        assertThat(RunningServer.json(grown).get("type").textValue()).endsWith("/context-full");
        assertThat(server.json("/api/traces/" + trace.get("id").textValue()).get("tokens"))
                .isEqualTo(trace.get("tokens"));
    }

    private static java.net.URI room() {
        return java.net.URI.create("ws://127.0.0.1:" + server.address("/").getPort() + "/ws/rooms/" + server.code());
    }

    private static JsonNode tokens(String text) throws Exception {
        return RunningServer.json(send("/api/tokens", body("llama-tiny", "text", text)))
                .get("tokens");
    }

    private static byte[] body(String model, String key, String text) throws Exception {
        return RunningServer.JSON.writeValueAsBytes(java.util.Map.of("model", model, key, text));
    }

    private static void refused(byte[] body, int status, String type) throws Exception {
        HttpResponse<byte[]> response = send("/api/traces", body);
        JsonNode problem = RunningServer.json(response);
        assertThat(problem.get("type").textValue()).endsWith("/problems/" + type);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(problem.get("detail").textValue()).endsWith(".").hasSizeLessThan(300);
    }

    private static HttpResponse<byte[]> send(String path, byte[] body) throws Exception {
        var request = HttpRequest.newBuilder(server.address(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return server.client().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
