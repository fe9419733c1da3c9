package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a tour, a tool, an exhibit or a question sets ends with it, whichever way it is left. Two rooms are given the same random commands,
 * but in one of them something is opened again and again. Whenever nothing is open there, everything that can be seen is the same in both.
 */
class NothingSticksTest {
    private static final int SEQUENCES = 24;
    private static final int MOVES = 40;

    private static final List<String> LETTERS = List.of("A", "BCA", "CCBBAA", "ABCABC", "CBACBA");
    private static final List<String> STORIES = List.of("Lily and Tom went home", "Tom and Lily went home", "Tom");

    /** What a command is to this test. */
    private enum Kind {
        /** Part of what is shown of a model: during a tour it is the tour's. */
        OF_THE_SCENE,
        /** Of the room, whatever is shown. */
        OF_THE_ROOM,
        /** Opens or closes something, or is about what is open. */
        OPENS,
        /** Goes on by the clock or in other threads, or shows something before everything else: other tests. */
        ELSEWHERE
    }

    private static final Map<String, Kind> KINDS = kinds();

    @TempDir
    private Path folder;

    @AutoClose
    private TourRoom visited;

    /** The room in which nothing is ever opened. */
    @AutoClose
    private TourRoom plain;

    private Random random = new Random();
    private final List<String> moves = new ArrayList<>();
    private final Set<String> given = new HashSet<>();
    /** Whether what is shown is a tour's. */
    private boolean isTours;
    /** What was typed during the tour, for its end. */
    private Optional<Typed> typed = Optional.empty();
    /** Whether all that was done since the tour began can be undone with it. */
    private boolean canBeUndone;

    private record Typed(String model, String text) {}

    private static Map<String, Kind> kinds() {
        var kinds = new TreeMap<String, Kind>();
        var names = Map.of(
                Kind.OF_THE_SCENE,
                "go next back prompt generate append take-back reset sampling compare change answer mark focus",
                Kind.OF_THE_ROOM,
                "blank share lost address ask-wheel take-wheel kick keep-out let-in lock capacity embed keep-prompt"
                        + " drop-prompt texts hand call-on lower-hand too-fast applaud applause-on-hall propose vote-texts"
                        + " drop-text drop-texts qa-take-back qa-vote qa-report qa-set qa-merge qa-unmerge qa-pin"
                        + " qa-approval qa-clear rehearse-end record-hide",
                Kind.OPENS,
                "beat tour-end why exhibit predict predict-close predict-reveal predict-again predict-end guess series"
                        + " place place-close place-reveal place-again place-end touch"
                        + " series-names undo poll poll-answer poll-hide poll-close poll-reveal poll-again poll-end",
                Kind.ELSEWHERE,
                "run-text qa-ask qa-go rehearse play pause stop lobby offer-wheel train train-on train-pause"
                        + " train-step train-look train-speed train-stop talk-new talk-open talk-cover talk-put"
                        + " talk-replace talk-move talk-drop talk-end talk-plan talk-run record record-pause"
                        + " record-resume record-stop record-title");
        names.forEach((kind, commands) -> List.of(commands.split(" ")).forEach(command -> kinds.put(command, kind)));
        return kinds;
    }

    @Test
    void whateverWasOpenedIsGoneWhicheverWayItIsLeft() throws Exception {
        assertThat(KINDS.keySet()).as("each declared command").containsExactlyElementsOf(FuzzMessages.COMMANDS);
        visited = new TourRoom(Files.createDirectories(folder.resolve("visited")));
        plain = new TourRoom(Files.createDirectories(folder.resolve("plain")));
        for (int seed = 0; seed < SEQUENCES; seed++) {
            begin(seed);
            for (int i = 0; i < MOVES; i++) {
                move();
                check();
            }
            leaveAll();
            check();
            assertThat(isOpen()).isFalse();
        }
        KINDS.forEach((command, kind) ->
                assertThat(given.contains(command)).as(command).isEqualTo(kind != Kind.ELSEWHERE));
    }

