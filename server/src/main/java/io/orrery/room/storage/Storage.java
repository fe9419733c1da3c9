package io.orrery.room.storage;

import io.orrery.error.DomainError;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.Log;
import io.orrery.room.recording.Recordings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The permanent storage of rooms. All methods may be called from any thread.
 *
 * <p>Data that changes often is written soon, within a second; if that fails, the room continues. Data that makes a
 * link valid is written before the call returns, so that nobody holds a link that a crash would void.
 */
public interface Storage {
    /** All stored rooms, the most recently used first. */
    List<SavedRoom> rooms();

    /** A stored room; empty if there is none with this code. */
    Optional<SavedRoom> room(RoomCode code);

    /** A room is closed: nothing of it need be in memory. */
    default void closed(RoomCode code) {}

    /** A closed room is open again, before this returns. */
    default void opened(RoomCode code) {}

    /** Deletes what the log of a room has before its newest entry, and overwrites what was deleted in the files, before this returns. */
    default void forgetBefore(RoomCode code) {}

    /** Those of some rooms that nobody has used since a time, and of whose people something is stored. @param oldest ms */
    default Set<RoomCode> withOldPeople(Set<RoomCode> among, double oldest) {
        return Set.of();
    }

    /**
     * Deletes what is stored for too long, or takes too much place.
     *
     * @param closed the rooms of which everything may be deleted
     * @return those of which everything is
     */
    default Set<RoomCode> limit(Set<RoomCode> closed) {
        return Set.of();
    }

    /** What was found damaged of a stored room, in words for those who may drive it; empty for nothing. */
    default Optional<DomainError> damage(RoomCode code) {
        return Optional.empty();
    }

    /** Stores a new room, before this returns. */
    void add(SavedRoom room);

    /** Stores a room's new keys, before this returns. */
    void keys(RoomCode code, Keys keys);

    /** Deletes a room and its people, before this returns. */
    void remove(RoomCode code);

    /** Stores the content id of the model that a room now starts with, before this returns. */
    void openedWith(RoomCode code, String model);

    /** The log of a room. What is appended to it is written soon. */
    Log log(RoomCode code);

    /** Stores that a room is in use, or was left, soon. @param now the time, ms */
    void used(RoomCode code, double now);

    /** Whether what changes cannot be written at present. It waits until it can. */
    default boolean isFailing() {
        return false;
    }

    /** Stores a person, soon. */
    void person(RoomCode code, SavedPerson person);

    /** Deletes a person, soon. */
    void forget(RoomCode code, String secretHash);

    /** Where a room's answers of people are stored, soon. */
    Ballots.Store answers(RoomCode code);

    /** The time for which this server owns a room that it opens now. */
    default Tenure tenure(RoomCode code) {
        return Tenure.ALONE;
    }

    /** The recordings of all rooms. */
    Recordings recordings();
}
