package io.orrery.room.state;

import java.util.Optional;

/**
 * A named part of a room's state: what one activity has to remember.
 *
 * @param name of the part, and of its member in the state's JSON
 * @param first what a new room begins with; empty for a part that a room is opened with
 * @param isFlat whether its fields stand in the state's JSON object itself, as protocol 1 has them; any later part is a
 *     member of its own
 */
public record Part<S extends Record>(String name, Class<S> type, Optional<S> first, boolean isFlat) {
    /** A part that is a member of the state's JSON. */
    public static <S extends Record> Part<S> member(String name, Class<S> type, S first) {
        return new Part<>(name, type, Optional.of(first), false);
    }

    /** A part whose fields protocol 1 has in the state itself. */
    public static <S extends Record> Part<S> flat(String name, Class<S> type, S first) {
        return new Part<>(name, type, Optional.of(first), true);
    }

    /** A flat part that a room is opened with. */
    public static <S extends Record> Part<S> flat(String name, Class<S> type) {
        return new Part<>(name, type, Optional.empty(), true);
    }

    /** This part of a state. */
    public S of(RoomState state) {
        return state.get(this);
    }
}
