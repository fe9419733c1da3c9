package io.orrery.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.PerPerson.Departure;
import io.orrery.room.activity.Recorded.Result;
import io.orrery.room.activity.RehearsalState;
import io.orrery.room.activity.Says.Said;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.room.storage.SavedPerson;
import io.orrery.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is kept of a room for afterwards: the results of what has ended, how many signals came at which step, and which commands were done that made no entry
 * in the log. It is a ballot that never ends, in which no person answers, so it is stored with the answers of people, apart from state, log and undo.
 * Nobody is sent it.
 *
 * <p>A line is the result of a question ({@code result 1700000000000 prediction 3}), what one person wrote or scored there
 * ({@code p12 1700000000000 prediction 3}), a count of signals of one day ({@code signal 1699999920000 fast start}), the
 * day on which a person was here last ({@code p12 1699999920000 seen}), or the ids of the person's last commands of one day
 * ({@code p12 1699999920000 done}). For the room's thread only.
 */
public final class Afterwards {
    private static final String BALLOT = "afterwards";

    /** The most lines; beyond it the oldest goes. */
    static final int MOST = 20_000;

    /** A shorter text is not taken for the end of one of a person's. */
    private static final int LONG_TEXT = 20;

    private static final String RESULT = "result";
    private static final String SIGNAL = "signal";
    private static final String SEEN = "seen";
    private static final String DONE = "done";

    /** A page repeats only commands whose answers it missed; there are few. */
    private static final int MOST_DONE = 8;

    private static final long DAY_MS = 86_400_000;

    private final Ballots lines;

    /** @param stored all answers of the room that were stored */
    Afterwards(List<Ballots.Answer> stored, Ballots.Store store) {
        lines = new Ballots(stored.stream().filter(Afterwards::isLine).toList(), store, () -> {});
    }

    /** The answers that people have given themselves. @param stored all answers of the room that were stored */
    static List<Ballots.Answer> withoutLines(List<Ballots.Answer> stored) {
        return stored.stream().filter(answer -> !isLine(answer)).toList();
    }

    private static boolean isLine(Ballots.Answer answer) {
        return answer.ballot().equals(BALLOT);
    }

    /**
     * What is given out of a room. Times are ms of the server's clock.
     *
     * @param days how long it is kept
     * @param said what people wrote to the room, by the name of the activity: {@code qa} and {@code proposals}
     * @param asked what the room was asked: a {@link Result} with {@code kind}, {@code at}, {@code open} if it is not over, {@code words} and {@code best}
     * @param people whom the room knows by a name; without names none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Report(
            String room,
            long at,
            int days,
            Map<String, List<Said>> said,
            List<JsonNode> asked,
            List<Signalled> signals,
            List<Named> people) {}

    /** A person whom the room knows by a name. @param person the person's id */
    public record Named(String person, String name) {}

    /** What people wrote as an answer. @param who the ids of those who wrote it; without names none */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Word(String text, int count, List<String> who) {}

    /** A score of a series. @param bits a text @param texts over how many */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Best(double bits, int texts, String person, String name) {}

    /** How often a signal came at a step on one day. @param day its first moment, UTC */
    public record Signalled(long day, String step, String signal, int count) {}

    /** Keeps the results of what has ended. @param results by the name of the activity */
    void ended(Map<String, Result> results, double now) {
        results.forEach((kind, result) -> {
            String key = (long) now + " " + kind + " " + result.number();
            put(RESULT + " " + key, Json.write(result));
            result.own().forEach((person, own) -> put(person + " " + key, Json.write(own)));
        });
    }

    /** Counts a signal. */
    void signal(String signal, String step, double now) {
        String key = SIGNAL + " " + dayOf(now) + " " + signal + " " + step;
        put(
                key,
                Integer.toString(
                        1 + lines.answer(BALLOT, key).map(Integer::parseInt).orElse(0)));
    }

    private void put(String key, String line) {
        lines.put(new Ballots.Answer(BALLOT, key, line), MOST);
    }

    /** Notes the day on which a person was here last. */
    void sees(String person, double now) {
        String key = person + " " + dayOf(now) + " " + SEEN;
        if (lines.answer(BALLOT, key).isEmpty()) {
            withdraw(other -> isOf(person, other) && other.endsWith(SEEN));
            put(key, "{}");
        }
    }

