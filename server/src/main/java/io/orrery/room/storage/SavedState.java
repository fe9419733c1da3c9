package io.orrery.room.storage;

import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.DoneCommands;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.UndoHistory;
import io.orrery.wire.ServerMessage.Pointer;

/**
 * The stored form of a room's state.
 *
 * @param seq the number of the change that brought the state
 * @param state the state. Only the recipes of its traces are used: the model, the tokens and the prompt's length
 * @param history the undo history
 * @param pointer the driver's pointer
 * @param done the last commands that changed the state
 */
public record SavedState(long seq, RoomState state, UndoHistory history, Pointer pointer, DoneCommands done) {
    /** The most tokens of all texts in the stored undo history, which is written with every change. */
    public static final int TOKENS_KEPT = 20_000;

    public SavedState {
        history = history.limitedTo(
                TOKENS_KEPT, then -> WalkState.PART.of(then).trace().tokens().size());
    }

    /** The first state of a room. */
    public static SavedState of(RoomState state) {
        return new SavedState(1, state, UndoHistory.EMPTY, Pointer.NOWHERE, DoneCommands.NONE);
    }

    /** This with another state. */
    public SavedState with(RoomState other) {
        return new SavedState(seq, other, history, pointer, done);
    }
}
