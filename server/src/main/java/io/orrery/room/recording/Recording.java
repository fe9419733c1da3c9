package io.orrery.room.recording;

import io.orrery.room.activity.Marked.Mark;
import io.orrery.wire.Word;
import java.util.List;

/**
 * A recording of a room, but for what was shown.
 *
 * @param id 128 random bits, URL-safe
 * @param room the room's code
 * @param title may be empty
 * @param version of the server that began it
 * @param begun when it began, ms of the wall clock
 * @param length without pauses, ms; of one that goes on, at its last pause
 * @param zero the moment of the server's clock at which it would have begun without pauses, ms; only known while it is on
 * @param from where it begins, once its beginning is cut off, ms
 * @param to where it ends, once its end is cut off, ms; 0 for its whole length
 * @param key with which it is read by a link; made with the recording
 * @param models the content ids of the models that it shows
 */
public record Recording(
        String id,
        String room,
        String title,
        String version,
        double begun,
        double length,
        double zero,
        State state,
        double from,
        double to,
        Access access,
        String key,
        List<String> models) {
    /** The form of recordings. */
    public static final int FORMAT = 1;

    /** Whether more is to come. */
    public enum State implements Word {
        ON,
        PAUSED,
        ENDED
    }

    /** Who may read it once it has ended. */
    public enum Access implements Word {
        /** Only editors: those who may present the room, and the operator. */
        CLOSED,
        /** Whoever has the recording's key, which is in its link. */
        LINK,
        /** Everybody. */
        OPEN
    }

    public Recording {
        models = List.copyOf(models);
    }

    public boolean hasEnded() {
        return state == State.ENDED;
    }

    Recording in(State other, double now, double offset) {
        return new Recording(id, room, title, version, begun, now, offset, other, from, to, access, key, models);
    }

    /** This recording, which was paused, at its end. */
    Recording ended() {
        return in(State.ENDED, length, 0);
    }

    public Recording titled(String other) {
        return new Recording(id, room, other, version, begun, length, zero, state, from, to, access, key, models);
    }

    /** This recording as long as it is given out. @param ms its length */
    public Recording lasting(double ms) {
        return in(state, ms, zero);
    }

    /** @param end 0 for its whole length */
    public Recording cut(double begin, double end) {
        return new Recording(id, room, title, version, begun, length, zero, state, begin, end, access, key, models);
    }

    public Recording open(Access to) {
        return new Recording(id, room, title, version, begun, length, zero, state, from, this.to, to, key, models);
    }

    Recording with(List<String> shown) {
        return new Recording(id, room, title, version, begun, length, zero, state, from, to, access, key, shown);
    }

    /**
     * A recording with what leads through it.
     *
     * @param stretches when each stretch begins, ms
     * @param last when the last row is, ms
     * @param bytes how much is stored
     */
    public record Contents(Recording head, List<Double> stretches, List<Mark> marks, double last, long bytes) {
        /** How long it is at least, ms: as far as it was paused or ended, or has rows. */
        public double until() {
            return Math.max(last, head.length());
        }
    }
}