    /** Keeps that a person's command was done: a page that has not heard so repeats it, perhaps to the next owner of the room. */
    void did(String person, String id, double now) {
        String key = doneKey(person, now);
        Optional<String> before = lines.answer(BALLOT, key);
        if (before.isEmpty()) {
            withdraw(other -> isOf(person, other) && other.endsWith(DONE) && isBefore(now - DAY_MS, other));
        }
        put(
                key,
                Stream.concat(Stream.of(id), before.stream().flatMap(String::lines))
                        .limit(MOST_DONE)
                        .collect(Collectors.joining("\n")));
    }

    /** Whether a person's command was done and made no entry in the log. */
    boolean isDone(String person, String id, double now) {
        return Stream.of(now, now - DAY_MS)
                .flatMap(day -> lines.answer(BALLOT, doneKey(person, day)).stream())
                .flatMap(String::lines)
                .anyMatch(id::equals);
    }

    private static String doneKey(String person, double now) {
        return person + " " + dayOf(now) + " " + DONE;
    }

    /**
     * Deletes what is older.
     *
     * @param oldest ms
     * @return the ids of people who were here last before that
     */
    List<String> prune(double oldest) {
        List<String> away = lines.answers(BALLOT).keySet().stream()
                .filter(key -> key.endsWith(SEEN) && isBefore(oldest, key))
                .map(key -> key.split(" ")[0])
                .toList();
        withdraw(key -> isBefore(oldest, key));
        return away;
    }

    /** A line of a whole day goes once all of the day is over. */
    private static boolean isBefore(double oldest, String key) {
        boolean isOfADay = key.startsWith(SIGNAL) || key.endsWith(SEEN) || key.endsWith(DONE);
        return Long.parseLong(key.split(" ")[1]) < oldest - (isOfADay ? DAY_MS : 0);
    }

    private static boolean isOf(String person, String key) {
        return key.startsWith(person + " ");
    }

    private static long dayOf(double now) {
        return (long) now / DAY_MS * DAY_MS;
    }

    /**
     * Deletes what a person wrote and scored; of the results stay counts, without texts that are the person's.
     *
     * @param words what the person wrote to the room
     */
    private void erase(String person, Set<String> words) {
        withdraw(key -> isOf(person, key));
        for (Map.Entry<String, String> line : List.copyOf(lines.answers(BALLOT).entrySet())) {
            if (line.getKey().startsWith(RESULT) && Json.own(line.getValue()) instanceof ObjectNode result) {
                String about = result.path("about").asText();
                if (!about.isBlank() && isIn(about, words)) {
                    result.remove("about");
                    if (result.path("place") instanceof ObjectNode places) {
                        places.remove("text");
                    }
                    put(line.getKey(), result.toString());
                }
            }
        }
    }

    /**
     * Deletes what a person gave, or everybody, from the room's ballots and from what is kept of the person.
     *
     * @param person the id of a person; empty for everybody
     * @return the state without it
     */
    RoomState erased(String person, RoomState state, Ballots ballots) {
        if (person.isEmpty()) {
            ballots.keepOnly(Set.of());
            return Activities.ALL.erased(state);
        }
        erase(person, wordsOf(person, state, ballots));
        return Activities.ALL.departed(state, person, Departure.REMOVED, ballots);
    }

    /** Whether the machine shows a text of a person, or the room is asked about one. @param person the id of a person; empty for everybody */
    static boolean isShown(String person, RoomState state, Ballots ballots) {
        Set<String> words = wordsOf(person, state, ballots);
        return Activities.ALL.isShown(state, person, ballots)
                || Activities.ALL.results(state, ballots).values().stream()
                        .anyMatch(result -> result.about()
                                .filter(about -> isIn(about, words))
                                .isPresent());
    }

    private static Set<String> wordsOf(String person, RoomState state, Ballots ballots) {
        return Activities.ALL.said(state, ballots).values().stream()
                .flatMap(List::stream)
                .filter(said -> said.person().equals(person))
                .map(Said::text)
                .collect(Collectors.toSet());
    }

    /** Whether a text is one of a person's, or a part of one, or has one in it. */
    private static boolean isIn(String text, Set<String> words) {
        return words.stream()
                .anyMatch(word -> text.contains(word) || (text.length() >= LONG_TEXT && word.contains(text.strip())));
    }

