package io.orrery.room.activity;

import io.orrery.room.state.RoomState;
import io.orrery.tour.Walk;
import io.orrery.wire.Role;

/** An activity that keeps something from a role in the parts of others. */
public interface Withholds<S extends Record> extends Activity<S> {
    /**
     * The state without what this activity keeps from a role; the same state for nothing.
     *
     * @param state the whole state
     * @param walk the walk through the steps of the state's model
     */
    RoomState withheld(Role role, RoomState state, Walk walk);

    /** Whether a role may be sent the numbers of the present step. The parameters are those of {@link #withheld}. */
    boolean showsNumbers(Role role, RoomState state, Walk walk);
}
