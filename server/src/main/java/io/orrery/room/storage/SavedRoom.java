package io.orrery.room.storage;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.ballot.Ballots;
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
 * @param answers what people have answered, in the order in which they first did
 */
public record SavedRoom(
        RoomCode code,
        Keys keys,
        boolean house,
        String openedWith,
        double usedAt,
        Optional<SavedState> state,
        List<SavedPerson> people,
        List<Ballots.Answer> answers) {
    public SavedRoom {
        people = List.copyOf(people);
        answers = List.copyOf(answers);
    }

    public SavedRoom withKeys(Keys next) {
        return new SavedRoom(code, next, house, openedWith, usedAt, state, people, answers);
    }

    public SavedRoom openedWith(String model) {
        return new SavedRoom(code, keys, house, model, usedAt, state, people, answers);
    }

    public SavedRoom withState(SavedState next, double now) {
        return new SavedRoom(code, keys, house, openedWith, now, Optional.of(next), people, answers);
    }

    public SavedRoom with(List<SavedPerson> known, List<Ballots.Answer> given) {
        return new SavedRoom(code, keys, house, openedWith, usedAt, state, known, given);
    }
}
