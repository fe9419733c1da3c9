package io.orrery.room.activity.lost;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.Part;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is lost, and at which step.
 *
 * @param steps the number of people lost at each step, as last announced
 * @param people the step at which each person raised the flag, by the person's id; never sent to anyone
 * @param changed whether a flag has changed since the last announcement
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LostState(
        SortedMap<String, Integer> steps,
        Map<String, String> people,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean changed) {
    static final LostState NONE = new LostState(new TreeMap<>(), Map.of(), false);

    public static final Part<LostState> PART = Part.member("lost", LostState.class, NONE);

    /**
     * A person's own flag.
     *
     * @param step the step at which it was raised
     */
    public record Flag(String step) {}

    public LostState {
        // Empty maps are left out of the JSON.
        steps = Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNullElse(steps, new TreeMap<>())));
        people = Map.copyOf(Objects.requireNonNullElse(people, Map.of()));
    }

    /** Raises a person's flag. A flag that is up already keeps its step. */
    LostState raised(String person, String step) {
        if (people.containsKey(person)) {
            return this;
        }
        var next = new HashMap<>(people);
        next.put(person, step);
        return new LostState(steps, next, true);
    }

    LostState lowered(String person) {
        if (!people.containsKey(person)) {
            return this;
        }
        var next = new HashMap<>(people);
        next.remove(person);
        return new LostState(steps, next, true);
    }

    /** With the present flags announced. */
    LostState announced() {
        var counts = new TreeMap<String, Integer>();
        people.values().forEach(step -> counts.merge(step, 1, Integer::sum));
        return new LostState(counts, people, false);
    }

    /** The counts only. */
    LostState anonymous() {
        return new LostState(steps, Map.of(), false);
    }
}
