package io.orrery.room.people;

import io.orrery.room.access.Ability;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage;
import java.util.Set;
import java.util.function.Function;

/** Who gives commands. A page that is connected by a socket is one kind of sender; whatever has these properties can be another. */
public interface Sender {
    /** By which the state names the sender. */
    String id();

    /** By which the log names the sender: the number of a person in the room; 0 if the sender is no person. */
    default int number() {
        return 0;
    }

    Set<Ability> abilities();

    /** The party to which the sender belongs, which drives as one. */
    String party();

    /** How the sender sees the room. */
    Role role();

    /** The replies to the sender's commands, for those that are repeated. */
    CommandReplies replies();

    /** Whether the sender was removed from the room: what waits of it is not carried out. */
    boolean isRemoved();

    /** Answers a command. @param message made for the role that the sender has by then */
    void answer(Function<Role, ServerMessage> message);

    /**
     * Answers a command that is done with the state of the room.
     *
     * @param at the number of the state
     * @param command the command's id
     * @param state as a role sees it, JSON
     */
    default void done(long at, String command, Function<Role, String> state) {
        answer(role -> new ServerMessage.State(at, 0, state.apply(role), command));
    }
}
