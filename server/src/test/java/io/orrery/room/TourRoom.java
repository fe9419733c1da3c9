package io.orrery.room;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.library.Checkpoints;
import io.orrery.library.Library;
import io.orrery.library.RoomEngine;
import io.orrery.library.StepFrames;
import io.orrery.library.TourLibrary;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.activity.talk.TalkState;
import io.orrery.room.engine.Engine;
import io.orrery.room.front.Front;
import io.orrery.room.log.LoggedState;
import io.orrery.room.storage.SavedRoom;
import io.orrery.tensor.Workers;
import io.orrery.tour.Walk;
import io.orrery.tour.file.PollSpec;
import io.orrery.tour.file.PollsFile;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.MemoryPlan;
import io.orrery.trace.Traces;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A room with real models and a small tour, which is read from files. Its loop and its clock are turned by hand; what is asked of the models
 * is computed at once, unless it is held.
 */
final class TourRoom implements AutoCloseable {
    static final String DECLARATION = """
        model: nano-sort
        text: CBABBC
        routes: [5]
        chapters:
          - id: one
            beats:
              - {id: scores, seconds: 25, step: blocks.0.attn.scores, focus: {head: 1.2, token: last, key: 3}}
              - {id: walked, seconds: 25, steps: [blocks.0.attn.scores, blocks.0.attn.z]}
              - {id: row, seconds: 25, step: blocks.0.attn.pattern, focus: {head: 1.3, token: 2}}
              - {id: longer, seconds: 25, step: logits, generated: 2, sampling: {temperature: 1.5}}
              - {id: changed, seconds: 25, step: logits, changes: [{head: 2.1, do: zero}, {token: 2, do: cut}]}
              - {id: broken, seconds: 25, step: logits, text: BBBBBA, generated: 2, changes: [{head: 1.3, do: zero}]}
          - id: two
            beats:
              - {id: lens, seconds: 25, step: ln_final, answer: hidden, lab: {tool: lens, position: last, a: A, b: all, view: {layer: 2}}}
              - {id: other, seconds: 25, step: logits, text: BBACA, answer: shown}
              - {id: flight, seconds: 25, step: start, gallery: flight}
              - {id: story, seconds: 25, step: embed, model: tiny-tales, text: Lily and Tom went home}
              - {id: last, seconds: 25, step: blocks.1, answer: shown, focus: {everything: true}}
        """;

    static final List<String> BEATS = List.of(
            "one/scores",
            "one/walked",
            "one/row",
            "one/longer",
            "one/changed",
            "one/broken",
            "two/lens",
            "two/other",
            "two/flight",
            "two/story",
            "two/last");

    /** The models are read once: reading them takes longer than a test. */
    private static final List<Model> MODELS = List.of(preset("nano-sort"), preset("tiny-tales"));

    private static final List<PollsFile.Prepared> READY = List.of(new PollsFile.Prepared(
            "clear", new PollSpec(PollSpec.Kind.SCALE, "How clear?", List.of(), List.of(), Map.of())));

    private final HandLoop loop = new HandLoop();
    private final HandStorage storage = new HandStorage();
    private final HeldTurns computations = new HeldTurns();
    private final Workers workers = new Workers(1);
    private final Path folder;
    private final Library library;
    private final TourLibrary tours;
    private final Engine engine;
    private Room room;
    private HandSocket presenter;
    private int commands;

    /** @param folder where the tour is written */
    TourRoom(Path folder) throws IOException {
        this(folder, MODELS.size());
    }

    private TourRoom(Path folder, int models) throws IOException {
        this.folder = folder;
        write(DECLARATION);
        var traces = new Traces(new MemoryBudget(256 << 20), workers, computations);
        var checkpoints = new Checkpoints();
        checkpoints.add(ModelReference.of("nano-sort"), MODELS.get(0), new MemoryPlan(1L << 32));
        library = new Library(MODELS.subList(0, models), List.of(), checkpoints, Optional.empty(), traces);
        tours = new TourLibrary(library, Optional.of(folder), READY);
        engine = new RoomEngine(library, new StepFrames(), Runnable::run)
                .with(tours)
                .with(new CheckpointTrainer(library));
        anew();
    }

    /** A room on a server that has the sorting model alone. */
    static TourRoom withoutStories(Path folder) throws IOException {
        return new TourRoom(folder, 1);
    }

