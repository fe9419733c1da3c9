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
 * Who has said to be lost, and where.
 *
 * @param steps how many people are lost at each step
 * @param people the step at which each of them raised the flag, by the person's id; never sent to anyone
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LostState(SortedMap<String, Integer> steps, Map<String, String> people) {
    public static final Part<LostState> PART = Part.member("lost", LostState.class, of(Map.of()));

    /** @param step at which the person's own flag was raised */
    public record Flag(String step) {}

    public LostState {
        // Empty maps are not written.
        steps = Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNullElse(steps, new TreeMap<>())));
        people = Map.copyOf(Objects.requireNonNullElse(people, Map.of()));
    }

    private static LostState of(Map<String, String> people) {
        var steps = new TreeMap<String, Integer>();
        people.values().forEach(step -> steps.merge(step, 1, Integer::sum));
        return new LostState(steps, people);
    }

    /** A flag that is up already stays where it was raised. */
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

    /** The counts alone. */
    LostState anonymous() {
        return new LostState(steps, Map.of());
    }
}
