package io.orrery.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.train.TrainedSorting;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.wire.ReadFrame;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training of the sorting model in a room, over real sockets. Its weights are compared with a training of the same seed. */
class LiveTrainingTest {
    private static final String STEP = "blocks.1.attn.pattern";
    private static final int LARGEST_FRAME = 64 * 1024;
    private static final long END_WAIT_MS = 30_000;

    @TempDir
    private Path folder;

    private int commands;

    @Test
    void everyoneSeesTheSameWeightsWhichAreExactWhenItStandsStill() throws Exception {
        String shown;
        long update;
        String recording;
        Set<String> weights = new HashSet<>();
        try (var server = new RunningServer(kept(true))) {
            var presenter = enter(server, "presenter");
            var attendee = enter(server, "attendee");
            presenter.next("welcome");
            attendee.next("welcome");
            String first = RunningServer.id(server.trace("CBABBC"));
            give(presenter, "'do':'go','cursor':{'trace':'" + first + "','step':'" + STEP + "'}");
            attendee.next("state");

            give(presenter, "'do':'record'");
            recording = next(presenter, state -> state.path("state").has("recording"))
                    .at("/state/recording/id")
                    .textValue();
            give(presenter, "'do':'train','seed':7");

            JsonNode running = next(
                    presenter,
                    state -> state.at("/state/training/course/update").intValue() >= 2);
            assertThat(running.at("/state/cursor/step").textValue()).isEqualTo(STEP);
            assertThat(running.at("/state/training/course/seed").intValue()).isEqualTo(7);
            assertThat(running.at("/state/training/course/curve")).isNotEmpty();
            String passing = running.at("/state/trace/model").textValue();
            weights.add(passing);
            var pooled = server.get("/api/models/" + passing + "/weights").body();
            assertThat(pooled).hasSizeLessThanOrEqualTo(LARGEST_FRAME);
            assertTheSameOfAChange(presenter, running, attendee);

            assertRefused(presenter, "'do':'train'", "training-runs");
            give(presenter, "'do':'train-pause'");
            JsonNode paused = next(
                    presenter,
                    state -> !state.at("/state/training/course/running").asBoolean(true));
            update = paused.at("/state/training/course/update").intValue();
            assertWeights(server, paused, update);

            give(presenter, "'do':'train-step'");
            JsonNode stepped = next(
                    presenter,
                    state -> state.at("/state/training/course/update").intValue()
                            > paused.at("/state/training/course/update").intValue());
            update++;
            assertThat(stepped.at("/state/training/course/update").longValue()).isEqualTo(update);
            assertWeights(server, stepped, update);
            weights.add(stepped.at("/state/trace/model").textValue());
            shown = stepped.at("/state/trace/id").textValue();
            assertThat(stepped.at("/state/training/course/saved").booleanValue())
                    .isTrue();
        }
        try (var server = new RunningServer(kept(true))) {
            JsonNode late = enter(server, "attendee").next("welcome");
            assertThat(late.at("/state/trace/id").textValue()).isEqualTo(shown);
            assertThat(late.at("/state/cursor/step").textValue()).isEqualTo(STEP);
            assertThat(late.at("/state/training/course/update").longValue()).isEqualTo(update);
            var presenter = enter(server, "presenter");
            presenter.next("welcome");
            assertRefused(presenter, "'do':'train-on'", "training-gone");
            give(presenter, "'do':'train-stop'");
            JsonNode stopped = presenter.next("state");
            assertThat(stopped.at("/state").has("training")).isFalse();
            assertThat(stopped.at("/state/trace/id").textValue()).isEqualTo(shown);
            assertRecordedWeights(server, recording, weights);
        }
    }

    /** Of states that wait to be sent to somebody only the newest is, so each may be told of changes that the other is not. */
    private static void assertTheSameOfAChange(TestSocket one, JsonNode seen, TestSocket other) throws Exception {
        JsonNode here = seen;
        JsonNode there = other.next("state");
        while (seq(here) != seq(there)) {
            if (seq(here) < seq(there)) {
                here = one.next("state");
            } else {
                there = other.next("state");
            }
        }
        assertThat(there.at("/state/training")).isNotEmpty().isEqualTo(here.at("/state/training"));
    }

    private static long seq(JsonNode state) {
        return state.get("seq").longValue();
    }