    /** Deletes everything. */
    void clear() {
        lines.keepOnly(Set.of());
    }

    private void withdraw(Predicate<String> which) {
        lines.answers(BALLOT).keySet().stream().filter(which).toList().forEach(key -> lines.withdraw(BALLOT, key));
    }

    /**
     * The report that is given out.
     *
     * @param areNamed whether names and ids of people are
     * @param ballots what people have answered to what is not over
     */
    Report report(
            String room,
            double now,
            int days,
            boolean areNamed,
            RoomState state,
            Ballots ballots,
            Stream<SavedPerson> people) {
        // What invented people answer is nobody's.
        boolean isRehearsed = RehearsalState.PART.of(state).isOn();
        Map<String, List<Said>> said = isRehearsed ? new LinkedHashMap<>() : Activities.ALL.said(state, ballots);
        if (!areNamed) {
            said.replaceAll((kind, all) -> all.stream().map(Said::nameless).toList());
        }
        var asked = new ArrayList<JsonNode>();
        var own = new HashMap<String, Map<String, JsonNode>>();
        Map<String, String> all = lines.answers(BALLOT);
        all.forEach((key, line) -> {
            String[] parts = key.split(" ", 2);
            if (!parts[0].equals(RESULT) && !parts[0].equals(SIGNAL) && !key.endsWith(SEEN) && !key.endsWith(DONE)) {
                own.computeIfAbsent(parts[1], any -> new LinkedHashMap<>()).put(parts[0], Json.own(line));
            }
        });
        all.forEach((key, line) -> {
            if (key.startsWith(RESULT)) {
                String[] parts = key.split(" ", 2);
                String[] what = parts[1].split(" ");
                asked.add(asked(
                        what[1],
                        Long.parseLong(what[0]),
                        false,
                        Json.own(line),
                        own.getOrDefault(parts[1], Map.of()),
                        areNamed));
            }
        });
        Map<String, Result> open = isRehearsed ? Map.of() : Activities.ALL.results(state, ballots);
        open.forEach((kind, result) -> {
            var owned = new LinkedHashMap<String, JsonNode>();
            result.own().forEach((person, each) -> owned.put(person, Json.tree(each)));
            asked.add(asked(kind, (long) now, true, Json.tree(result), owned, areNamed));
        });
        return new Report(
                room,
                (long) now,
                days,
                said,
                asked,
                signals(all),
                people.filter(each -> areNamed && !each.name().isEmpty())
                        .map(each -> new Named(each.id(), each.name()))
                        .toList());
    }

    private static JsonNode asked(
            String kind, long at, boolean isOpen, JsonNode result, Map<String, JsonNode> own, boolean areNamed) {
        var words = new LinkedHashMap<String, List<String>>();
        var best = new ArrayList<Best>();
        own.forEach((person, each) -> {
            if (each.has("word")) {
                words.computeIfAbsent(each.get("word").textValue(), any -> new ArrayList<>())
                        .add(person);
            } else {
                best.add(new Best(
                        each.path("bits").doubleValue(),
                        each.path("texts").intValue(),
                        areNamed ? person : "",
                        areNamed ? each.path("name").asText() : ""));
            }
        });
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("kind", kind).put("at", at);
        if (isOpen) {
            json.put("open", true);
        }
        json.setAll((ObjectNode) result);
        if (!words.isEmpty()) {
            json.set(
                    "words",
                    Json.tree(words.entrySet().stream()
                            .map(word -> new Word(
                                    word.getKey(), word.getValue().size(), areNamed ? word.getValue() : List.of()))
                            .sorted(Comparator.comparingInt(Word::count)
                                    .reversed()
                                    .thenComparing(Word::text))
                            .toList()));
        }
        if (!best.isEmpty()) {
            best.sort(Comparator.comparingDouble(Best::bits));
            json.set("best", Json.tree(best));
        }
        return json;
    }

    private static List<Signalled> signals(Map<String, String> all) {
        return all.entrySet().stream()
                .filter(line -> line.getKey().startsWith(SIGNAL))
                .map(line -> {
                    String[] parts = line.getKey().split(" ", 4);
                    return new Signalled(
                            Long.parseLong(parts[1]), parts[3], parts[2], Integer.parseInt(line.getValue()));
                })
                .collect(Collectors.toList());
    }
}
