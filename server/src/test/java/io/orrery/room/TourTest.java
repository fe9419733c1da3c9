package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.library.Library;
import io.orrery.library.RoomEngine;
import io.orrery.library.StepFrames;
import io.orrery.library.Tours;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.model.Structures;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.engine.Engine;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Traces;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A room on a guided tour, with real models and a tour that is read from files. */
class TourTest {
    private static final String DECLARATION = """
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
              - id: two
                beats:
                  - {id: lens, seconds: 25, step: logits, answer: hidden, lab: {tool: lens, position: last, a: A, b: all, view: {layer: 2}}}
                  - {id: other, seconds: 25, step: logits, text: BBACA, answer: shown}
                  - {id: flight, seconds: 25, step: start, gallery: flight}
                  - {id: story, seconds: 25, step: embed, model: tiny-tales, text: Lily and Tom went home}
                  - {id: last, seconds: 25, step: blocks.1, answer: shown, focus: {everything: true}}
            """;

    private static final List<String> BEATS = List.of(
            "one/scores",
            "one/walked",
            "one/row",
            "one/longer",
            "one/changed",
            "two/lens",
            "two/other",
            "two/flight",
            "two/story",
            "two/last");

    private final HandLoop loop = new HandLoop();
    private final HandStorage storage = new HandStorage();

    @TempDir
    private Path folder;

    @AutoClose
    private final Workers workers = new Workers(1);

    private Library library;
    private Tours tours;
    private Engine engine;
    private Room room;
    private HandSocket presenter;
    private int commands;

    @BeforeEach
    void open() throws Exception {
        write(DECLARATION);
        List<Model> models = List.of(Presets.open("nano-sort"), Presets.open("tiny-tales"));
        var traces = new Traces(new MemoryBudget(256 << 20), workers, Runnable::run);
        library = new Library(models, Structures.read(), traces);
        tours = new Tours(library, Optional.of(folder));
        engine = new RoomEngine(library, new StepFrames(), Runnable::run).with(tours);
        room = room();
        presenter = presenter(room);
    }

    private void write(String declaration) throws IOException {
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

    private Room room() {
        var saved = new SavedRoom(
                new RoomCode("ABC234"),
                new Keys(RoomKey.of(RoomFixture.KEY), RoomKey.of(RoomFixture.CO_KEY)),
                true,
                "nano-sort",
                loop.now(),
                Optional.empty(),
                List.of());
        TraceSummary first =
                library.prompt(library.catalog().named("nano-sort"), "CCBBAA").join();
        storage.add(saved);
        var state = Rooms.first(saved.code(), first, engine.walk(first.model()), "");
        return opened(saved, SavedState.of(state));
    }

    private Room opened(SavedRoom saved, SavedState state) {
        var made = new Room(saved, state, Optional.empty(), 50, engine, loop, storage, () -> "secret-" + ++commands);
        loop.run();
        return made;
    }

    private HandSocket presenter(Room of) {
        return new HandSocket(of, loop)
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + RoomFixture.KEY + "'}")
                .flush();
    }

    private HandSocket attendee(Room of) {
        return new HandSocket(of, loop)
                .says("{'type':'hello','v':1,'view':'attendee'}")
                .flush();
    }

    /** As somebody who has seen the newest state, and does not hurry. */
    private void command(String fields) {
        loop.advance(250);
        long seq = presenter(room).last("welcome").get("seq").longValue();
        presenter
                .says("{'type':'command','id':'c" + ++commands + "','at':" + seq + "," + fields + "}")
                .flush();
    }

    private void beat(String beat) {
        command("'do':'beat','tour':'small','route':5,'beat':'" + beat + "'");
    }

    private JsonNode state() {
        return presenter(room).last("welcome").get("state");
    }

    /** What can be seen, without times and the number of the question. */
    private JsonNode scene() {
        ObjectNode state = state().deepCopy();
        state.remove(List.of("undo", "began", "driver"));
        if (state.has("tour")) {
            ((ObjectNode) state.get("tour")).remove(List.of("began", "beatBegan"));
        }
        if (state.has("exhibit")) {
            ((ObjectNode) state.get("exhibit")).remove("start");
        }
        return state;
    }

