package io.orrery.room.activity;

import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.UndoHistory;
import io.orrery.tour.Walk;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * All that a command's handler may look at.
 *
 * @param state that the room is in
 * @param sawTrace whether the sender had seen the present trace
 * @param now ms of the server's clock
 * @param startDelay how far ahead of now a change begins, ms
 * @param pending the command that the room waits for; nothing while it waits for none
 * @param roles what a person in the room is, by the person's id; nothing for anyone else
 */
public record Invocation(
        RoomState state,
        UndoHistory history,
        Sender sender,
        boolean sawTrace,
        double now,
        DoubleSupplier startDelay,
        Optional<String> pending,
        Function<String, Optional<Role>> roles,
        Engine engine) {
    /**
     * Who gave the command.
     *
     * @param id what others know the person by
     * @param party who the person is where somebody drives: all who show the presenter's key are one
     */
    public record Sender(String id, String party, Role role) {}

    /** Whether the room waits for the answer to a command of this name. */
    public boolean isPending(String command) {
        return pending.filter(command::equals).isPresent();
    }

    /** The steps of a trace's model. */
    public Walk walk(TraceSummary trace) {
        return engine.walk(trace.model());
    }
}