    private void begin(int seed) {
        random = new Random(seed);
        moves.clear();
        moves.add("seed " + seed);
        isTours = false;
        typed = Optional.empty();
        for (TourRoom room : List.of(visited, plain)) {
            room.anew();
            room.command("'do':'lobby','on':false");
        }
    }

    private void move() {
        if (random.nextInt(12) == 0) {
            random(List.<Runnable>of(this::restart, this::loseTheLine, this::undo))
                    .run();
            return;
        }
        var drawn = KINDS.entrySet().stream()
                .filter(each ->
                        each.getValue() != Kind.ELSEWHERE && !each.getKey().equals("undo"))
                .toList();
        // What opens something is rarer in the list than it should be.
        var opens = drawn.stream().filter(each -> each.getValue() == Kind.OPENS).toList();
        var command = random(random.nextInt(5) < 2 ? opens : drawn);
        given.add(command.getKey());
        switch (command.getValue()) {
            case OF_THE_SCENE -> ofTheScene(command.getKey());
            case OPENS -> open(command.getKey());
            default -> {
                // They are presses of their own, which undo takes back one at a time, before it comes to the tour.
                canBeUndone &= !Set.of("blank", "share").contains(command.getKey());
                both(command.getKey(), FuzzMessages.fields(command.getKey(), random));
            }
        }
    }

    private void ofTheScene(String command) {
        if (command.equals("prompt")) {
            type();
        } else if (command.equals("next") || command.equals("back")) {
            step(command);
        } else if (isTours) {
            canBeUndone &= command.equals("go") || command.equals("mark");
            one(command, fields(command));
        } else {
            both(command, fields(command));
        }
    }

    /** Goes on with what is in front. */
    private void step(String command) {
        JsonNode before = visited.state();
        if (before.has("tour")) {
            one(command, "");
            if (!visited.state().at("/tour/beat").equals(before.at("/tour/beat"))) {
                canBeUndone &= isTours;
                isTours = true;
            }
        } else if (before.has("exhibit")) {
            one(command, "");
        } else if (!isOpen() || !before.at("/cursor/step").textValue().equals("probs")) {
            both(command, "");
        }
    }

    private void type() {
        boolean isStory = random.nextInt(3) == 0;
        var text = isStory ? new Typed("tiny-tales", random(STORIES)) : new Typed("nano-sort", random(LETTERS));
        JsonNode before = visited.state();
        moves.add("type " + text);
        visited.types(text.model(), text.text());
        if (!isTours) {
            plain.types(text.model(), text.text());
        }
        JsonNode now = visited.state();
        if (now.at("/trace/tokens").equals(before.at("/trace/tokens"))) {
            return;
        }
        if (!isTours) {
            // A tour that was left goes on with the text.
            typed = before.has("tour") && !isOwnOfBeat(before) ? Optional.of(text) : typed;
            return;
        }
        canBeUndone = false;
        if (isOwnOfBeat(before) || !now.at("/trace/model").equals(before.at("/trace/model"))) {
            isTours = false;
            endChoices();
            plain.command("'do':'compare'");
            plain.types(text.model(), text.text());
            plain.command(go(now.at("/cursor/step").textValue(), plain));
        }
        if (!isOwnOfBeat(before)) {
            typed = Optional.of(text);
        }
    }

    private static boolean isOwnOfBeat(JsonNode state) {
        return state.at("/tour/fixed").booleanValue();
    }

