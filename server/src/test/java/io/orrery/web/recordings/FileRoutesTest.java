package io.orrery.web.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import io.orrery.error.RecordingError.FileCutShort;
import io.orrery.error.RecordingError.FileDamaged;
import io.orrery.error.RecordingError.FileOfOtherFormat;
import io.orrery.error.RecordingError.NotARecordingFile;
import io.orrery.error.RecordingError.TooLargeToReplay;
import io.orrery.web.RunningServer;
import io.orrery.web.file.FiledRecording;
import io.orrery.web.socket.TestSocket;
import io.orrery.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A recording is given out as one file. */
class FileRoutesTest {
    private static final String HOSTILE = "</script><script>alert(1)</script>\u2028 {{parts}} {{begin}} <img src=x>";
    private static final Pattern SCRIPT = Pattern.compile("<script[^>]*>");

    private static RunningServer server;
    private static TestSocket presenter;
    private static String path;
    private static String trace;
    private static String whole = "";
    private static int commands;

    @BeforeAll
    static void recordAnEvening() throws Exception {
        server = new RunningServer();
        presenter = server.socket(server.code());
        trace = presenter
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}")
                .next("welcome")
                .at("/state/trace/id")
                .asText();
        path = "/api/recordings/"
                + gives("'do':'record'").at("/state/recording/id").textValue();
        gives("'do':'lobby','on':false");
        String cursor = gives("'do':'go','cursor':{'trace':'" + trace + "','step':'probs'}")
                .at("/state/cursor")
                .toString();
        gives("'do':'why','tool':'lens','cursor':" + cursor);
        server.get(
                "/api/traces/" + trace + "/why/lens?to=1&from=0&b=rival&room=" + server.code(),
                "Authorization",
                "Bearer " + server.key());
        gives("'do':'predict','question':" + quoted(HOSTILE) + ",'options':[" + quoted(HOSTILE.substring(0, 40))
                + ",'b']");
        gives("'do':'predict-end','number':1");
        gives("'do':'record-title','title':" + quoted(HOSTILE));
        gives("'do':'record-stop'");
        while (!text(get("")).contains("\"ended\"")) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String quoted(String text) {
        return Json.write(text);
    }

    private static JsonNode gives(String command) throws Exception {
        String id = "f" + commands++;
        presenter.says("{'type':'command','id':'" + id + "','at':1," + command + "}");
        return presenter.next(
                said -> id.equals(said.path("by").asText(said.path("id").asText())));
    }

