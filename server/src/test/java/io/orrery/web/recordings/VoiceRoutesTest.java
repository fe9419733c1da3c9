package io.orrery.web.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.web.RunningServer;
import io.orrery.web.http.Bodies;
import io.orrery.web.socket.TestSocket;
import io.orrery.wire.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceRoutesTest {
    private static final String WEBM = "audio/webm;codecs=opus";
    private static final String CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello <script>alert(1)</script>\n";

    private static RunningServer server;
    private static TestSocket presenter;
    private static int commands;

    private String path;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
        presenter = server.socket(server.code());
        presenter
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}")
                .next("welcome");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A recording of its own for each test, which has just begun. */
    @BeforeEach
    void record() throws Exception {
        gives("record-stop");
        path = "/api/recordings/" + gives("record").at("/state/recording/id").textValue();
        // the room's answer may come before its recorder has heard of it
        while (server.get(path).statusCode() != 200) {
            Thread.onSpinWait();
        }
    }

    /** Gives a command. Returns the answer of the room. */
    private static JsonNode gives(String command) throws Exception {
        String id = "v" + commands++;
        presenter.says("{'type':'command','id':'" + id + "','at':1,'do':'" + command + "'}");
        return presenter.next(
                said -> id.equals(said.path("by").asText(said.path("id").asText())));
    }

    private static byte[] webm(int bytes) {
        var file = new byte[bytes];
        new Random(41).nextBytes(file);
        System.arraycopy(new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3}, 0, file, 0, 4);
        return file;
    }

    private HttpResponse<byte[]> send(String method, String rest, String type, byte[] body) throws Exception {
        var request = HttpRequest.newBuilder(server.address(path + rest))
                .header("Authorization", "Bearer " + server.key())
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        return server.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> piece(String part, int length, byte[] body) throws Exception {
        return send("PUT", "/voice/" + part + "?length=" + length, WEBM, body);
    }

    private HttpResponse<byte[]> captions(String language, String text) throws Exception {
        return send("PUT", "/captions/" + language, "text/vtt", text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode manifest() throws Exception {
        return server.json(path);
    }

    @Test
    void whoMayPassARecordingOnIsToldTheKeyOfItsLinkAndNobodyElse() throws Exception {
        assertThat(access("link").statusCode()).isEqualTo(204);
        JsonNode own = RunningServer.json(server.get(path, "Authorization", "Bearer " + server.key()));
        String key = own.path("key").textValue();
        assertThat(key).isNotEmpty().isNotEqualTo(server.key());
        assertThat(RunningServer.json(server.get(path, "Authorization", "Bearer " + key))
                        .get("key"))
                .isEqualTo(own.get("key"));
        assertThat(manifest().has("key")).isFalse();

        assertThat(access("closed").statusCode()).isEqualTo(204);
        assertThat(RunningServer.json(server.get(path, "Authorization", "Bearer " + server.key()))
                        .has("key"))
                .isFalse();
    }

    private HttpResponse<byte[]> access(String word) throws Exception {
        return send("PATCH", "", "application/json", Json.bytes(Map.of("access", word)));
    }

    @Test
    void aPieceIsGivenOutAsItWasSent() throws Exception {
        byte[] file = webm(80_000);
        assertThat(piece("120", 1500, file).statusCode()).isEqualTo(204);
        assertThat(piece("120", 1500, file).statusCode()).isEqualTo(204);

        assertThat(manifest().path("voice"))
                .isEqualTo(RunningServer.JSON.readTree(
                        "[{\"part\":120,\"t\":120,\"length\":1500,\"type\":\"" + WEBM + "\",\"bytes\":80000}]"));
        HttpResponse<byte[]> given = server.get(path + "/voice/120");
        assertThat(given.body()).isEqualTo(file);
        assertThat(RunningServer.header(given, "Content-Type")).isEqualTo(WEBM);
        assertThat(RunningServer.header(given, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void piecesOverlapALittleAndWhatASecondDeviceRecordsIsRefused() throws Exception {
        assertThat(piece("0", 1900, webm(100)).statusCode()).isEqualTo(204);
        assertThat(piece("1700", 300, webm(100)).statusCode()).isEqualTo(204);

        RunningServer.assertProblem(piece("100", 1850, webm(100)), 409, "voice-taken");
        // of the same time, but shorter than what is there
        RunningServer.assertProblem(piece("0", 1000, webm(100)), 409, "voice-taken");
        assertThat(manifest().path("voice").findValuesAsText("t")).containsExactly("0", "1700");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 400",
        "0, 30001, 400",
        "-1, 100, 422",
        "x, 100, 422",
        "9999999999, 100, 422",
        "999999999, 100, 422",
        "0, 29000, 422"
    })
    void aPieceThatDoesNotLieInTheRecordingIsRefused(String part, int length, int status) throws Exception {
        assertThat(piece(part, length, webm(100)).statusCode()).isEqualTo(status);
        assertThat(manifest().path("voice")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "audio/webm;codecs=<script>", "audio/mp4", "image/svg+xml", "audio/webm/../x"})
    void anotherTypeIsRefused(String type) throws Exception {
        RunningServer.assertProblem(send("PUT", "/voice/0?length=100", type, webm(100)), 422, "bad-recording");
    }

    @Test
    void whatIsNoAudioIsRefused() throws Exception {
        for (byte[] body : new byte[][] {{}, {0x1A}, "<html>".getBytes(StandardCharsets.UTF_8)}) {
            RunningServer.assertProblem(piece("0", 100, body), 422, "bad-recording");
        }
        RunningServer.assertProblem(piece("0", 100, webm(Bodies.LARGEST_FILE + 1)), 413, "body-too-large");
        assertThat(piece("0", 100, webm(Bodies.LARGEST_FILE)).statusCode()).isEqualTo(204);
    }

    @Test
    void captionsAreGivenOutAsDataUntilTheyAreErased() throws Exception {
        assertThat(captions("de", CAPTIONS).statusCode()).isEqualTo(204);
        assertThat(captions("en", "WEBVTT").statusCode()).isEqualTo(204);
        assertThat(captions("en", CAPTIONS + "\n").statusCode()).isEqualTo(204);
        assertThat(manifest().path("captions")).map(JsonNode::textValue).containsExactly("de", "en");
        HttpResponse<byte[]> given = server.get(path + "/captions/de");
        assertThat(new String(given.body(), StandardCharsets.UTF_8)).isEqualTo(CAPTIONS);
        assertThat(RunningServer.header(given, "Content-Type")).startsWith("text/vtt");
        assertThat(RunningServer.header(given, "Content-Security-Policy")).contains("default-src 'none'");

        assertThat(send("DELETE", "/captions/de", "text/vtt", new byte[0]).statusCode())
                .isEqualTo(204);
        assertThat(manifest().path("captions")).map(JsonNode::textValue).containsExactly("en");
        assertThat(server.get(path + "/captions/de").statusCode()).isEqualTo(404);
    }

    @Test
    void captionsThatAreNotKeptAreRefusedInWordsAndThoseBeforeStay() throws Exception {
        captions("en", CAPTIONS);
        HttpResponse<byte[]> answer = captions("en", CAPTIONS + "\n00:00.500 --> 00:00.400\nback\n");
        RunningServer.assertProblem(answer, 422, "bad-recording");
        assertThat(RunningServer.json(answer).at("/params/line").intValue()).isEqualTo(6);
        var endless = new char[Bodies.LARGEST_FILE];
        Arrays.fill(endless, 'a');
        RunningServer.assertProblem(captions("en", CAPTIONS + new String(endless)), 413, "body-too-large");
        RunningServer.assertProblem(captions("..%2Fen", CAPTIONS), 422, "bad-recording");
        assertThat(server.get(path + "/captions/en").body()).asString().isEqualTo(CAPTIONS);
    }

    @Test
    void moreLanguagesThanARecordingHasAreRefused() throws Exception {
        for (int i = 0; i < VoiceRoutes.MOST_LANGUAGES; i++) {
            assertThat(captions("x" + (char) ('a' + i), CAPTIONS).statusCode()).isEqualTo(204);
        }
        RunningServer.assertProblem(captions("en", CAPTIONS), 422, "bad-recording");
        assertThat(captions("xa", CAPTIONS).statusCode()).isEqualTo(204);
    }

    /** Random requests, each of which is kept or refused in words. */
    @Test
    void randomFilesAreKeptOrRefusedAndThoseBeforeStay() throws Exception {
        byte[] before = webm(1000);
        piece("700", 100, before);
        var random = new Random(41);
        String[] names = {"/voice/", "/captions/"};
        String[] ends = {
            "0",
            "-0",
            "1e3",
            "0?length=1",
            "1?length=-1",
            "2?length=NaN",
            "3?length=1&length=2",
            "en",
            "%00",
            "..",
            "%2e%2e",
            "e".repeat(4000)
        };
        String[] types = {WEBM, "audio/ogg", "text/vtt", "application/json", "a/b;" + "c".repeat(2000)};
        for (int n = 0; n < 100; n++) {
            byte[] body = random.nextBoolean()
                    ? webm(random.nextInt(5, 5000))
                    : CAPTIONS.substring(random.nextInt(40)).getBytes(StandardCharsets.UTF_8);
            String rest = names[random.nextInt(names.length)] + ends[random.nextInt(ends.length)];
            HttpResponse<byte[]> answer =
                    send(random.nextInt(4) == 0 ? "DELETE" : "PUT", rest, types[random.nextInt(types.length)], body);
            if (answer.statusCode() != 204) {
                assertThat(answer.statusCode()).as(rest).isBetween(400, 499);
                assertThat(RunningServer.json(answer).path("detail").asText()).isNotBlank();
            }
        }
        assertThat(server.get(path + "/voice/700").body()).isEqualTo(before);
    }
}
