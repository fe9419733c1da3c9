package io.orrery.room;

import io.orrery.tour.Walk;
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

    /** Another trace at a step of its model. */
    RoomState withTrace(TraceSummary next, String atStep) {
        return new RoomState(seq + 1, next, atStep, playing, blank);
    }

    /** Another trace; the step is kept where its model has it. */
    RoomState withTrace(TraceSummary next, Walk walk) {
        return withTrace(next, walk.contains(step) ? step : walk.first());
    }

    /** A trace from its first step on, by hand. */
    RoomState fromStart(TraceSummary next, Walk walk) {
        return new RoomState(seq + 1, next, walk.first(), false, blank);
    }

    /** Playing; from the first step where there is none to come. */
    RoomState playingOn(Walk walk) {
        String from = walk.next(step).isPresent() ? step : walk.first();
        return new RoomState(seq + 1, trace, from, true, blank);
    }

    /** A step further; at the last one it stops. */
    RoomState playedOn(Walk walk) {
        String to = walk.next(step).orElse(step);
        return new RoomState(seq + 1, trace, to, walk.next(to).isPresent(), blank);
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
