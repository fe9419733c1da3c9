package io.orrery.room.activity;

import io.orrery.room.access.RoomCode;
import io.orrery.room.state.RoomState;

/** An activity whose part of the state says how people find the room. */
public interface Addressed<S extends Record> extends Activity<S> {
    /** The state when the room is opened, or opened again. @param address scheme, host and port; empty if it is not known yet */
    RoomState at(RoomState state, RoomCode code, String address);

    /** Scheme, host and port; empty until they are known. */
    String address(RoomState state);
}
