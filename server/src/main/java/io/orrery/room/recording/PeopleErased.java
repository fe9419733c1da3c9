package io.orrery.room.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.activity.RecordingState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes names and texts of people out of recordings that have them, as if these had been made without. Those of all people go: a recording has what was shown,
 * and not who gave it. While the machine showed a text of somebody, what was there before stands still.
 */
public final class PeopleErased {
    /** Marks a row, in recordings of people, from which on the machine shows a text of one of them. */
    static final String OF_PERSON = "person";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A time in which the machine showed a text of somebody, ms. */
    private record Held(double from, double to) {}

    private final Recordings recordings;
    private final Recording.Contents contents;
    private final List<Held> times = new ArrayList<>();
    /** All members of the state at this moment, as they were recorded. */
    private final ObjectNode seen = JSON.createObjectNode();
    /** The same as they are left. */
    private ObjectNode left = JSON.createObjectNode();

    private Optional<Double> heldSince = Optional.empty();

    private PeopleErased(Recordings recordings, Recording.Contents contents) {
        this.recordings = recordings;
        this.contents = contents;
    }

    /** Takes people out of all recordings of a room, which have ended; after it their names and texts are not on the disk either. */
    public static void in(Recordings recordings, String room) {
        for (Recording head : recordings.list(room)) {
            recordings.contents(head.id()).ifPresent(contents -> new PeopleErased(recordings, contents).erase());
        }
        recordings.scrub();
    }

    private String id() {
        return contents.head().id();
    }

    private void erase() {
        List<JsonNode> first = rows(0);
        if (first.isEmpty()
                || !first.get(0)
                        .at("/state/" + RecordingState.PART.name() + "/people")
                        .asBoolean()) {
            return;
        }
        if (!findFirst()) {
            recordings.erase(id());
            return;
        }
        seen.removeAll();
        heldSince = Optional.empty();
        for (int n = 0; n < contents.stretches().size(); n++) {
            ArrayNode rows = without(rows(n));
            recordings.replace(id(), n, rows.toString().getBytes(StandardCharsets.UTF_8));
        }
        heldSince.ifPresent(since -> times.add(new Held(since, Double.POSITIVE_INFINITY)));
        for (int i = 0; i < contents.marks().size(); i++) {
            Mark mark = contents.marks().get(i);
            if (times.stream().anyMatch(held -> mark.t() >= held.from() && mark.t() < held.to())) {
                recordings.mark(id(), i, Mark.gap().at(mark.t()));
            }
        }
    }

    /** Begins with the first state that does not show a text of somebody. @return whether there is one */
    private boolean findFirst() {
        for (int n = 0; n < contents.stretches().size(); n++) {
            boolean isWhole = true;
            for (JsonNode row : rows(n)) {
                if (take(row, isWhole)) {
                    isWhole = false;
                    if (heldSince.isEmpty()) {
                        left = allowed();
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private ArrayNode without(List<JsonNode> rows) {
        ArrayNode out = JSON.createArrayNode();
        for (JsonNode row : rows) {
            if (take(row, out.isEmpty())) {
                ObjectNode now = heldSince.isPresent() ? left : allowed();
                changed(row, now, out.isEmpty()).ifPresent(out::add);
                left = now;
            } else if (heldSince.isEmpty() && !out.isEmpty()) {
                out.add(row);
            }
        }
        return out;
    }

    /** Takes what a row changes of the state. @return whether it changes any */
    private boolean take(JsonNode row, boolean isWhole) {
        if (row.has("state")) {
            if (isWhole) {
                seen.removeAll();
            }
            row.get("state").properties().forEach(member -> seen.set(member.getKey(), member.getValue()));
            row.path("gone").forEach(name -> seen.remove(name.asText()));
            double t = row.path("t").asDouble();
            if (row.has(OF_PERSON)) {
                heldSince = heldSince.or(() -> Optional.of(t));
            } else {
                heldSince.ifPresent(since -> times.add(new Held(since, t)));
                heldSince = Optional.empty();
            }
            return true;
        }
        row.path("counts").properties().forEach(member -> {
            if (member.getValue().isNull()) {
                seen.remove(member.getKey());
            } else {
                seen.set(member.getKey(), member.getValue());
            }
        });
        return row.has("counts");
    }

    /** What is recorded of the present state where people are not. */
    private ObjectNode allowed() {
        var json = Activities.ALL.json();
        try {
            var all = (ObjectNode) JSON.readTree(json.write(Activities.ALL.withoutPeople(json.read(seen))));
            var names = new ArrayList<String>();
            seen.fieldNames().forEachRemaining(names::add);
            return all.retain(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was recorded can be read", e);
        }
    }

    /** The row that makes what is left of the state before what is left now. @return empty if they are the same */
    private Optional<ObjectNode> changed(JsonNode row, ObjectNode now, boolean isWhole) {
        ObjectNode out = row.deepCopy();
        out.remove(List.of("counts", "state", "gone", OF_PERSON));
        ObjectNode state = now.deepCopy();
        if (isWhole) {
            return Optional.of(out.set("state", state));
        }
        state.properties().removeIf(member -> member.getValue().equals(left.get(member.getKey())));
        ArrayNode gone = JSON.createArrayNode();
        left.fieldNames().forEachRemaining(name -> {
            if (!now.has(name)) {
                gone.add(name);
            }
        });
        out.set("state", state);
        if (!gone.isEmpty()) {
            out.set("gone", gone);
        }
        return Optional.of(out).filter(any -> !state.isEmpty() || !gone.isEmpty());
    }

    private List<JsonNode> rows(int n) {
        return recordings.stretch(id(), n).map(StoredForm::rows).orElse(List.of());
    }
}
