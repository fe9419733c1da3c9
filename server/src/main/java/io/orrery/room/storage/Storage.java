package io.orrery.room.storage;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import java.util.List;

/**
 * Where rooms outlive the process. All of it may be called from any thread.
 *
 * <p>What changes often is written soon: it waits at most a second, and where that fails the room goes on. What a person
 * holds in hand afterwards, a link, is written before the call returns.
 */
public interface Storage {
    /** What was kept; the room used last comes first. */
    List<SavedRoom> rooms();

    /** Keeps a new room, now. */
    void add(SavedRoom room);

    /** Keeps a room's new keys, now. */
    void keys(RoomCode code, Keys keys);

    /** Forgets a room and its people, now. */
    void remove(RoomCode code);

    /** Keeps which model a room begins with from now on, now. */
    void openedWith(RoomCode code, String model);

    /** Keeps what a room shows, soon. @param now ms */
    void state(RoomCode code, SavedState state, double now);

    /** Keeps a person, soon. */
    void person(RoomCode code, SavedPerson person);

    /** Forgets a person, soon. */
    void forget(RoomCode code, String secretHash);
}