    /** What a recording shows of a training is kept with it, and counts as its own. */
    private static void assertRecordedWeights(RunningServer server, String recording, Set<String> weights)
            throws Exception {
        JsonNode models =
                RunningServer.json(server.get("/api/recordings/" + recording)).get("models");
        assertThat(models.findValuesAsText("id")).containsAll(weights);
        long files = 0;
        for (JsonNode model : models) {
            assertThat(model.get("offered").booleanValue()).isTrue();
            String id = model.get("id").textValue();
            assertThat(server.get("/api/models/" + id + "/weights").statusCode())
                    .isEqualTo(200);
            files += weights.contains(id) ? 1 : 0;
        }
        JsonNode listed = RunningServer.json(
                server.get("/api/recordings?room=" + server.code(), "Authorization", "Bearer " + server.key()));
        // the sorting model has 85,728 parameters
        assertThat(listed.get("bytes").longValue()).isGreaterThan(files * 4 * 85_728);
    }

    @Test
    void everyoneLooksAtAnUpdateFromTheLossToTheChangeOfTheWeights() throws Exception {
        try (var server = new RunningServer(kept(true))) {
            var presenter = enter(server, "presenter");
            presenter.next("welcome");
            assertRefused(presenter, "'do':'train-look','phase':'loss'", "training-gone");
            give(presenter, "'do':'prompt','trace':'" + RunningServer.id(server.trace("CBABBC")) + "'");
            give(presenter, "'do':'train','seed':7");
            next(presenter, state -> state.at("/state/training/course/update").intValue() >= 1);
            give(presenter, "'do':'train-pause'");
            JsonNode paused = next(
                    presenter,
                    state -> !state.at("/state/training/course/running").asBoolean(true));
            int before = paused.at("/state/training/course/update").intValue();
            assertRefused(presenter, "'do':'train-look','phase':'backward'", "field-not-one-of");

            give(presenter, "'do':'train-look','phase':'forward'");

            JsonNode looks =
                    next(presenter, state -> state.at("/state/training/course").has("look"));
            assertThat(looks.at("/state/trace")).as("the weights before it").isEqualTo(paused.at("/state/trace"));
            assertThat(looks.at("/state/training/course/update").intValue()).isEqualTo(before);
            assertThat(looks.at("/state/focus/on/kind").textValue()).isEqualTo("everything");
            JsonNode update = looks.at("/state/training/course/look/update");
            assertUpdate(server, update, looks.at("/state/trace/id").textValue(), before);
            give(presenter, "'do':'train-look','phase':'loss'");
            JsonNode loss = next(
                    presenter,
                    state -> state.at("/state/training/course/look/phase")
                            .asText()
                            .equals("loss"));
            assertThat(loss.at("/state/focus/on/section").textValue()).isEqualTo("output");
            JsonNode late = enter(server, "attendee").next("welcome");
            assertThat(late.at("/state/training")).isEqualTo(loss.at("/state/training"));

            String start = loss.at("/state/cursor/step").textValue();
            give(
                    presenter,
                    "'do':'go','cursor':{'trace':'" + loss.at("/state/trace/id").textValue() + "','step':'" + STEP
                            + "'}");
            JsonNode away =
                    next(presenter, state -> !state.at("/state/training/course").has("look"));
            assertThat(away.at("/state/cursor/step").textValue())
                    .isNotEqualTo(start)
                    .isEqualTo(STEP);
            assertThat(away.at("/state/training/course/update").intValue())
                    .as("whoever walks on keeps the weights that are shown")
                    .isEqualTo(before);
            give(presenter, "'do':'train-pause'");
            next(presenter, state -> state.at("/state/training/course/update").intValue() == before + 1);
            give(presenter, "'do':'train-look','phase':'gradients'");
            next(presenter, state -> state.at("/state/training/course").has("look"));
            give(presenter, "'do':'train-look','phase':'end'");

            JsonNode ended =
                    next(presenter, state -> !state.at("/state/training/course").has("look"));
            assertThat(ended.at("/state/training/course/update").intValue()).isEqualTo(before + 2);
            assertThat(ended.at("/state").has("focus")).isFalse();
            assertWeights(server, ended, before + 2L);
        }
    }

