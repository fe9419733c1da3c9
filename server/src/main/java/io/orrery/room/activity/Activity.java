package io.orrery.room.activity;

import io.orrery.room.engine.Engine;
import io.orrery.room.state.Part;
import io.orrery.room.state.RoomState;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/**
 * Something that people can do in a room: a part of the room's state, the commands that change it, and who sees what of it.
 * An activity is a package of its own and a line in {@link Activities}; the core of the room asks it and knows no more.
 *
 * <p>Activities hold nothing: each method is a function of the states that it is given.
 *
 * @param <S> this activity's part of the state. Its JSON is the same for pages and on disk
 */
public interface Activity<S extends Record> {
    Part<S> part();

    List<Command<?>> commands();

    /**
     * What people of a role are sent of the state: all of it, some of it in the same form, or nothing. It is stripped here,
     * once, before anything is encoded.
     */
    default Optional<S> seenBy(Role role, S state) {
        return Optional.of(state);
    }

    /** What one person alone is sent, such as their own vote; nothing while there is none. */
    default Optional<Record> ownOf(String person, S state) {
        return Optional.empty();
    }

    /** This activity's state once a command, of whichever activity, has made a change. */
    default S after(Transition transition, S state) {
        return state;
    }

    /** This activity's state when somebody goes back to an earlier one. What is not shown stays as it is. */
    default S undone(S now, S then) {
        return now;
    }

    /** This activity's state after a restart of the server. */
    default S restored(S saved) {
        return saved;
    }

    /** This activity's state without a person who has gone. */
    default S departed(S state, String person, Departure why) {
        return state;
    }

    /** What this activity does by itself next. */
    default Optional<Background> background(RoomState state, Engine engine) {
        return Optional.empty();
    }
}
