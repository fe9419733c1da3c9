package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.Recordings;
import io.orrery.store.DataFolder;
import io.orrery.store.LogLimits;
import io.orrery.trace.Sampling;
import io.orrery.web.Hosting;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * An hour of the story model as a file, by part: one text after the other, to which tokens are added one by one, walks through the steps, why it says what it
 * says, and a pointer that moves 20 times a second for a third of the time.
 */
final class HourOfStories {
    private static final String ID = "hour-of-stories";
    private static final int TOKENS = 24;
    private static final double HOUR_MS = 3_600_000;
    private static final double POINTER_MS = 50;
    private static final int POINTERS_OF_A_STATE = 30;
    private static final int STATES_OF_A_STRETCH = 64;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final List<ObjectNode> states = new ArrayList<>();

    private HourOfStories() {}

    /** @param texts how many there are in the hour @return the bytes of each part, and of the whole file */
    static Map<String, Long> bytes(Path data, int texts) throws IOException {
        var hour = new HourOfStories();
        try (var server = Server.start(options(Hosting.TEMPORARY))) {
            hour.talk(server.library(), texts);
        }
        try (var folder = DataFolder.open(data)) {
            hour.write(folder.storage().recordings());
        }
        var hosting = new Hosting(
                Optional.of(data),
                Optional.empty(),
                false,
                1,
                1,
                Duration.ofHours(1),
                LogLimits.KEEP_ALL,
                List.of(),
                List.of());
        try (var server = Server.start(options(hosting))) {
            var file = server.recording(ID, Set.of());
            var bytes = new LinkedHashMap<String, Long>();
            file.sizes().forEach((part, size) -> bytes.put(part.word(), size));
            bytes.put("whole", file.length());
            return bytes;
        }
    }

    private static ServerOptions options(Hosting hosting) {
        return new ServerOptions(
                "127.0.0.1", 0, List.of(new ModelReference("tiny-tales", Optional.empty())), Optional.empty(), hosting);
    }

    private void talk(Library library, int texts) {
        Model model = library.catalog().models().get(0);
        List<String> steps =
                model.graph().steps().stream().map(step -> step.id()).toList();
        for (int text = 0; text < texts; text++) {
            TraceSummary run = library.example(model).join();
            run = library.back(run.id(), run.tokens().size() - 2).join();
            for (int token = 0; token < TOKENS; token++) {
                run = library.generate(run.id(), new Sampling(1, 0, 1, text)).join();
                state(run, steps.get(token * steps.size() / TOKENS));
                state(run, "probs");
            }
            for (String step : steps) {
                state(run, step);
            }
        }
    }

    private void state(TraceSummary run, String step) {
        var state = MAPPER.createObjectNode();
        state.set("trace", read(Json.write(run)));
        state.putObject("cursor").put("trace", run.id()).put("step", step);
        state.putObject("sampling")
                .put("temperature", 1)
                .put("topK", 0)
                .put("topP", 1)
                .put("seed", 0);
        state.putObject("wheel");
        states.add(state);
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) Json.read(json);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(Recordings recordings) {
        Set<String> models = Set.of(states.get(0).at("/trace/model").asText());
        recordings.put(new Recording(
                ID,
                "BENCH2",
                "",
                "",
                0,
                HOUR_MS,
                0,
                Recording.State.ENDED,
                0,
                0,
                Recording.Access.OPEN,
                "",
                List.copyOf(models)));
        var random = new Random(1);
        String before = "";
        int row = 0;
        for (int i = 0; i < states.size(); i++) {
            double t = Math.floor(HOUR_MS * i / states.size());
            int stretch = i / STATES_OF_A_STRETCH;
            row = i % STATES_OF_A_STRETCH == 0 ? 0 : row;
            ObjectNode state = states.get(i).deepCopy();
            String trace = state.at("/trace/id").asText();
            if (row > 0 && trace.equals(before)) {
                state.remove(List.of("trace", "sampling", "wheel"));
            }
            var changed = MAPPER.createObjectNode().put("t", t).put("seq", i).put("clock", t);
            changed.set("state", state);
            recordings.append(ID, stretch, row++, t, changed.toString());
            if (!trace.equals(before)) {
                var asked = MAPPER.createObjectNode()
                        .put("t", t)
                        .put("asked", "/api/traces/" + trace + "/why/attribution?b=rival");
                recordings.append(ID, stretch, row++, t, asked.toString());
            }
            before = trace;
            for (int n = 1; n <= POINTERS_OF_A_STATE; n++) {
                double at = t + n * POINTER_MS;
                var pointer = MAPPER.createObjectNode().put("t", at);
                var where = pointer.putObject("pointer");
                where.putArray("cell")
                        .addObject()
                        .put("name", "blocks.0.attn.pattern")
                        .putArray("index")
                        .add(random.nextInt(4))
                        .add(random.nextInt(20))
                        .add(random.nextInt(20));
                where.putArray("pose");
                recordings.append(ID, stretch, row++, at, pointer.toString());
            }
        }
    }
}
