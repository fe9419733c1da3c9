package io.orrery.room;

import io.orrery.wire.Cursor;
import io.orrery.wire.Stage;
import io.orrery.wire.TraceSummary;

/**
 * What a room shows. A change makes a new one with the next seq.
 *
 * @param seq the number of changes so far
 * @param step where the cursor is in the trace
 */
record RoomState(long seq, TraceSummary trace, String step, boolean playing, boolean blank) {
    Cursor cursor() {
        return new Cursor(trace.id(), step);
    }

    RoomState withStep(String next) {
        return new RoomState(seq + 1, trace, next, playing, blank);
    }

    RoomState withTrace(TraceSummary next, String atStep) {
        return new RoomState(seq + 1, next, atStep, playing, blank);
    }

    RoomState withPlaying(boolean on) {
        return new RoomState(seq + 1, trace, step, on, blank);
    }

    RoomState withBlank(boolean on) {
        return new RoomState(seq + 1, trace, step, playing, on);
    }

    /** Whether both show the same, whatever their seq. */
    boolean looksLike(RoomState other) {
        return cursor().equals(other.cursor()) && playing == other.playing && blank == other.blank;
    }

    Stage stage(RoomCode code) {
        return new Stage(trace, cursor(), playing, blank, code.text());
    }
}