    @Test
    void aBeatSetsEverythingThatIsShown() {
        beat("one/scores");
        var state = state();
        assertThat(state.at("/lobby").booleanValue()).isFalse();
        assertThat(state.at("/cursor/step").textValue()).isEqualTo("blocks.0.attn.scores");
        assertThat(state.at("/trace/text").toString()).isEqualTo("[\"C\",\"B\",\"A\",\"B\",\"B\",\"C\"]");
        assertThat(state.at("/focus/on").toString()).isEqualTo("{\"kind\":\"head\",\"layer\":0,\"head\":1}");
        assertThat(state.at("/focus/cell").toString())
                .isEqualTo("{\"name\":\"blocks.0.attn.hook_attn_scores\",\"index\":[1,5,2]}");
        assertThat(state.at("/tour/beat").textValue()).isEqualTo("one/scores");
        assertThat(state.at("/tour/route").intValue()).isEqualTo(5);

        command("'do':'beat','tour':'small','route':5,'beat':'one/walked','step':1");
        assertThat(state().at("/cursor/step").textValue()).isEqualTo("blocks.0.attn.pattern");
        assertThat(state().at("/tour/at").intValue()).isEqualTo(1);
        assertThat(state().has("focus")).isFalse();

        beat("one/row");
        assertThat(state().at("/marks/0/index").toString()).contains("-1");

        beat("one/longer");
        assertThat(state().at("/trace/tokens").toString()).isEqualTo("[2,1,0,1,1,2,0,1]");
        assertThat(state().at("/trace/promptLength").intValue()).isEqualTo(6);
        assertThat(state().at("/sampling/temperature").doubleValue()).isEqualTo(1.5);
        assertThat(state().has("marks")).isFalse();

        beat("one/changed");
        assertThat(state().at("/trace/changes").toString())
                .contains("blocks.1.attn.hook_z[0]=zero")
                .contains("token@1=cut");
        assertThat(state().at("/sampling/temperature").doubleValue()).isZero();

        beat("two/lens");
        assertThat(state().at("/why").toString())
                .isEqualTo(
                        "{\"tool\":\"lens\",\"step\":\"logits\",\"position\":5,\"a\":0,\"b\":\"all\",\"view\":\"layer=2\"}");
        assertThat(state().at("/answer/hidden").booleanValue()).isTrue();
        assertThat(state().at("/trace").has("changes")).isFalse();

        beat("two/other");
        assertThat(state().at("/trace/tokens").toString()).isEqualTo("[1,1,0,2,0]");
        assertThat(state().has("why")).isFalse();

        beat("two/flight");
        assertThat(state().at("/exhibit/subject").textValue()).isEqualTo("flight");

        beat("two/story");
        assertThat(state().at("/trace/model").textValue())
                .isEqualTo(library.catalog().named("tiny-tales").id());
        assertThat(state().has("exhibit")).isFalse();
    }

    /** Playing there, and jumping there from anywhere else, is the same. */
    @Test
    void everyBeatIsTheSameWhicheverWayTheRoomComes() throws Exception {
        var played = new ArrayList<String>();
        for (String beat : BEATS) {
            beat(beat);
            played.add(scene().toString());
        }
        for (int i = BEATS.size() - 1; i >= 0; i--) {
            beat(BEATS.get(i));
            assertThat(scene().toString()).as("back at " + BEATS.get(i)).isEqualTo(played.get(i));
        }
        for (int i = 0; i < BEATS.size(); i++) {
            room = room();
            presenter = presenter(room);
            beat(BEATS.get(i));
            assertThat(scene().toString()).as("at once at " + BEATS.get(i)).isEqualTo(played.get(i));
            for (int from = 0; from < BEATS.size(); from++) {
                beat(BEATS.get(from));
                disturb();
                beat(BEATS.get(i));
                assertThat(scene().toString())
                        .as("from " + BEATS.get(from) + " to " + BEATS.get(i))
                        .isEqualTo(played.get(i));
            }
        }
    }

