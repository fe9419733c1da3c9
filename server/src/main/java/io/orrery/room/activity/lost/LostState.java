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
 * @param steps the number of people lost at each step
 * @param people the step at which each person raised the flag, by the person's id; never sent to anyone
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LostState(SortedMap<String, Integer> steps, Map<String, String> people) {
    public static final Part<LostState> PART = Part.member("lost", LostState.class, of(Map.of()));

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

    private static LostState of(Map<String, String> people) {
        var steps = new TreeMap<String, Integer>();
        people.values().forEach(step -> steps.merge(step, 1, Integer::sum));
        return new LostState(steps, people);
    }

    /** Raises a person's flag. A flag that is up already keeps its step. */
    LostState raised(String person, String step) {
        var next = new HashMap<>(people);
        next.putIfAbsent(person, step);
        return of(next);
    }

    LostState lowered(String person) {
        var next = new HashMap<>(people);
        next.remove(person);
        return of(next);
    }

    /** The counts only. */
    LostState anonymous() {
        return new LostState(steps, Map.of());
    }
}
