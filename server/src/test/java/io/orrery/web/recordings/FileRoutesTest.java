package io.orrery.web.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.web.RunningServer;
import io.orrery.web.socket.TestSocket;
import io.orrery.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A recording is given out as one file. */
class FileRoutesTest {
    private static final String HOSTILE = "</script><script>alert(1)</script>\u2028 {{parts}} {{begin}} <img src=x>";
    private static final Pattern SCRIPT = Pattern.compile("<script[^>]*>");

    private static RunningServer server;
    private static TestSocket presenter;
    private static String path;
    private static String trace;
    private static int commands;

    @BeforeAll
    static void recordAnEvening() throws Exception {
        server = new RunningServer();
        presenter = server.socket(server.code());
        presenter
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}")
                .next("welcome");
        path = "/api/recordings/"
                + gives("'do':'record'").at("/state/recording/id").textValue();
        trace = RunningServer.json(
                        server.get("/api/recordings" + path.substring(path.lastIndexOf('/')) + "/stretches/0"))
                .at("/0/state/trace/id")
                .asText();
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

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String file(String rest) throws Exception {
        HttpResponse<byte[]> answer = get("/file" + rest);
        assertThat(answer.statusCode()).isEqualTo(200);
        return text(answer);
    }

    private static byte[] part(String html, String name) throws IOException {
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
        String html = file("");

        JsonNode rows = json(html, "rows");
        assertThat(rows.at("/manifest/state").asText()).isEqualTo("ended");
        JsonNode whole = Json.read(text(get("/stretches/0")));
        long asked = 0;
        for (JsonNode row : whole) {
            asked += row.has("asked") ? 1 : 0;
        }
        assertThat(asked).isEqualTo(1);
        assertThat(rows.at("/stretches/0").size()).isEqualTo(whole.size() - 1);
        assertThat(rows.at("/stretches/0/0/state/trace")).isEqualTo(whole.at("/0/state/trace"));
        String all = html + rows + json(html, "data") + json(html, "why");
        assertThat(all).doesNotContain(server.key(), server.code());
        JsonNode data = json(html, "data");
        assertThat(data.at("/traces/0/info/id")).isEqualTo(whole.at("/0/state/trace/id"));
        assertThat(data.at("/traces/0/rows")).hasSameSizeAs(whole.at("/0/state/trace/tokens"));
    }

    /** The page's own scripts are the only ones, whatever a title says. */
    @Test
    void whatPeopleWroteIsNoMarkup() throws Exception {
        String html = file("");

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

        JsonNode why = json(file(""), "why");

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
        int whole = file("").length();
        assertThat((double) whole).isBetween(told * 0.999, told * 1.001 + 2000);

        String without = file("?without=numbers,why");
        assertThat(json(without, "data").path("traces")).isEmpty();
        assertThat(part(without, "numbers")).isEmpty();
        assertThat(json(without, "rows").at("/manifest/models/0/offered").asBoolean())
                .isFalse();
        assertThat(without.length()).isLessThan(whole);
        assertThat(get("/file?without=words").statusCode()).isEqualTo(400);
    }
}
