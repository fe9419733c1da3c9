package io.orrery.room.storage;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a room, so that it outlives the process.
 *
 * @param house whether the server opened it for itself, at its start
 * @param openedWith the content id of the model that it was opened with
 * @param usedAt when it was changed or left last, ms
 * @param state what it shows; nothing before its first change was kept
 * @param people those whom it knows again
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