    /** Compares what the server says of an update with a training of the same seed. */
    private static void assertUpdate(RunningServer server, JsonNode update, String text, int before) throws Exception {
        var training = TrainedSorting.after(before, 7);
        var anatomy = training.updateInDetail();
        assertThat(update.get("update").intValue()).isEqualTo(before + 1);
        assertThat(update.get("texts").intValue()).isEqualTo(anatomy.texts());
        assertThat(update.get("loss").doubleValue()).isEqualTo(anatomy.update().loss());
        assertThat(update.get("norm").doubleValue()).isEqualTo(anatomy.norm());
        String address = "/api/training/updates/" + update.get("model").textValue();
        var gradients = frame(server, address + "/gradients");
        var changes = frame(server, address + "/changes");
        for (String name : List.of("blocks.0.mlp.b_in", "blocks.2.ln2.w")) {
            assertThat(gradients.values(name))
                    .isEqualTo(anatomy.gradients().get(name).rows()[0]);
            assertThat(changes.values(name))
                    .isEqualTo(anatomy.changes().get(name).rows()[0]);
        }
        JsonNode header = frame(server, address + "/texts/" + text).header();
        // C B A B B C: A should follow the sixth letter, and nothing the others.
        assertThat(header.get("targets").toString()).isEqualTo("[null,null,null,null,null,\"A\"]");
        assertThat(header.get("losses").get(5).doubleValue())
                .isEqualTo(header.get("loss").doubleValue());
        RunningServer.assertProblem(
                server.get(address + "/texts/" + RunningServer.id(server.trace("CBABBC"))), 404, "unknown-trace");
        assertThat(RunningServer.json(server.get("/api/training/updates/none/gradients"))
                        .get("code")
                        .textValue())
                .isEqualTo("training-gone");
        var five = RunningServer.json(server.post(
                "/api/traces",
                "{'trace':'" + RunningServer.id(server.trace("CBABB")) + "','with':'" + modelOf(server, text) + "'}"));
        assertThat(frame(server, address + "/texts/" + RunningServer.id(five))
                        .header()
                        .has("loss"))
                .as("a text of five letters has nothing to learn from")
                .isFalse();
    }

    private static String modelOf(RunningServer server, String trace) throws Exception {
        return server.json("/api/traces/" + trace).get("model").textValue();
    }

    private static ReadFrame frame(RunningServer server, String address) throws Exception {
        return ReadFrame.of(ByteBuffer.wrap(server.get(address).body()));
    }

    @Test
    void aTrainingEndsWithItsServer() throws Exception {
        List<Thread> threads;
        try (var server = new RunningServer(kept(true))) {
            var presenter = enter(server, "presenter");
            presenter.next("welcome");
            give(presenter, "'do':'train','seed':7");
            next(presenter, state -> state.at("/state/training/course/update").intValue() >= 2);
            threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("orrery-training"))
                    .toList();
        }

