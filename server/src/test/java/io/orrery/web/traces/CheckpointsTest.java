package io.orrery.web.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.wire.ReadFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checkpoints of the sorting model, over HTTP and in a room. Their weights are compared with those in their files. */
class CheckpointsTest {
    private static final List<Integer> UPDATES = List.of(0, 25, 50, 75, 100, 150, 200, 300, 400, 500, 600, 800);
    private static final int WIDTH = 48;

    @AutoClose
    private static RunningServer shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        shared = new RunningServer();
    }

    @Test
    void presetNamesItsCheckpointsWhichAreNoModelsOnOffer() throws Exception {
        JsonNode presets = shared.json("/api/presets").get("presets");

        assertThat(presets).hasSize(1);
        assertThat(presets.get(0).get("checkpoints"))
                .extracting(JsonNode::intValue)
                .isEqualTo(UPDATES);
        assertThat(presets.get(0).get("updates").intValue()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 800})
    void weightsAreThoseOfTheFile(int update) throws Exception {
        JsonNode trace = with(shared, "nano-sort@" + update);
        String model = trace.get("model").textValue();

        var frame = ReadFrame.of(
                ByteBuffer.wrap(shared.get("/api/models/" + model + "/weights").body()));

        assertThat(frame.values("embed.W_E")).isEqualTo(inFile(update, "wte.weight"));
        assertThat(frame.values("pos_embed.W_pos")).isEqualTo(inFile(update, "wpe.weight"));
        JsonNode about = shared.json("/api/models/" + model + "/graph").get("model");
        assertThat(about.at("/checkpoint/of").textValue()).isEqualTo(shared.model());
        assertThat(about.at("/checkpoint/update").intValue()).isEqualTo(update);
        assertThat(about.at("/checkpoint/updates").intValue()).isEqualTo(1000);
        assertThat(about.get("preset").textValue()).isEqualTo("nano-sort@" + update);
    }

    /** The figures were measured outside of Orrery (the probabilities after CBABBCA, and all 729 inputs). */
    @ParameterizedTest
    @CsvSource({
        "nano-sort@0,1.10,0.005",
        "nano-sort@50,0.39,0.005",
        "nano-sort@75,0.27,0.005",
        "nano-sort@100,0.09,0.005"
    })
    void scoreIsThatOfAllInputs(String name, double loss, double tolerance) throws Exception {
        JsonNode score = score(with(shared, name));

        assertThat(score.get("inputs").intValue()).isEqualTo(729);
        assertThat(score.get("loss").doubleValue()).isCloseTo(loss, within(tolerance));
        if (name.endsWith("@100")) {
            assertThat(score.get("right").intValue()).isEqualTo(642);
            JsonNode next = RunningServer.json(
                            shared.post("/api/traces", "{'model':'nano-sort@100','prompt':'CBABBCA'}"))
                    .at("/next/0");
            assertThat(next.get("text").textValue()).isEqualTo("B");
            assertThat(next.get("p").doubleValue()).isCloseTo(0.737, within(0.0005));
        }
    }

    @Test
    void theTrainedModelSortsAllInputs() throws Exception {
        JsonNode score = score(shared.trace("CBABBC"));

        assertThat(score.get("right").intValue()).isEqualTo(729);
        assertThat(score.get("model").textValue()).isEqualTo(shared.model());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nano-sort@26", "nano-sort@", "nano-sort@-1", "nano-sort@0100", "gpt3@100"})
    void checkpointThatDoesNotExistIsRefusedWithASentence(String name) throws Exception {
        String trace = RunningServer.id(shared.trace("CBABBC"));

        RunningServer.assertProblem(
                shared.post("/api/traces", "{'trace':'" + trace + "','with':'" + name + "'}"), 404, "unknown-model");
    }

    /** A change of weights is a change of the text's model: the same step, undone like any other, and kept. */
    @Test
    void roomShowsACheckpointAtItsStepAndAfterARestart() throws Exception {
        String checkpoint;
        String key;
        String code;
        try (var server = new RunningServer(kept())) {
            key = server.key();
            code = server.code();
            var presenter = server.socket(code);
            presenter.says(hello(key));
            JsonNode welcome = presenter.next("welcome");
            String first = welcome.at("/state/trace/id").textValue();
            presenter.says("{'type':'command','id':'c1','at':1,'do':'go','cursor':{'trace':'" + first
                    + "','step':'blocks.1.attn.pattern'}}");
            presenter.next("state");
            checkpoint = RunningServer.id(with(server, "nano-sort@100"));

            presenter.says("{'type':'command','id':'c2','at':2,'do':'prompt','trace':'" + checkpoint + "'}");

            assertShows(presenter.next("state"), checkpoint, "blocks.1.attn.pattern");
            presenter.says("{'type':'command','id':'c3','at':3,'do':'undo'}");
            assertShows(presenter.next("state"), first, "blocks.1.attn.pattern");
            presenter.says("{'type':'command','id':'c4','at':4,'do':'prompt','trace':'" + checkpoint + "'}");
            assertShows(presenter.next("state"), checkpoint, "blocks.1.attn.pattern");
        }
        try (var server = new RunningServer(kept())) {
            assertThat(server.code()).isEqualTo(code);
            var late = server.socket(code);
            late.says("{'type':'hello','v':1,'view':'attendee'}");

            assertShows(late.next("welcome"), checkpoint, "blocks.1.attn.pattern");
            var frame = ReadFrame.of(late.nextFrame());
            assertThat(frame.header().get("trace").textValue()).isEqualTo(checkpoint);
        }
    }

    private static void assertShows(JsonNode message, String trace, String step) {
        assertThat(message.at("/state/trace/id").textValue()).isEqualTo(trace);
        assertThat(message.at("/state/cursor/step").textValue()).isEqualTo(step);
    }

    private ServerOptions kept() {
        var hosting = new Hosting(Optional.of(folder), Optional.empty(), false, 3, Duration.ofHours(1), List.of());
        return new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty(), hosting);
    }

    private static String hello(String key) {
        return "{'type':'hello','v':1,'view':'presenter','key':'" + key + "'}";
    }

    private static JsonNode with(RunningServer server, String name) throws Exception {
        String trace = RunningServer.id(server.trace("CBABBC"));
        return RunningServer.json(server.post("/api/traces", "{'trace':'" + trace + "','with':'" + name + "'}"));
    }

    private static JsonNode score(JsonNode trace) throws Exception {
        return shared.json("/api/models/" + trace.get("model").textValue() + "/score");
    }

    /** A tensor of a checkpoint's file, row by row, read without Orrery's reader (the format of safetensors). */
    private static float[] inFile(int update, String name) throws IOException {
        try (var stream = CheckpointsTest.class.getResourceAsStream(
                "/presets/nano-sort/checkpoints/" + update + ".safetensors")) {
            var bytes = ByteBuffer.wrap(stream.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int header = (int) bytes.getLong(0);
            JsonNode entries =
                    RunningServer.JSON.readTree(new String(bytes.array(), Long.BYTES, header, StandardCharsets.UTF_8));
            JsonNode entry = Optional.ofNullable(entries.get(name)).orElseGet(() -> entries.get("transformer." + name));
            assertThat(entry.get("shape").get(1).intValue()).isEqualTo(WIDTH);
            int from = Long.BYTES + header + entry.at("/data_offsets/0").intValue();
            int to = Long.BYTES + header + entry.at("/data_offsets/1").intValue();
            var numbers = new float[(to - from) / Float.BYTES];
            IntStream.range(0, numbers.length).forEach(i -> numbers[i] = bytes.getFloat(from + i * Float.BYTES));
            return numbers;
        }
    }
}