    private void open(String command) {
        JsonNode state = visited.state();
        String part = command.startsWith("poll") ? "poll" : command.matches("place-.*|touch") ? "place" : "prediction";
        int number = state.at("/" + part + "/number").intValue();
        switch (command) {
            case "beat" -> beat();
            case "tour-end" -> endTour();
            case "why" -> one("why", random.nextInt(4) == 0 ? asked("") : asked(tool()));
            case "exhibit" -> one("exhibit", random.nextBoolean() ? "'subject':'flight'" : "");
            case "predict" -> one("predict", question(state));
            case "place" -> one("place", place(state));
            case "touch" -> one("touch", "'number':" + number + ",'place':[0]");
            case "series" -> one("series", "'phase':'" + random(List.of("on", "result", "off", "off", "off")) + "'");
            case "poll", "poll-hide" -> one(command, FuzzMessages.fields(command, random));
            case "poll-answer" -> one(command, "'number':" + number + ",'options':[1]");
            case "series-names" -> one("series-names", FuzzMessages.fields(command, random));
            default -> one(command, "'number':" + number + (command.equals("guess") ? ",'option':0" : ""));
        }
    }

    private String place(JsonNode state) {
        String kind = random(List.of("word", "head", "layer"));
        String row = kind.equals("word") ? ",'row':[0,0,1]" : ",'measured':true";
        return "'trace':'" + state.at("/trace/id").textValue() + "','kind':'" + kind + "'"
                + (random.nextBoolean() ? row : "");
    }

    private void beat() {
        if (!isTours) {
            boolean isOther = !visited.state().has("tour");
            typed = isOther ? Optional.empty() : typed;
            canBeUndone = isOther;
        }
        isTours = true;
        one("beat", TourRoom.toBeat(random(TourRoom.BEATS)).substring("'do':'beat',".length()));
    }

    /** A beat ends what was chosen before it, and undo alone brings that back. */
    private void endChoices() {
        plain.command("'do':'mark','marks':[]");
        plain.command("'do':'focus'," + cursor(plain));
        plain.command("'do':'answer'");
    }

    private void endTour() {
        one("tour-end", "");
        if (isTours) {
            endChoices();
            typed.filter(text -> !isPrompt(text)).ifPresent(text -> plain.types(text.model(), text.text()));
        }
        isTours = false;
        typed = Optional.empty();
    }

    /** Whether a text is the prompt of what is shown where no tour was: then what follows it there stays. */
    private boolean isPrompt(Typed text) {
        JsonNode trace = plain.state().get("trace");
        var prompt = new StringBuilder();
        for (int i = 0; i < trace.get("promptLength").intValue(); i++) {
            prompt.append(trace.get("text").get(i).textValue());
        }
        return prompt.toString().equals(text.text())
                && trace.get("model")
                        .textValue()
                        .equals(visited.library().catalog().named(text.model()).id());
    }

    /** Undoes a tour from its last beat to what was before it, or what was opened last. */
    private void undo() {
        given.add("undo");
        if (isTours && canBeUndone) {
            moves.add("undo the tour");
            for (int i = 0; i < MOVES && visited.state().has("tour"); i++) {
                visited.command("'do':'undo'");
            }
            isTours = false;
        } else if (!visited.state().has("why") && !isTours) {
            one("why", asked(tool()));
            assertThat(visited.state().has("why")).as("%s", moves).isTrue();
            one("undo", "");
        }
    }

    private void restart() {
        moves.add("restart");
        visited.restart();
    }

    private void loseTheLine() {
        moves.add("lose the line");
        visited.losesTheLine();
    }

    private void leaveAll() {
        endTour();
        one("why", asked(""));
        one("exhibit", "");
        one(
                "predict-end",
                "'number':" + visited.state().at("/prediction/number").intValue());
        one("poll-end", "'number':" + visited.state().at("/poll/number").intValue());
        one("place-end", "'number':" + visited.state().at("/place/number").intValue());
        one("series", "'phase':'off'");
    }