    private static Model preset(String id) {
        try {
            return Presets.open(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the tour's files, with some words for each beat. */
    void write(String declaration) throws IOException {
        Path tour = Files.createDirectories(folder.resolve("small"));
        Files.writeString(tour.resolve("tour.yaml"), declaration);
        var words = new StringBuilder("title: Small\nquestion: What?\nchapters:\n");
        String chapter = "";
        for (String line : declaration.split("\n")) {
            if (line.contains("- id: ")) {
                chapter = line.substring(line.indexOf("id: ") + 4).strip();
                words.append("  ").append(chapter).append(":\n    title: T\n    beats:\n");
            } else if (line.contains("- {id: ")) {
                String id = line.substring(line.indexOf("id: ") + 4, line.indexOf(','));
                words.append("      ").append(id).append(":\n        title: T\n        developer: Some words.\n");
            }
        }
        Files.writeString(tour.resolve("en.yaml"), words);
    }

    /** Reads the tour's files again. */
    void refresh() {
        tours.refresh();
    }

    /** Opens another room, in which nobody has done anything. */
    void anew() {
        if (room != null) {
            room.close();
            loop.run();
        }
        var keys = Keys.of(RoomKey.of(RoomFixture.KEY), RoomKey.of(RoomFixture.CO_KEY), 0);
        var saved = SavedRoom.of(new RoomCode("ABC234"), keys, true, "nano-sort", loop.now());
        TraceSummary first =
                library.prompt(library.catalog().named("nano-sort"), "CCBBAA").join();
        storage.remove(saved.code());
        storage.add(saved);
        var state = Rooms.first(saved.code(), first, engine.walk(first.model()), "");
        open(saved, LoggedState.none().begun(storage.log(saved.code()), loop.now(), state));
    }

    /** Ends the room, and opens it with what it has saved. */
    void restart() {
        room.close();
        loop.run();
        SavedRoom kept = storage.rooms().stream().findFirst().orElseThrow();
        open(kept, kept.state().orElseThrow());
    }

    private void open(SavedRoom saved, LoggedState state) {
        room = new Room(
                saved,
                state,
                Optional.empty(),
                50,
                engine,
                loop,
                storage,
                () -> "secret-" + ++commands,
                EncodedLink::between,
                new Front(engine, loop, new RoomLog(saved.code())::cutOff));
        loop.run();
        presenter = joined("'view':'presenter','key':'" + RoomFixture.KEY + "'");
    }

    private HandSocket joined(String fields) {
        return new HandSocket(room, loop)
                .says("{'type':'hello','v':1," + fields + "}")
                .flush();
    }

    Library library() {
        return library;
    }

    /** The room's talks, as they are stored. */
    TalkState talks() {
        return room.part(TalkState.PART);
    }

    HandSocket presenter() {
        return presenter;
    }

    /** Another page with the presenter's key. */
    HandSocket otherPresenter() {
        return joined("'view':'presenter','key':'" + RoomFixture.KEY + "'");
    }

    HandSocket attendee() {
        return joined("'view':'attendee'");
    }

    HandSocket projector() {
        return joined("'view':'projector'");
    }

    /** From now on computes nothing until {@link #release}. */
    void hold() {
        computations.hold();
    }

    /** Computes what was asked since {@link #hold}. */
    void release() {
        computations.release();
        presenter.flush();
    }

    void advance(double ms) {
        loop.advance(ms);
    }

    /** As somebody who has seen the newest state, and does not hurry. */
    HandRecordings recordings() {
        return storage.recordings();
    }

    void command(String fields) {
        loop.advance(250);
        command("c" + ++commands, seq(), fields);
    }

    /** @param seq the state that the presenter has seen */
    void command(String id, long seq, String fields) {
        presenter
                .says("{'type':'command','id':'" + id + "','at':" + seq + "," + fields + "}")
                .flush();
    }

    void beat(String beat) {
        command(toBeat(beat));
    }

    static String toBeat(String beat) {
        return "'do':'beat','tour':'small','route':5,'beat':'" + beat + "'";
    }

    /** Gives the room another text for the sorting model. */
    void types(String text) {
        types("nano-sort", text);
    }

    void types(String model, String text) {
        String trace =
                library.prompt(library.catalog().named(model), text).join().id();
        command("'do':'prompt','trace':'" + trace + "'");
    }

    /** The steps of the model that is shown. */
    Walk walk() {
        return engine.walk(state().at("/trace/model").textValue());
    }

    /** The presenter's page loses its connection, and another one is opened. */
    void losesTheLine() {
        presenter.drops();
        presenter = joined("'view':'presenter','key':'" + RoomFixture.KEY + "'");
    }

    /** What the presenter was told last: each message has the whole state. */
    private JsonNode told() {
        return presenter.latest();
    }

    long seq() {
        return told().get("seq").longValue();
    }

    JsonNode state() {
        return told().get("state");
    }

    /** What can be seen by somebody who comes now, and leaves again. */
    JsonNode sceneForLatecomers() {
        HandSocket late = joined("'view':'presenter','key':'" + RoomFixture.KEY + "'");
        JsonNode state = late.last("welcome").get("state");
        late.drops();
        return seen(state);
    }

    /** What can be seen, without times and what can be undone. */
    JsonNode scene() {
        return seen(state());
    }

    private static JsonNode seen(JsonNode whole) {
        ObjectNode state = whole.deepCopy();
        state.remove(List.of("undo", "began", "driver"));
        if (state.has("tour")) {
            ((ObjectNode) state.get("tour")).remove(List.of("began", "beatBegan"));
        }
        if (state.has("exhibit")) {
            ((ObjectNode) state.get("exhibit")).remove("start");
        }
        return state;
    }

    @Override
    public void close() {
        workers.close();
    }
}
