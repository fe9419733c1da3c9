package io.orrery.room.activity;

import io.orrery.room.engine.Engine;
import io.orrery.room.state.Part;
import io.orrery.room.state.RoomState;
import io.orrery.tour.Walk;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that people can do in a room: a part of the room's state, the commands that change it, and what each role
 * sees of it. An activity is a package and a line in {@link Activities}; the core of the room knows activities only
 * through this interface.
 *
 * <p>Activities are stateless: the result of each method depends on its arguments alone.
 *
 * @param <S> this activity's part of the state. Pages are sent the same JSON that is stored on disk
 */
public interface Activity<S extends Record> {
    Part<S> part();

    List<Command<?>> commands();

    /**
     * The part of the state that a role may see, in the same form; empty for nothing. Secrets are removed here, once,
     * before anything is encoded. It has no default: each activity decides who sees what.
     */
    Optional<S> seenBy(Role role, S state);

    /**
     * The state without what this activity keeps from a role in the parts of others; the same state for nothing.
     *
     * @param state the whole state
     * @param walk the walk through the steps of the state's model
     */
    default RoomState withheld(Role role, RoomState state, Walk walk) {
        return state;
    }

    /** Whether a role may be sent the numbers of the present step. The parameters are those of {@link #withheld}. */
    default boolean showsNumbers(Role role, RoomState state, Walk walk) {
        return true;
    }

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

    /**
     * This activity's state after undo to an earlier state. State that undo must not change stays as it is {@code now}.
     */
    default S undone(S now, S then) {
        return now;
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

    /** The content ids of the models that this part of a state shows, or comes back to. */
    default Stream<String> models(S state) {
        return Stream.of();
    }

    /**
     * Called after each change of the state, before people are told, to tell the engine what the room no longer needs.
     *
     * @param after empty when the room closes
     */
    default void changed(S before, Optional<S> after, Engine engine) {}

    /** This activity's state after a restart of the server. */
    default S restored(S saved) {
        return saved;
    }

    /** This activity's state without a person who has left. */
    default S departed(S state, String person, Departure why) {
        return state;
    }

    /** The work that this activity does next without a command; empty for none. */
    default Optional<Background> background(RoomState state, Engine engine) {
        return Optional.empty();
    }
}