        assertThat(threads).as("threads of a running training").isNotEmpty();
        for (Thread thread : threads) {
            thread.join(END_WAIT_MS);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void trainingIsRefusedToAttendeesAndWhereTheOperatorForbidsIt() throws Exception {
        try (var server = new RunningServer(kept(false))) {
            var presenter = enter(server, "presenter");
            var attendee = enter(server, "attendee");
            presenter.next("welcome");
            attendee.next("welcome");

            assertRefused(presenter, "'do':'train'", "training-forbidden");
            assertRefused(attendee, "'do':'train'", "not-allowed");
            assertRefused(presenter, "'do':'train-on'", "training-gone");
        }
    }

    @Test
    void anotherRoomIsRefusedWhileOneTrainsAndCanTrainAfterwards() throws Exception {
        try (var server = new RunningServer(kept(true))) {
            String operator =
                    Files.readString(server.server().operatorKeyFile()).strip();
            JsonNode second =
                    RunningServer.json(server.post("/api/rooms", "{}", "Authorization", "Bearer " + operator));
            String key = URI.create(second.get("presenter").textValue()).getFragment();
            var here = enter(server, "presenter");
            var there = server.socket(second.get("code").textValue())
                    .says("{'type':'hello','v':1,'view':'presenter','key':'" + key.substring("key=".length()) + "'}");
            here.next("welcome");
            String before = there.next("welcome").at("/state/trace/id").textValue();
            give(here, "'do':'train'");
            next(here, state -> state.at("/state/training/course/update").intValue() >= 1);

            assertRefused(there, "'do':'train'", "training-busy");

            give(here, "'do':'train-stop'");
            next(here, state -> !state.at("/state").has("training"));
            give(there, "'do':'train'");
            JsonNode trains = next(
                    there, state -> state.at("/state/training/course/update").intValue() >= 1);
            assertThat(trains.at("/state/trace/id").textValue()).isNotEqualTo(before);
        }
    }

    @Test
    void trainingGoesOnWithoutItsDriverWhoFindsItAgain() throws Exception {
        try (var server = new RunningServer(kept(true))) {
            var presenter = enter(server, "presenter");
            var attendee = enter(server, "attendee");
            presenter.next("welcome");
            attendee.next("welcome");
            give(presenter, "'do':'train','seed':7");
            JsonNode running = next(
                    presenter,
                    state -> state.at("/state/training/course/update").intValue() >= 1);

            presenter.drop();

            int seen = running.at("/state/training/course/update").intValue();
            next(attendee, state -> state.at("/state/training/course/update").intValue() > seen + 1);
            var again = enter(server, "presenter");
            assertThat(again.next("welcome")
                            .at("/state/training/course/running")
                            .booleanValue())
                    .isTrue();
            give(again, "'do':'train-pause'");
            JsonNode paused = next(
                    again, state -> !state.at("/state/training/course/running").asBoolean(true));
            assertThat(paused.at("/state/cursor")).isNotEmpty();
            assertWeights(
                    server, paused, paused.at("/state/training/course/update").intValue());
        }
    }

    @Test
    void fullDiskDoesNotEndATraining() throws Exception {
        // A file in the place of the folder: nothing can be written into it.
        Files.writeString(folder.resolve("trained"), "");
        try (var server = new RunningServer(kept(true))) {
            var presenter = enter(server, "presenter");
            presenter.next("welcome");

            give(presenter, "'do':'train'");

            JsonNode running = next(
                    presenter,
                    state -> state.at("/state/training/course/update").intValue() >= 1);
            assertThat(running.at("/state/training/course/saved").booleanValue())
                    .isFalse();
            // Another model ends it.
            String trace = RunningServer.id(server.trace("ABCABC"));
            give(presenter, "'do':'prompt','trace':'" + trace + "'");
            JsonNode other = next(
                    presenter, state -> state.at("/state/trace/id").textValue().equals(trace));
            assertThat(other.at("/state").has("training")).isFalse();
        }
    }

    /** The beat's weights are shown, not the training's, and no update comes after them. */
    @Test
    void aBeatOfATourEndsATraining() throws Exception {
        try (var server = new RunningServer(kept(true))) {
            var presenter = enter(server, "presenter");
            String model = presenter.next("welcome").at("/state/trace/model").textValue();
            give(presenter, "'do':'train'");
            next(presenter, state -> state.at("/state/training/course/update").intValue() >= 1);
            JsonNode chapter = server.json("/api/tours/how-it-sorts").at("/chapters/0");
            String beat = chapter.get("id").textValue() + "/"
                    + chapter.at("/beats/0/id").textValue();

            give(presenter, "'do':'beat','tour':'how-it-sorts','route':60,'beat':'" + beat + "'");

            JsonNode shown = next(presenter, state -> state.at("/state").has("tour"));
            assertThat(shown.at("/state/trace/model").textValue()).isEqualTo(model);
            assertThat(shown.at("/state").has("training")).isFalse();
            assertRefused(presenter, "'do':'train-step'", "training-gone");
            JsonNode late = enter(server, "attendee").next("welcome");
            assertThat(late.at("/state/trace/id")).isEqualTo(shown.at("/state/trace/id"));
        }
    }

    private static void assertWeights(RunningServer server, JsonNode state, long updates) throws Exception {
        var training = TrainedSorting.after((int) updates, 7);
        String model = state.at("/state/trace/model").textValue();
        var frame = ReadFrame.of(
                ByteBuffer.wrap(server.get("/api/models/" + model + "/weights").body()));
        for (String name : List.of("blocks.0.mlp.b_in", "blocks.2.ln2.w")) {
            assertThat(frame.values(name))
                    .isEqualTo(training.weights().get(name).rows()[0]);
        }
        float[] embedding = frame.values("embed.W_E");
        var expected = training.weights().get("embed.W_E");
        for (int token = 0; token < 3; token++) {
            for (int i = 0; i < 48; i++) {
                assertThat(embedding[token * 48 + i]).isEqualTo(expected.at(token, i));
            }
        }
    }

    /** The next state that fulfils a condition. */
    private static JsonNode next(TestSocket socket, Predicate<JsonNode> wanted) throws Exception {
        return socket.next(message -> message.get("type").textValue().equals("state") && wanted.test(message));
    }

    private void assertRefused(TestSocket socket, String command, String code) throws Exception {
        give(socket, command);
        JsonNode refused = socket.next("refused");
        assertThat(refused.get("code").textValue()).isEqualTo(code);
        assertThat(refused.get("detail").textValue()).endsWith(".");
    }

    private void give(TestSocket socket, String command) throws Exception {
        socket.says("{'type':'command','id':'c" + ++commands + "','at':1," + command + "}");
    }

    private static TestSocket enter(RunningServer server, String view) throws Exception {
        String key = view.equals("presenter") ? ",'key':'" + server.key() + "'" : "";
        return server.socket(server.code()).says("{'type':'hello','v':1,'view':'" + view + "'" + key + "}");
    }

    private ServerOptions kept(boolean training) {
        var hosting = new Hosting(Optional.of(folder), Optional.empty(), false, 3, Duration.ofHours(1), List.of());
        return new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty(), hosting)
                .withTraining(training);
    }
}
