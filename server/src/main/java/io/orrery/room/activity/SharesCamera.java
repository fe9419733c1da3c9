package io.orrery.room.activity;

import io.orrery.room.state.RoomState;

/** An activity that decides whether screens that follow use the driver's camera, whose pose travels with the pointer. */
public interface SharesCamera<S extends Record> extends Activity<S> {
    boolean isShared(RoomState state);
}
