package io.orrery.room.activity;

import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import java.util.Optional;

/** An activity whose part of the state changes with what happens elsewhere in the room. */
public interface Reacts<S extends Record> extends Activity<S> {
    /** This activity's state after a command of any activity. */
    default S after(Transition transition, S state) {
        return state;
    }

    /**
     * This activity's state after a change that moved the cursor to another step or trace, whether by a command or by the
     * room itself.
     */
    default S moved(RoomState before, RoomState after, S state, Engine engine) {
        return state;
    }

    /** This activity's state after a restart of the server. */
    default S restored(S saved) {
        return saved;
    }

    /** This activity's state without a person who has left. */
    default S departed(S state, String person, Departure why) {
        return state;
    }

    /** Whether a session of the room begins with a change of this activity's state. */
    default boolean beginsSession(S before, S after) {
        return false;
    }

    /** A line for the operator's log about a change of this activity's state; empty for none. */
    default Optional<String> logged(S before, S after) {
        return Optional.empty();
    }

    /** The whole state with this activity's part after a command. */
    default RoomState afterIn(RoomState state, Transition transition) {
        return state.update(part(), own -> after(transition, own));
    }

    /** The whole state with this activity's part after a move to it. */
    default RoomState movedIn(RoomState before, RoomState state, Engine engine) {
        return state.update(part(), own -> moved(before, state, own, engine));
    }

    default RoomState restoredIn(RoomState saved) {
        return saved.update(part(), this::restored);
    }

    default RoomState departedIn(RoomState state, String person, Departure why) {
        return state.update(part(), own -> departed(own, person, why));
    }

    default boolean beginsSessionIn(RoomState before, RoomState after) {
        return beginsSession(part().of(before), part().of(after));
    }

    default Optional<String> loggedIn(RoomState before, RoomState after) {
        return logged(part().of(before), part().of(after));
    }
}
