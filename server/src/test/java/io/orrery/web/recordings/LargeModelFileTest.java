package io.orrery.web.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.web.RunningServer;
import io.orrery.web.file.FiledRecording;
import io.orrery.web.file.OneFile;
import io.orrery.web.socket.TestSocket;
import io.orrery.wire.Json;
import io.orrery.wire.ReadFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a recording with a model that is too large to be in it. */
class LargeModelFileTest {
    @TempDir
    private Path folder;

    private int commands;

    /** Two texts, the second of which begins with the first, about both of which the room looks at heads. */
    @Test
    void patternsOfHeadsThatWereShownAreInTheFileAndThoseOfGrownTextsOnce() throws Exception {
        try (var server = new RunningServer(List.of(Fixtures.named("gguf/bpe-q4_0")))) {
            TestSocket presenter = server.socket(server.code());
            JsonNode first = presenter
                    .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}")
                    .next("welcome")
                    .at("/state/trace");
            String path = "/api/recordings/"
                    + given(presenter, "'do':'record'")
                            .at("/state/recording/id")
                            .textValue();
            looksAtHeads(server, presenter, first);
            JsonNode grown = given(
                            presenter,
                            "'do':'generate','trace':'" + first.path("id").textValue() + "'")
                    .at("/state/trace");
            looksAtHeads(server, presenter, grown);
            given(presenter, "'do':'record-stop'");
            String[] own = {"Authorization", "Bearer " + server.key()};
            while (!FileRoutesTest.text(server.get(path, own)).contains("\"ended\"")) {
                Thread.onSpinWait();
            }

            String html = FileRoutesTest.text(server.get(path + "/file", own));

            JsonNode data = Json.read(new String(FileRoutesTest.part(html, "data"), StandardCharsets.UTF_8));
            JsonNode nodes = data.at("/models/0/rows");
            assertThat(nodes.findValuesAsText("name")).isNotEmpty().allMatch(name -> name.endsWith("hook_pattern"));
            assertThat(data.path("traces")).hasSize(2);
            int longest = grown.path("tokens").size();
            assertThat(longest).isEqualTo(first.path("tokens").size() + 1);
            assertThat(data.path("records")).as("rows that the texts share").hasSize(longest);
            float[] numbers = numbers(FileRoutesTest.part(html, "numbers"));
            int at = 0;
            List<float[]> patterns = new ArrayList<>();
            for (JsonNode node : nodes) {
                String name = node.path("name").textValue();
                byte[] frame = server.get("/api/traces/" + grown.path("id").textValue() + "/tensors/" + name)
                        .body();
                patterns.add(ReadFrame.of(ByteBuffer.wrap(frame)).values(name));
            }
            int heads = nodes.at("/0/shape/0").intValue();
            for (int query = 0; query < longest; query++) {
                for (float[] pattern : patterns) {
                    for (int head = 0; head < heads; head++) {
                        for (int key = 0; key <= query; key++) {
                            assertThat(numbers[at++]).isEqualTo(pattern[(head * longest + query) * longest + key]);
                        }
                    }
                }
            }
            assertThat(at).isEqualTo(numbers.length);
            Path file = Files.writeString(folder.resolve("recording.html"), html);
            OneFile.Page read = FiledRecording.read(file);
            assertThat(FileRoutesTest.part(new String(read.open().readAllBytes(), StandardCharsets.UTF_8), "numbers"))
                    .isEqualTo(FileRoutesTest.part(html, "numbers"));

            String without = FileRoutesTest.text(server.get(path + "/file?without=why", own));
            assertThat(FileRoutesTest.part(without, "numbers")).isEmpty();
        }
    }

    private void looksAtHeads(RunningServer server, TestSocket presenter, JsonNode trace) throws Exception {
        String id = trace.path("id").textValue();
        String step = "'cursor':{'trace':'" + id + "','step':'logits'}";
        given(presenter, "'do':'go'," + step);
        JsonNode shown = given(presenter, "'do':'why','tool':'heads'," + step);
        assertThat(shown.at("/state/why/tool").asText()).as("%s", shown).isEqualTo("heads");
        server.get(
                "/api/traces/" + id + "/why/heads?b=rival&repeated=25&room=" + server.code(),
                "Authorization",
                "Bearer " + server.key());
    }

    private JsonNode given(TestSocket presenter, String command) throws Exception {
        String id = "f" + commands++;
        presenter.says("{'type':'command','id':'" + id + "','at':1," + command + "}");
        return presenter.next(
                said -> id.equals(said.path("by").asText(said.path("id").asText())));
    }

    /** Float32 numbers of which the file has all first bytes, then all second ones, and so on. */
    private static float[] numbers(byte[] planes) {
        var numbers = new float[planes.length / Float.BYTES];
        for (int i = 0; i < numbers.length; i++) {
            int bits = 0;
            for (int plane = 0; plane < Float.BYTES; plane++) {
                bits |= (planes[plane * numbers.length + i] & 0xff) << plane * Byte.SIZE;
            }
            numbers[i] = Float.intBitsToFloat(bits);
        }
        return numbers;
    }
}
