package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Presets;
import io.orrery.wire.Json;
import io.orrery.wire.ReadFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * While the room guesses what follows a text, nobody but those who may drive is sent that, in whichever way the room comes to show the
 * text, and whatever computes it; and at no step is the audience sent probabilities that the hall does not show. Only what is sent is
 * looked at.
 */
class HiddenGuessTest {
    private static final int TURNS = 120;
    private static final String TEXT = "CBABBC";

    /** What the sorting model computes for each token of its vocabulary. */
    private static final Set<String> TELLING = Set.of("logits", "probs");

    private static final List<String> STEPS =
            List.of("start", "embed", "blocks.0.attn.scores", "ln_final", "logits", "probs");

    @TempDir
    private Path folder;

    @AutoClose
    private TourRoom room;

    private HandSocket ada;
    private HandSocket hall;
    private final Map<Integer, String> guessed = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<HandSocket, int[]> checked = new HashMap<>();
    private final Set<String> seenByPresenter = new TreeSet<>();

    @BeforeEach
    void open() throws Exception {
        room = new TourRoom(folder);
        anew();
    }

    private void anew() {
        room.anew();
        ada = room.attendee();
        hall = room.projector();
        guessed.clear();
        checked.clear();
        room.types(TEXT);
        check();
    }

    private static Stream<Integer> seeds() {
        return IntStream.rangeClosed(1, 8).boxed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"change", "train", "checkpoint", "compare", "append", "undo", "restart"})
    void sameTextTellsNothingWhateverComputesIt(String way) throws Exception {
        room.command("'do':'go','cursor':{'trace':'" + trace() + "','step':'probs'}");
        ask();
        String reader = Json.write(Map.of(
                "model",
                room.state().at("/trace/model").textValue(),
                "preset",
                "nano-sort",
                "title",
                Presets.open("nano-sort").preset().title()));
        switch (way) {
            case "change" ->
                room.command("'do':'change','trace':'" + trace() + "','changes':['blocks.0.attn.hook_z[1]=scale:1.0']");
            case "train" -> room.command("'do':'train'");
            case "checkpoint" -> room.command("'do':'prompt','trace':'" + traceOf("nano-sort@100", TEXT) + "'");
            case "compare" -> room.command("'do':'compare','model':'nano-sort@100'");
            case "append" -> room.command("'do':'append','trace':'" + trace() + "','tokens':[1]");
            case "undo" -> {
                room.command("'do':'change','trace':'" + trace() + "','changes':['blocks.0.attn.hook_z[1]=zero']");
                room.types("BBB");
                room.command("'do':'undo'");
            }
            default -> {
                room.command("'do':'prompt','trace':'" + traceOf("nano-sort@100", TEXT) + "'");
                restart();
            }
        }
        for (String step : List.of("logits", "embed", "probs")) {
            room.command("'do':'go','cursor':{'trace':'" + trace() + "','step':'" + step + "'}");
            check();
        }
        assertThat(room.state().at("/prediction/hides").booleanValue()).isTrue();

        int frames = ada.framesSoFar().size();
        room.command("'do':'predict-reveal','number':" + number());
        check();
        assertThat(ada.framesSoFar()).as("the frame of the step").hasSizeGreaterThan(frames);
        assertThat(lastState(ada).at("/trace/next")).isNotEmpty();
        assertThat(lastState(ada).at("/prediction").has("hides")).isFalse();
        for (JsonNode state : List.of(room.state(), lastState(ada), lastState(hall))) {
            assertThat(state.at("/prediction/reader"))
                    .as("the model that was asked")
                    .isEqualTo(Json.read(reader));
        }
    }

    @Test
    void toolOfWhyAndALookAtAnUpdateAreWithheldFromALongerTextToo() throws Exception {
        ask();
        room.command("'do':'append','trace':'" + trace() + "','tokens':[0]");
        check();
        assertThat(lastState(ada).at("/trace/next")).as("of the longer text").isNotEmpty();
        room.command("'do':'why','cursor':{'trace':'" + trace() + "','step':'" + step() + "'},'tool':'lens'");
        check();
        assertThat(lastState(ada).has("why")).isFalse();
        assertThat(room.state().has("why")).isTrue();

        room.types(TEXT);
        room.command("'do':'train'");
        room.command("'do':'train-look','phase':'loss'");
        check();
        assertThat(lastState(ada).at("/training/course").has("look")).isFalse();
        assertThat(room.state().at("/training/course").has("look")).isTrue();
        room.command("'do':'predict-end','number':" + number());
        check();
        assertThat(lastState(ada).at("/training/course").has("look")).isTrue();
    }

    /** Any command, in any order, with people who come and a server that restarts. */
    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyInTheAudienceIsEverToldWhatTheRoomGuesses(int seed) throws Exception {
        var random = new Random(seed);
        int hidden = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            switch (random.nextInt(14)) {
                case 0 -> room.advance(random.nextInt(3000));
                case 1 -> {
                    ada.drops();
                    ada = room.attendee();
                }
                case 2 -> {
                    if (random.nextInt(6) == 0) {
                        restart();
                    }
                }
                case 3, 4 -> ask();
                case 5 -> room.command("'do':'go','cursor':{'trace':'" + trace() + "','step':'probs'}");
                default -> {
                    String command = pick(random, FuzzMessages.COMMANDS);
                    // Ended questions hide nothing: most of them stay.
                    if (!Set.of("predict-end", "predict-reveal").contains(command) || random.nextInt(4) == 0) {
                        String fields = fields(command, random);
                        room.command("'do':'" + command + "'" + (fields.isEmpty() ? "" : "," + fields));
                    }
                }
            }
            check();
            hidden += room.state().at("/prediction/hides").booleanValue() ? 1 : 0;
        }
        assertThat(hidden).as("turns in which something was hidden").isPositive();
        assertThat(seenByPresenter).as("frames that those who drive are sent").isNotEmpty();
    }

    /** Of the commands that show something, with what the room has; all others as in other tests. */
    private String fields(String command, Random random) {
        String trace = "'trace':'" + trace() + "'";
        Supplier<String> at = () -> "'cursor':{" + trace + ",'step':'" + pick(random, STEPS) + "'}";
        return switch (command) {
            case "go", "focus" -> at.get();
            case "why" -> at.get() + ",'tool':'lens'";
            case "generate", "take-back" -> trace + ",'tokens':" + (1 + random.nextInt(2));
            case "append" -> trace + ",'tokens':[" + random.nextInt(3) + "]";
            case "compare" -> random.nextBoolean() ? "'model':'nano-sort@50'" : "";
            case "prompt" ->
                "'trace':'"
                        + traceOf(
                                pick(random, List.of("nano-sort", "nano-sort@75", "nano-sort@400")),
                                pick(random, List.of(TEXT, TEXT, TEXT + "A", "CBA", "BBB")))
                        + "'";
            case "change" ->
                trace + ",'changes':["
                        + pick(
                                random,
                                List.of("", "'blocks.1.hook_mlp_out=zero'", "'blocks.0.attn.hook_z[1]=scale:1.0'"))
                        + "]";
            case "beat" -> "'tour':'small','route':5,'beat':'" + pick(random, TourRoom.BEATS) + "'";
            case "predict" -> trace + ",'tokens':[0,1,2]";
            case "predict-close", "predict-reveal", "predict-end" -> "'number':" + number();
            default -> FuzzMessages.fields(command, random);
        };
    }

    /** Asks what follows the present text, in place of a question that is open, of whatever kind. */
    private void ask() throws IOException {
        for (var open : Map.of("predict", "prediction", "poll", "poll", "place", "place")
                .entrySet()) {
            JsonNode number = room.state().at("/" + open.getValue() + "/number");
            if (!number.isMissingNode()) {
                room.command("'do':'" + open.getKey() + "-end','number':" + number);
                check();
            }
        }
        room.command("'do':'predict','trace':'" + trace() + "','tokens':[0,1]");
        check();
    }

    private void restart() throws IOException {
        room.restart();
        checked.clear();
        ada = room.attendee();
        hall = room.projector();
    }

    private String traceOf(String model, String text) {
        return room.library()
                .prompt(room.library().catalog().named(model), text)
                .join()
                .id();
    }

    private String trace() {
        return room.state().at("/trace/id").textValue();
    }

    private String step() {
        return room.state().at("/cursor/step").textValue();
    }

    private int number() {
        return room.state().at("/prediction/number").intValue();
    }

    private static JsonNode lastState(HandSocket person) {
        List<JsonNode> states = person.everything().stream()
                .filter(message -> message.has("state"))
                .toList();
        return states.get(states.size() - 1).get("state");
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Looks at all that has arrived since. */
    private void check() {
        arrived(room.presenter(), this::learn, frame -> seenByPresenter.addAll(telling(frame)));
        arrived(ada, this::checkState, this::checkFrame);
        arrived(hall, this::checkState, this::checkFrame);
    }

    private void arrived(HandSocket person, Consumer<JsonNode> state, Consumer<ByteBuffer> frame) {
        person.flush();
        int[] before = checked.computeIfAbsent(person, any -> new int[2]);
        List<JsonNode> messages = person.everything();
        List<ByteBuffer> frames = person.framesSoFar();
        messages.subList(before[0], messages.size()).forEach(message -> state.accept(message.path("state")));
        frames.subList(before[1], frames.size()).forEach(frame);
        before[0] = messages.size();
        before[1] = frames.size();
    }

    /** The text of each trace, and which text each question was asked about: the one that was shown then. */
    private void learn(JsonNode state) {
        for (String of : List.of("trace", "second")) {
            if (state.has(of)) {
                texts.put(state.at("/" + of + "/id").textValue(), text(state.get(of)));
            }
        }
        if (state.has("trace") && isPending(state)) {
            guessed.putIfAbsent(state.at("/prediction/number").intValue(), text(state.get("trace")));
        }
    }

    private static boolean isPending(JsonNode state) {
        JsonNode question = state.at("/prediction/question");
        return question.has("about") && !question.get("phase").textValue().equals("revealed");
    }

    private static String text(JsonNode trace) {
        var text = new StringBuilder();
        trace.get("text").forEach(token -> text.append(token.textValue()));
        return text.toString();
    }

    private void checkState(JsonNode state) {
        if (state.has("cursor") && !showsProbabilities(state)) {
            for (String of : List.of("trace", "second")) {
                assertThat(state.at("/" + of + "/next")).as(state.toString()).isEmpty();
                assertThat(state.at("/" + of).has("rival")).as(state.toString()).isFalse();
            }
        }
        if (!isPending(state)) {
            return;
        }
        JsonNode question = state.at("/prediction/question");
        assertThat(question.has("model") || question.has("counts") || question.has("right"))
                .as(state.toString())
                .isFalse();
        if (!state.has("trace")) {
            // Counts, which come without the rest of the state.
            return;
        }
        String about = guessed.get(state.at("/prediction/number").intValue());
        for (String of : List.of("trace", "second")) {
            if (state.has(of) && text(state.get(of)).equals(about)) {
                assertThat(state.at("/" + of + "/next")).as(state.toString()).isEmpty();
                assertThat(state.at("/" + of).has("rival")).as(state.toString()).isFalse();
            }
        }
        if (text(state.get("trace")).startsWith(about)) {
            assertThat(state.has("why")).as(state.toString()).isFalse();
        }
        if (text(state.get("trace")).equals(about)) {
            assertThat(state.at("/training/course").has("look"))
                    .as(state.toString())
                    .isFalse();
        }
    }

    /** Whether the hall shows them: at their step, for a command about them, or beside a question of why. */
    private static boolean showsProbabilities(JsonNode state) {
        JsonNode step = state.at("/cursor/step");
        JsonNode answer = state.path("answer");
        boolean isKept =
                answer.path("hidden").booleanValue() || answer.path("fresh").equals(step);
        return state.has("why")
                || (!isKept
                        && (step.textValue().equals("probs")
                                || answer.at("/about/step").equals(step)));
    }

    /** A frame of the present state, which the presenter has, too. */
    private void checkFrame(ByteBuffer bytes) {
        JsonNode now = ReadFrame.said(bytes).map(said -> said.get("state")).orElseGet(room::state);
        String about = isPending(now) ? guessed.get(now.at("/prediction/number").intValue()) : "nothing";
        try {
            String trace = ReadFrame.of(bytes).header().get("trace").textValue();
            if (texts.get(trace).startsWith(about)) {
                assertThat(telling(bytes)).as(now.toString()).isEmpty();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The tensors of a frame that tell what comes next. */
    private static Set<String> telling(ByteBuffer bytes) {
        try {
            var names = new TreeSet<String>();
            ReadFrame.of(bytes)
                    .header()
                    .get("tensors")
                    .forEach(tensor -> names.add(tensor.get("name").textValue()));
            names.retainAll(TELLING);
            return names;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
