package io.orrery.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.Row;
import io.orrery.room.state.StateJson;
import io.orrery.room.storage.SavedPerson;
import io.orrery.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the messages of a room's subject add up to: the rows of its log, the people it knows, and their answers. A message has the rows and the changes
 * of people that were made together, and the epoch of the owner who wrote it; the first message of an epoch has neither. All are
 * read in their order. Some messages replace all that was before ({@link Message#part}): of what was erased nothing is left, once those before it are deleted.
 */
final class RoomContents {
    /**
     * Of the form of messages, of states in them, and of what owners and fronts say to each other; a room that a later version wrote is left to
     * servers that know it. Only tests set it.
     */
    static final int VERSION = Integer.getInteger("orrery.form", 1);

    private static final JsonMapper JSON = StateJson.mapper().build();

    private final Map<String, SavedPerson> people = new LinkedHashMap<>();
    /** By ballot and person, in the order in which they first came. */
    private final Map<List<String>, String> answers = new LinkedHashMap<>();

    private final List<Row> rows = new ArrayList<>();
    private final boolean keepsAllRows;
    private int numbered;
    private Optional<Message> newest = Optional.empty();
    /** The room's clock when the last message was stored, ms; 0 while none has said. */
    private double clock;

    /** The clock of NATS then, ms. */
    private double storedAt;

    /** The messages so far that will replace all before them, once all of them are there. */
    private List<Message> replacing = new ArrayList<>();

    /**
     * A message.
     *
     * @param v {@link RoomContents#VERSION}
     * @param node the server that wrote it
     * @param epoch counts the room's owners
     * @param n counts the owner's messages; 0 for the first, which says that it is the owner
     * @param part the number of the message among those that together replace all that was before, from 1; 0 for a message that does not
     * @param parts how many those are
     * @param numbered the highest number that a person has had, if all is replaced
     * @param at the room's clock when the message was written, ms; 0 in an owner's first, and in those of versions that did not write it
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Message(
            int v,
            String node,
            long epoch,
            long n,
            int part,
            int parts,
            int numbered,
            double at,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Row> rows,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<List<String>> people) {
        Message {
            rows = List.copyOf(rows);
            people = List.copyOf(people);
        }

        /** The same message with another number and time. */
        Message as(long number, double time) {
            return new Message(v, node, epoch, number, part, parts, numbered, time, rows, people);
        }

        byte[] bytes() {
            return Json.bytes(this);
        }

        static Message read(byte[] bytes) throws IOException {
            return Optional.ofNullable(JSON.readValue(bytes, Message.class))
                    .orElseThrow(() -> new IOException("no message"));
        }
    }

    /** @param keepsAllRows whether all rows are kept, and not only those from the last one with the whole state on */
    RoomContents(boolean keepsAllRows) {
        this.keepsAllRows = keepsAllRows;
    }

    static List<String> keeps(SavedPerson person) {
        return List.of(
                "person",
                Integer.toString(person.number()),
                person.secretHash(),
                person.name(),
                Boolean.toString(person.kicked()));
    }

    static List<String> forgets(String secretHash) {
        return List.of("forget", secretHash);
    }

    static List<String> keeps(Ballots.Answer answer) {
        return List.of("answer", answer.ballot(), answer.person(), answer.answer());
    }

    static List<String> withdraws(String ballot, String person) {
        return List.of("withdraw", ballot, person);
    }

    static List<String> ends(String ballot) {
        return List.of("end", ballot);
    }

    /** Takes in a message. @param stored the clock of NATS when it stored it, ms */
    void add(Message message, double stored) {
        if (message.at() > 0) {
            clock = message.at();
        } else if (clock > 0) {
            clock += Math.max(0, stored - storedAt);
        }
        storedAt = stored;
        newest = Optional.of(message);
        add(message);
    }

    private void add(Message message) {
        if (message.part() > 0) {
            if (message.part() == 1) {
                replacing.clear();
            }
            replacing.add(message);
            if (replacing.size() == message.parts()) {
                List<Message> all = replacing;
                replacing = new ArrayList<>();
                people.clear();
                answers.clear();
                rows.clear();
                all.forEach(this::apply);
            }
            return;
        }
        replacing.clear();
        apply(message);
    }

    private void apply(Message message) {
        numbered = Math.max(numbered, message.numbered());
        message.rows().forEach(this::add);
        message.people().forEach(this::add);
    }

    void add(Row row) {
        if (!keepsAllRows && row.isWhole()) {
            rows.clear();
        }
        rows.add(row);
    }

    void add(List<String> change) {
        switch (change.get(0)) {
            case "person" -> {
                var person = new SavedPerson(
                        Integer.parseInt(change.get(1)),
                        change.get(2),
                        change.get(3),
                        Boolean.parseBoolean(change.get(4)));
                people.put(person.secretHash(), person);
                numbered = Math.max(numbered, person.number());
            }
            case "forget" -> people.remove(change.get(1));
            case "answer" -> answers.put(List.of(change.get(1), change.get(2)), change.get(3));
            case "withdraw" -> answers.remove(List.of(change.get(1), change.get(2)));
            case "end" -> answers.keySet().removeIf(key -> key.get(0).equals(change.get(1)));
            default -> throw new IllegalArgumentException("no change of people: " + change.get(0));
        }
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** The rows from the last one with the whole state on; all if there is none. */
    List<Row> newestRows() {
        int from = 0;
        for (int i = 0; i < rows.size(); i++) {
            from = rows.get(i).isWhole() ? i : from;
        }
        return List.copyOf(rows.subList(from, rows.size()));
    }

    List<SavedPerson> people() {
        return List.copyOf(people.values());
    }

    List<Ballots.Answer> answers() {
        return answers.entrySet().stream()
                .map(each ->
                        new Ballots.Answer(each.getKey().get(0), each.getKey().get(1), each.getValue()))
                .toList();
    }

    /** The last message. */
    Optional<Message> newest() {
        return newest;
    }

    /** The room's clock when the last message was stored, ms; 0 if no message says it. */
    double clock() {
        return clock;
    }

    int numbered() {
        return numbered;
    }

    /** A person has had this number, who may be forgotten. */
    void hasNumbered(int number) {
        numbered = Math.max(numbered, number);
    }

    /** All changes that make the people and answers what they are now. */
    List<List<String>> peopleAnew() {
        var all = new ArrayList<List<String>>();
        people.values().forEach(person -> all.add(keeps(person)));
        answers().forEach(answer -> all.add(keeps(answer)));
        return all;
    }
}
