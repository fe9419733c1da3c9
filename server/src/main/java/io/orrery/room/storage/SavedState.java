package io.orrery.room.storage;

import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.UndoHistory;
import io.orrery.wire.ServerMessage.Pointer;

/**
 * What is kept of what a room shows.
 *
 * @param seq the number of the change that brought the state
 * @param state of a saved trace the recipe alone counts: the model, the tokens and the prompt's length
 * @param history what can be undone
 * @param pointer where the driver pointed
 */
public record SavedState(long seq, RoomState state, UndoHistory history, Pointer pointer) {
    /** Of all the texts that can be gone back to after a restart: they are written with every change. */
    public static final int TOKENS_KEPT = 20_000;

    public SavedState {
        history = history.limitedTo(
                TOKENS_KEPT, then -> WalkState.PART.of(then).trace().tokens().size());
    }

    /** A state that nothing came before. */
    public static SavedState of(RoomState state) {
        return new SavedState(1, state, UndoHistory.EMPTY, Pointer.NOWHERE);
    }

    /** The same with another state. */
    public SavedState with(RoomState other) {
        return new SavedState(seq, other, history, pointer);
    }
}