    /** What a presenter may do within a beat. */
    private void disturb() {
        String trace = state().at("/trace/id").textValue();
        command("'do':'go','cursor':{'trace':'" + trace + "','step':'embed'}");
        command("'do':'sampling','temperature':3");
        command("'do':'mark','marks':[{'name':'logits','index':[0,-1]}]");
        command("'do':'answer','shown':true");
        command("'do':'focus','cursor':{'trace':'" + trace + "','step':'embed'},'on':{'kind':'everything'}");
        command("'do':'why','cursor':{'trace':'" + trace + "','step':'embed'},'tool':'lens'");
        command("'do':'generate','trace':'" + trace + "','tokens':3");
        command("'do':'play'");
    }

    @Test
    void aTextThatIsTypedBecomesTheTours() {
        beat("one/scores");
        String own = library.prompt(library.catalog().named("nano-sort"), "ABCABC")
                .join()
                .id();
        command("'do':'prompt','trace':'" + own + "'");
        assertThat(state().at("/tour/text/tokens").toString()).isEqualTo("[0,1,2,0,1,2]");
        beat("one/longer");
        assertThat(state().at("/trace/tokens").toString()).isEqualTo("[0,1,2,0,1,2,0,0]");
        assertThat(state().at("/trace/promptLength").intValue()).isEqualTo(6);

        // A beat's own text, and another model's, stay.
        beat("two/other");
        assertThat(state().at("/trace/tokens").toString()).isEqualTo("[1,1,0,2,0]");
        beat("two/story");
        assertThat(state().at("/trace/text/0").textValue()).isEqualTo("Lily");

        // Where the beat has a text of its own, what is typed does not follow.
        beat("two/other");
        command("'do':'prompt','trace':'"
                + library.prompt(library.catalog().named("nano-sort"), "CCC")
                        .join()
                        .id() + "'");
        beat("two/last");
        assertThat(state().at("/trace/tokens").toString()).isEqualTo("[0,1,2,0,1,2]");

        // A shorter text has no such cell: what it lacks is left out.
        command("'do':'prompt','trace':'"
                + library.prompt(library.catalog().named("nano-sort"), "B")
                        .join()
                        .id() + "'");
        beat("one/scores");
        assertThat(state().at("/trace/tokens").toString()).isEqualTo("[1]");
        assertThat(state().at("/focus").has("cell")).isFalse();

        // Another tour, or the same anew, begins with its own text.
        command("'do':'tour-end'");
        assertThat(state().has("tour")).isFalse();
        assertThat(state().at("/trace/tokens").toString())
                .as("it stays where it is")
                .isEqualTo("[1]");
        beat("two/last");
        assertThat(state().at("/trace/tokens").toString()).isEqualTo("[2,1,0,1,1,2]");
    }

    @Test
    void aRevealedQuestionIsShownAgain() {
        beat("one/scores");
        command("'do':'predict','question':'Which?','options':['A','B']");
        var ada = attendee(room);
        int number = ada.last("welcome").at("/state/prediction/number").intValue();
        ada.says("{'type':'command','id':'g1','at':0,'do':'guess','number':" + number + ",'option':1}")
                .flush();
        command("'do':'predict-close','number':" + number);
        command("'do':'predict-reveal','number':" + number);
        String revealed = state().at("/prediction/question").toString();
        assertThat(revealed).contains("\"counts\":[0,1]");

        beat("one/walked");
        assertThat(state().has("prediction")).isFalse();
        assertThat(state().at("/tour/asked").has("one/scores")).isTrue();
        beat("one/scores");
        loop.advance(5000);
        assertThat(state().at("/prediction/question").toString()).isEqualTo(revealed);
        assertThat(attendee(room)
                        .last("welcome")
                        .at("/state/prediction/question")
                        .toString())
                .isEqualTo(revealed);

        // A question that was not revealed ends with its beat, and stays while it lasts.
        beat("one/walked");
        command("'do':'predict','question':'Which?','options':['A','B']");
        command("'do':'beat','tour':'small','route':5,'beat':'one/walked','step':1");
        assertThat(state().at("/prediction/question/phase").textValue()).isEqualTo("open");
        beat("one/row");
        assertThat(state().has("prediction")).isFalse();
        assertThat(state().at("/tour/asked").has("one/walked")).isFalse();
    }

