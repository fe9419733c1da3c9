package io.orrery.room.storage;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.LoggedState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The stored form of a room.
 *
 * @param openedByServer whether the server opened the room itself, when it started
 * @param openedWith the content id of the model that the room was opened with
 * @param usedAt when the room was last changed or left, ms
 * @param numbered the highest number that a person of the room has had; it is never given again
 * @param state what the room's log says; empty if it cannot be read
 * @param people the people whom the room recognises
 * @param answers what people have answered, in the order in which they first did
 */
public record SavedRoom(
        RoomCode code,
        Keys keys,
        boolean openedByServer,
        String openedWith,
        double usedAt,
        int numbered,
        Optional<LoggedState> state,
        List<SavedPerson> people,
        List<Ballots.Answer> answers) {
    public SavedRoom {
        people = List.copyOf(people);
        answers = List.copyOf(answers);
    }

    /** A new room. */
    public static SavedRoom of(RoomCode code, Keys keys, boolean openedByServer, String openedWith, double now) {
        return new SavedRoom(code, keys, openedByServer, openedWith, now, 0, Optional.empty(), List.of(), List.of());
    }

    /** The content ids of the models that the room shows or can go back to. */
    public Set<String> models() {
        return state.map(LoggedState::models).orElse(Set.of());
    }

    public SavedRoom with(Optional<LoggedState> logged) {
        return new SavedRoom(code, keys, openedByServer, openedWith, usedAt, numbered, logged, people, answers);
    }

    public SavedRoom with(List<SavedPerson> known, List<Ballots.Answer> given) {
        return new SavedRoom(code, keys, openedByServer, openedWith, usedAt, numbered, state, known, given);
    }
}
