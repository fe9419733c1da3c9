package io.orrery.room.activity;

import io.orrery.room.state.RoomState;
import java.util.Optional;

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

    /**
     * What the undo history keeps of an entry once there is a newer one.
     *
     * @param older the whole state of the entry
     * @param newer the state of the entry after it
     */
    default RoomState overtaken(RoomState older, RoomState newer) {
        return older;
    }

    /**
     * The state after undo, where more of it comes back than undo restores elsewhere, because all of what was shown comes back or goes; empty where that is
     * not so.
     *
     * @param undone the state after undo, by all activities
     */
    default Optional<RoomState> sceneUndone(RoomState undone, RoomState now, RoomState then) {
        return Optional.empty();
    }

    /** This activity's state once undo would undo another command. @param command its name; empty for none */
    default S wouldUndo(S state, String command) {
        return state;
    }

    /** The whole state with this activity's part as undo restores it. */
    default RoomState undoneIn(RoomState now, RoomState then) {
        return now.update(part(), own -> undone(own, part().of(then)));
    }

    default RoomState rememberedIn(RoomState state) {
        return state.update(part(), this::remembered);
    }

    default RoomState wouldUndoIn(RoomState state, String command) {
        return state.update(part(), own -> wouldUndo(own, command));
    }
}