    private static HttpResponse<byte[]> get(String rest) throws Exception {
        return server.get(path + rest, "Authorization", "Bearer " + server.key());
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** The file with all its parts, made once. */
    private static String file() throws Exception {
        if (whole.isEmpty()) {
            whole = file("");
        }
        return whole;
    }

    private static String file(String rest) throws Exception {
        HttpResponse<byte[]> answer = get("/file" + rest);
        assertThat(answer.statusCode()).isEqualTo(200);
        return text(answer);
    }

    static byte[] part(String html, String name) throws IOException {
        var found = Pattern.compile("id=\"part-" + name + "\">([^<]*)</script>").matcher(html);
        assertThat(found.find()).as(name).isTrue();
        try (var zipped =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(found.group(1))))) {
            return zipped.readAllBytes();
        }
    }

    private static JsonNode json(String html, String name) throws Exception {
        return Json.read(new String(part(html, name), StandardCharsets.UTF_8));
    }

    @Test
    void fileHasWhatWasShownAndNeitherKeyNorCodeOfTheRoom() throws Exception {
        String html = file();

        JsonNode rows = json(html, "rows");
        assertThat(rows.at("/manifest/state").asText()).isEqualTo("ended");
        JsonNode shown = Json.read(text(get("/stretches/0")));
        long asked = 0;
        for (JsonNode row : shown) {
            asked += row.has("asked") ? 1 : 0;
        }
        assertThat(asked).isEqualTo(1);
        assertThat(rows.at("/stretches/0").size()).isEqualTo(shown.size() - 1);
        assertThat(rows.at("/stretches/0/0/state/trace")).isEqualTo(shown.at("/0/state/trace"));
        String all = html + rows + json(html, "data") + json(html, "why");
        assertThat(all).doesNotContain(server.key(), server.code());
        JsonNode data = json(html, "data");
        assertThat(data.at("/traces/0/info/id")).isEqualTo(shown.at("/0/state/trace/id"));
        assertThat(data.at("/traces/0/rows")).hasSameSizeAs(shown.at("/0/state/trace/tokens"));
    }

    /** The page's own scripts are the only ones, whatever a title says. */
    @Test
    void whatPeopleWroteIsNoMarkup() throws Exception {
        String html = file();

        List<String> scripts = new ArrayList<>();
        SCRIPT.matcher(html).results().forEach(found -> scripts.add(found.group()));
        assertThat(scripts.stream().filter(script -> !script.contains("type=\"text/plain\" id=\"part-")))
                .hasSize(2)
                .allMatch(script -> script.startsWith("<script nonce=") || script.contains("application/json"));
        assertThat(html).doesNotContain("<img src=x").contains("{{parts}} {{begin}}");
        assertThat(json(html, "rows").at("/manifest/title").asText()).contains("</script><script>alert(1)</script>");
    }

    @Test
    void answersOfWhyThatTheRoomAskedAreInTheFile() throws Exception {
        String address = "/api/traces/" + trace + "/why/lens?b=rival&from=0&to=1";

        JsonNode why = json(file(), "why");

        assertThat(why.properties()).hasSize(1);
        assertThat(why.get(address)).isEqualTo(RunningServer.json(server.get(address)));
    }

    @Test
    void sizesAreToldBeforeAndWhatIsLeftOutIsNotInTheFile() throws Exception {
        JsonNode parts = Json.read(text(get("/file/parts"))).path("parts");

        long told = 0;
        for (JsonNode part : parts) {
            told += part.path("bytes").longValue();
        }
        int bytes = file().length();
        assertThat((double) bytes).isBetween(told * 0.999, told * 1.001 + 2000);

        String without = file("?without=numbers,why");
        assertThat(json(without, "data").path("traces")).isEmpty();
        assertThat(part(without, "numbers")).isEmpty();
        assertThat(json(without, "rows").at("/manifest/models/0/offered").asBoolean())
                .isFalse();
        assertThat(without.length()).isLessThan(bytes);
        assertThat(get("/file?without=words").statusCode()).isEqualTo(400);
    }

    @Test
    void fileIsReadBackAndPlayedByThisProgramsOwnPage(@TempDir Path folder) throws Exception {
        String html = file();
        Path foreign = written(folder, html.replace("const { nonce }", "alert(1); const { nonce }"));

        String read = new String(FiledRecording.read(foreign).open().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(html).contains("const { nonce }");
        assertThat(read).doesNotContain("alert(1); const");
        for (String part : List.of("data", "rows", "why", "numbers")) {
            assertThat(part(read, part)).as(part).isEqualTo(part(html, part));
        }
        assertThat(read).contains("<title>&lt;/script&gt;&lt;script&gt;alert(1)");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("cut short", NotACopy.of(html -> html.substring(0, html.length() / 2)), FileCutShort.class),
                arguments(
                        "without its end",
                        NotACopy.of(html -> html.substring(0, html.lastIndexOf("</script>") + 9)),
                        FileCutShort.class),
                arguments(
                        "foreign", NotACopy.of(html -> "<!doctype html><title>Mine</title>"), NotARecordingFile.class),
                arguments("empty", NotACopy.of(html -> ""), NotARecordingFile.class),
                arguments(
                        "no Base64",
                        NotACopy.of(html -> html.replace("id=\"part-rows\">", "id=\"part-rows\">!!")),
                        FileDamaged.class),
                arguments(
                        "twice",
                        NotACopy.of(html -> html.replace("id=\"part-why\">", "id=\"part-rows\">")),
                        FileDamaged.class),
                arguments("no JSON", NotACopy.part("why", text -> "{\"a\":"), FileDamaged.class),
                arguments("nested", NotACopy.part("why", text -> "[".repeat(200) + "]".repeat(200)), FileDamaged.class),
                arguments(
                        "of another format",
                        NotACopy.part("rows", text -> text.replaceFirst("\"format\":1", "\"format\":9")),
                        FileOfOtherFormat.class),
                arguments(
                        "a voice that lies",
                        NotACopy.part(
                                "rows",
                                text -> text.replaceFirst(
                                        "\"voice\":\\[]", "\"voice\":[{\"part\":0,\"bytes\":1099511627776}]")),
                        FileDamaged.class),
                arguments(
                        "a voice below zero",
                        NotACopy.part(
                                "rows",
                                text -> text.replaceFirst(
                                        "\"voice\":\\[]", "\"voice\":[{\"bytes\":-1},{\"bytes\":1}]")),
                        FileDamaged.class),
                arguments(
                        "numbers that lie",
                        NotACopy.part(
                                "data", text -> text.replaceFirst("\"shape\":\\[\\d+,", "\"shape\":[1099511627776,")),
                        FileDamaged.class),
                arguments(
                        "numbers beyond counting",
                        NotACopy.part(
                                "data",
                                text -> text.replaceFirst("\"shape\":\\[\\d+,", "\"shape\":[9223372036854775807,")),
                        FileDamaged.class),
                arguments(
                        "a frame beyond its end",
                        NotACopy.part(
                                "data",
                                text -> text.replaceFirst("\"frames\":\\{}", "\"frames\":{\"/x\":[0,1099511627776]}")),
                        FileDamaged.class),
                arguments(
                        "what grows without end",
                        NotACopy.part("captions", text -> " ".repeat(30 << 20) + text),
                        TooLargeToReplay.class));
    }

    /** A file that was changed after it was written. */
    private interface NotACopy {
        String of(String html) throws Exception;

        static NotACopy of(NotACopy how) {
            return how;
        }

        /** One part of which says something else. */
        static NotACopy part(String name, UnaryOperator<String> how) {
            return html -> {
                String other = how.apply(new String(FileRoutesTest.part(html, name), StandardCharsets.UTF_8));
                var zipped = new ByteArrayOutputStream();
                try (var out = new GZIPOutputStream(zipped)) {
                    out.write(other.getBytes(StandardCharsets.UTF_8));
                }
                return html.replaceFirst(
                        "id=\"part-" + name + "\">[^<]*<",
                        "id=\"part-" + name + "\">" + Base64.getEncoder().encodeToString(zipped.toByteArray()) + "<");
            };
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void whatIsNotAsItWasWrittenIsRefused(
            String name, NotACopy change, Class<? extends RecordingError> why, @TempDir Path folder) throws Exception {
        String html = file();
        String changed = change.of(html);
        Path path = written(folder, changed);

        assertThat(changed).as(name).isNotEqualTo(html);
        assertThatThrownBy(() -> FiledRecording.read(path))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(why));
    }

    private static Path written(Path folder, String html) throws IOException {
        return Files.writeString(folder.resolve("recording.html"), html);
    }
}