    private String fields(String command) {
        String trace = "'trace':'" + visited.state().at("/trace/id").textValue() + "'";
        var steps = visited.walk().graph().steps().stream()
                .map(io.orrery.graph.Step::id)
                .filter(visited.walk()::contains)
                .toList();
        var sizes = visited.walk().graph().sizes();
        String head = "'blocks." + random.nextInt(sizes.n_layers()) + ".attn.hook_z[" + random.nextInt(sizes.n_heads())
                + "]=zero'";
        String on = random(
                List.of("{'kind':'everything'}", "{'kind':'head','layer':0,'head':1}", "{'kind':'layer','layer':1}"));
        return switch (command) {
            case "go" -> go(random(steps), visited).substring("'do':'go',".length());
            case "generate", "append", "take-back" ->
                trace + (command.equals("append") ? ",'tokens':[1]" : ",'tokens':1");
            case "sampling" -> "'temperature':" + random.nextInt(3);
            case "compare" -> random.nextBoolean() ? "" : "'model':'" + sorts() + "'";
            case "change" -> trace + ",'changes':[" + (random.nextInt(3) == 0 ? "" : head) + "]";
            case "focus" -> cursor(visited) + ",'on':" + on;
            default -> FuzzMessages.fields(command, random);
        };
    }

    private String sorts() {
        return visited.library().catalog().named("nano-sort").id();
    }

    private static String go(String step, TourRoom room) {
        return "'do':'go','cursor':{'trace':'" + room.state().at("/trace/id").textValue() + "','step':'" + step + "'}";
    }

    private static String cursor(TourRoom room) {
        JsonNode cursor = room.state().get("cursor");
        return "'cursor':" + cursor.toString().replace('"', '\'');
    }

    private String asked(String tool) {
        return cursor(visited) + (tool.isEmpty() ? "" : ",'tool':'" + tool + "','view':'" + view() + "'");
    }

    private String view() {
        var sizes = visited.walk().graph().sizes();
        String head = "layer=" + random.nextInt(sizes.n_layers()) + "&head=" + random.nextInt(sizes.n_heads());
        return random(List.of("sort=first", "machine=1", head, head + "&query=1&key=0"));
    }

    private String tool() {
        return random(Tools.ALL.stream().map(Tool::name).toList());
    }

    private String question(JsonNode state) {
        String origin = isTours ? ",'beat':'" + state.at("/tour/beat").textValue() + "'" : "";
        return random.nextBoolean()
                ? "'question':'Which?','options':['a','b']" + origin
                : "'trace':'" + state.at("/trace/id").textValue() + "','tokens':[0,1]" + origin;
    }

    private void one(String command, String fields) {
        moves.add(command + " " + fields);
        visited.command("'do':'" + command + "'" + (fields.isEmpty() ? "" : "," + fields));
    }

    private void both(String command, String fields) {
        one(command, fields);
        plain.command("'do':'" + command + "'" + (fields.isEmpty() ? "" : "," + fields));
    }

    private boolean isOpen() {
        JsonNode state = visited.state();
        return List.of("tour", "why", "exhibit", "prediction", "poll", "place", "series").stream()
                .anyMatch(state::has);
    }

    /** What is open is about what is there; and while nothing is, nobody can see that anything ever was. */
    private void check() {
        JsonNode why = visited.state().path("why");
        var sizes = visited.walk().graph().sizes();
        Map<String, Integer> counted = Map.of("layer", sizes.n_layers(), "head", sizes.n_heads());
        for (String part : why.path("view").asText().split("&")) {
            String[] named = part.split("=");
            Optional.ofNullable(counted.get(named[0]))
                    .ifPresent(count -> assertThat(Integer.parseInt(named[1]))
                            .as("%s of %s", part, moves)
                            .isLessThan(count));
        }
        if (!isOpen()) {
            assertThat(seen(visited)).as("%s", moves).isEqualTo(seen(plain));
        }
    }

    private static JsonNode seen(TourRoom room) {
        var scene = (ObjectNode) room.scene();
        // A beat forgets the changes that were ended, which could be made again; who is lost is so at the step that is
        // shown.
        scene.remove(List.of("wheel", "change", "lost", "hands", "signals", "proposals"));
        return scene;
    }

    private <T> T random(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
