package io.orrery.room.state;

import java.util.Optional;

/**
 * A named part of a room's state: the state of one activity.
 *
 * @param name the name of the part, and of its member in the state's JSON
 * @param first the value in a new room; empty if it is given when the room is opened
 * @param isFlat whether the part's fields are members of the state's JSON object itself, as in protocol 1; new parts
 *     are not flat
 */
public record StatePart<S extends Record>(String name, Class<S> type, Optional<S> first, boolean isFlat) {
    /** A part that is one member of the state's JSON. */
    public static <S extends Record> StatePart<S> member(String name, Class<S> type, S first) {
        return new StatePart<>(name, type, Optional.of(first), false);
    }

    /** A part whose fields are members of the state's JSON itself. */
    public static <S extends Record> StatePart<S> flat(String name, Class<S> type, S first) {
        return new StatePart<>(name, type, Optional.of(first), true);
    }

    /** A flat part whose first value is given when the room is opened. */
    public static <S extends Record> StatePart<S> flat(String name, Class<S> type) {
        return new StatePart<>(name, type, Optional.empty(), true);
    }

    /** The value of this part in a state. */
    public S of(RoomState state) {
        return state.get(this);
    }
}
