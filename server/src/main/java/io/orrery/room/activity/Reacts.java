package io.orrery.room.activity;

import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;

/** An activity whose part of the state changes with what happens elsewhere in the room. */
public interface Reacts<S extends Record> extends Activity<S> {
    /**
     * A change that a command is about to make.
     *
     * @param after the new state according to the command's own activity
     * @param now the time, ms of the server's clock
     */
    record Transition(Command<?> command, RoomState before, RoomState after, double now) {}

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
}
