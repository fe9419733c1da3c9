package io.orrery.room.activity;

import io.orrery.room.state.StatePart;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/**
 * Something that people can do in a room: a part of the room's state, the commands that change it, and what each role
 * sees of it. An activity is a package and a line in {@link Activities}; the core of the room knows activities only
 * through this interface, and through those that an activity implements beside it: {@link Reacts}, {@link Undoes}, {@link Withholds},
 * {@link Background.Works}, {@link PerPerson}, {@link ShowsModels}. Where everybody sees its part, it is {@link SeenByAll}. Walk, driver and door are parts of the core itself.
 *
 * <p>Activities are stateless: the result of each method depends on its arguments alone.
 *
 * @param <S> this activity's part of the state. Pages are sent the same JSON that is stored on disk
 */
public interface Activity<S extends Record> {
    StatePart<S> part();

    List<Command<?>> commands();

    /**
     * The part of the state that a role may see, in the same form; empty for nothing. Secrets are removed here, once,
     * before anything is encoded. It has no default: each activity decides who sees what.
     */
    Optional<S> seenBy(Role role, S state);
}
