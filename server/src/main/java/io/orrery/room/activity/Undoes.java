package io.orrery.room.activity;

import io.orrery.room.state.RoomState;

/** An activity whose part of the state comes back by undo, or that has a say in what does. The parts of all others stay as they are now. */
public interface Undoes<S extends Record> extends Activity<S> {
    /** This activity's state after undo to an earlier state. */
    default S undone(S now, S then) {
        return then;
    }

    /**
     * What the undo history keeps of this activity's state. It may be less if undo does not restore it; the history is stored
     * with each change.
     */
    default S remembered(S state) {
        return state;
    }

    /** The whole state with this activity's part as undo restores it. */
    default RoomState undoneIn(RoomState now, RoomState then) {
        return now.update(part(), own -> undone(own, part().of(then)));
    }

    default RoomState rememberedIn(RoomState state) {
        return state.update(part(), this::remembered);
    }
}
