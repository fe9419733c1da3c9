package io.orrery.room.activity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.orrery.room.state.StatePart;

/**
 * The recording that is made of the room.
 *
 * @param id of the recording; empty if the room is not recorded
 * @param on whether it is recorded, even if paused
 * @param since when it began, ms of the server's clock
 * @param title as the presenter wrote it; may be empty
 * @param people whether names and texts of people are recorded
 */
public record RecordingState(String id, boolean on, boolean paused, double since, String title, boolean people) {
    public static final RecordingState NONE = new RecordingState("", false, false, 0, "", false);

    public static final StatePart<RecordingState> PART = StatePart.member("recording", RecordingState.class, NONE);

    /** The ballot of those who do not want to be in recordings. There is one for the whole life of a room. An answer is the person's id. */
    public static final String HIDDEN = "recording";

    /** What a person is sent of it. */
    public record Hidden(boolean hidden) {}

    public RecordingState paused(boolean isPaused) {
        return new RecordingState(id, on, isPaused, since, title, people);
    }

    public RecordingState titled(String other) {
        return new RecordingState(id, on, paused, since, other, people);
    }

    /** Whether what is shown goes into the recording. */
    @JsonIgnore
    public boolean isRunning() {
        return on && !paused;
    }
}
