package io.orrery.room.storage;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import java.util.List;
import java.util.Optional;

/**
 * The stored form of a room.
 *
 * @param house whether the server opened the room itself, when it started
 * @param openedWith the content id of the model that the room was opened with
 * @param usedAt when the room was last changed or left, ms
 * @param state the room's state; empty before its first change was stored
 * @param people the people whom the room recognises
 */
public record SavedRoom(
        RoomCode code,
        Keys keys,
        boolean house,
        String openedWith,
        double usedAt,
        Optional<SavedState> state,
        List<SavedPerson> people) {
    public SavedRoom {
        people = List.copyOf(people);
    }

    public SavedRoom withKeys(Keys next) {
        return new SavedRoom(code, next, house, openedWith, usedAt, state, people);
    }
}
