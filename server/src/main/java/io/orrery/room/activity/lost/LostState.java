package io.orrery.room.activity.lost;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.Part;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * At which steps people are lost.
 *
 * @param steps the number of people lost at each step, as those who may drive see it. It is put in when they are told; the room's own state has none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LostState(SortedMap<String, Integer> steps) {
    public static final Part<LostState> PART = Part.member("lost", LostState.class, at(Map.of()));

    /**
     * A person's own flag.
     *
     * @param step the step at which it was raised
     */
    public record Flag(String step) {}

    public LostState {
        steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
    }

    static LostState at(Map<String, Integer> steps) {
        return new LostState(new TreeMap<>(steps));
    }
}