    @Test
    void undoBringsTheBeatBeforeBackAsItWas() {
        beat("one/scores");
        String scores = scene().toString();
        beat("two/lens");
        command("'do':'undo'");
        assertThat(scene().toString()).isEqualTo(scores);
        command("'do':'undo'");
        assertThat(state().has("tour")).isFalse();
        assertThat(state().at("/trace/tokens").toString()).isEqualTo("[2,2,1,1,0,0]");
    }

    @Test
    void latecomersAndARestartedServerAreAtTheBeat() {
        beat("one/scores");
        command("'do':'predict','question':'Which?','options':['A','B']");
        int number = state().at("/prediction/number").intValue();
        command("'do':'predict-reveal','number':" + number);
        beat("two/lens");
        var late = attendee(room).last("welcome").get("state");
        assertThat(late.at("/tour/beat").textValue()).isEqualTo("two/lens");
        assertThat(late.at("/cursor/step").textValue()).isEqualTo("logits");

        String before = scene().toString();
        double began = state().at("/tour/began").doubleValue();
        loop.advance(60_000);
        room.close();
        loop.run();
        var kept = storage.rooms().stream().findFirst().orElseThrow();
        room = opened(kept, kept.state().orElseThrow());
        presenter = presenter(room);
        assertThat(scene().toString()).isEqualTo(before);
        assertThat(state().at("/tour/began").doubleValue()).isEqualTo(began);
        beat("one/scores");
        assertThat(state().at("/prediction/question/phase").textValue()).isEqualTo("revealed");
    }

    @Test
    void theTimesAreOfTheTourAndOfTheBeat() {
        beat("one/scores");
        double began = state().at("/tour/began").doubleValue();
        assertThat(state().at("/tour/beatBegan").doubleValue()).isEqualTo(began);
        loop.advance(30_000);
        beat("one/scores");
        assertThat(state().at("/tour/beatBegan").doubleValue())
                .as("the same beat")
                .isEqualTo(began);
        beat("one/walked");
        assertThat(state().at("/tour/began").doubleValue()).isEqualTo(began);
        assertThat(state().at("/tour/beatBegan").doubleValue()).isGreaterThanOrEqualTo(began + 30_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tour':'none','route':5,'beat':'one/scores' | unknown-tour",
                "'tour':'small','route':7,'beat':'one/scores' | unknown-route",
                "'tour':'small','route':5,'beat':'one/none' | unknown-beat",
                "'tour':'small','route':5,'beat':'scores' | unknown-beat",
                "'tour':'small','route':5,'beat':'one/scores','step':1 | field-out-of-range",
                "'tour':'small','route':5,'beat':'one/scores','step':99999999999 | field-out-of-range",
                "'tour':'small','beat':'one/scores' | field-not-count",
                "'tour':'small','route':-1,'beat':'one/scores' | ",
                "'tour':5,'route':5,'beat':'one/scores' | "
            })
    void whatIsNotThereIsRefusedAndNothingIsLost(String fields, String code) {
        beat("one/row");
        String before = scene().toString();
        command("'do':'beat'," + fields);
        var refusal = presenter.last("refused");
        assertThat(refusal).isNotNull();
        if (code != null) {
            assertThat(refusal.toString()).contains(code);
        }
        assertThat(scene().toString()).isEqualTo(before);
    }

    @Test
    void aBeatThatAnEditedTourHasNoLongerIsRefused() throws Exception {
        beat("one/row");
        String before = scene().toString();
        String row = "      - {id: row, seconds: 25, step: blocks.0.attn.pattern, focus: {head: 1.3, token: 2}}\n";
        assertThat(DECLARATION).contains(row);
        write(DECLARATION.replace(row, ""));
        tours.refresh();
        beat("one/row");
        assertThat(presenter.last("refused").toString()).contains("unknown-beat");
        assertThat(scene().toString()).isEqualTo(before);
        beat("one/walked");
        assertThat(state().at("/tour/beat").textValue()).isEqualTo("one/walked");
    }

    @Test
    void onlyTheDriverMovesTheTour() {
        var ada = attendee(room);
        ada.says("{'type':'command','id':'x1','at':0,'do':'beat','tour':'small','route':5,'beat':'one/row'}")
                .flush();
        assertThat(ada.last("refused")).isNotNull();
        assertThat(state().has("tour")).isFalse();
    }
}
