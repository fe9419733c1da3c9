package io.orrery.room;

import io.orrery.room.access.RoomCode;
import io.orrery.room.state.StatePart;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A room that can be entered here, whichever server owns it. May be used from any thread. */
public interface OpenRoom {
    RoomCode code();

    /** Whether the server opened the room itself, when it started. */
    boolean isOpenedByServer();

    /** Whether this is the presenter's or the co-presenters' key. */
    boolean isDrivers(String key);

    /** Whether this key moves the room: one of those, or one for remote control. */
    boolean isMovedBy(String key);

    /** The newest value of a part of the state that is known here. */
    <S extends Record> S part(StatePart<S> part);

    /** A page of a driver has asked why. @param address of the answer, the same for the same question */
    void asked(String address);

    /**
     * What an activity lists for a person.
     *
     * @param part the name of the activity's part of the state
     * @param me the person's secret
     * @return JSON; empty if nobody in the room has this secret, or no such part is listed
     */
    CompletableFuture<Optional<byte[]>> list(String part, String me);
}
