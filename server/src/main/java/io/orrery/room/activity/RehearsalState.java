package io.orrery.room.activity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import java.util.List;

/**
 * The rehearsal.
 *
 * @param people how many invented people there are; 0 for no rehearsal
 * @param questions what they ask; pages are not told, nor of {@code texts}
 * @param texts what they propose as texts for the model
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RehearsalState(@JsonInclude int people, List<String> questions, List<String> texts) {
    public static final RehearsalState NONE = new RehearsalState(0, List.of(), List.of());

    public static final StatePart<RehearsalState> PART = StatePart.member("rehearsal", RehearsalState.class, NONE);

    /** With more pages than this that may not drive, the hall's screen among them, it is no rehearsal. */
    public static final int MOST_PEOPLE = 6;

    public RehearsalState {
        questions = List.copyOf(questions);
        texts = List.copyOf(texts);
    }

    @JsonIgnore
    public boolean isOn() {
        return people > 0;
    }

    /** Whether a rehearsal ends with a change. */
    public static boolean ends(RoomState before, RoomState after) {
        return PART.of(before).isOn() && !PART.of(after).isOn();
    }

    /** For a room with so many pages that may not drive. */
    public RehearsalState among(int audience) {
        return audience > MOST_PEOPLE ? NONE : this;
    }
}
