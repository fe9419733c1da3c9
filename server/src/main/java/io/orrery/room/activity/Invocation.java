package io.orrery.room.activity;

import io.orrery.error.RoomError;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.room.state.UndoHistory;
import io.orrery.tour.Walk;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Everything that a command's handler may read.
 *
 * @param state the present state
 * @param history the states that can be undone to
 * @param sawTrace whether the sender had seen the present trace
 * @param now the time, ms of the server's clock
 * @param startDelay the delay from now to the start of a change, ms
 * @param pending the commands whose questions are open
 * @param people a person by id; empty if the person is not present
 * @param audience how many pages are there that may not drive
 * @param ballots what people have answered
 */
public record Invocation(
        RoomState state,
        UndoHistory history,
        By sender,
        boolean sawTrace,
        double now,
        DoubleSupplier startDelay,
        List<Command.Given<?>> pending,
        Function<String, Optional<Present>> people,
        int audience,
        Ballots ballots,
        Engine engine) {
    /**
     * The person who gave the command.
     *
     * @param id the person's public id
     * @param party the person's party: everyone with the presenter's key is one party, each co-presenter
     *     another
     */
    public record By(String id, String party, Role role) {}

    /**
     * A person who is present.
     *
     * @param network the network that the person's connection comes from; empty if it is unknown
     * @param name of the person; may be empty
     * @param chosen whether the person has chosen it; else the page may have made it up
     */
    public record Present(Role role, String network, String name, boolean chosen) {}

    /** Whether the question of a command of this name is open. */
    public boolean isPending(String command) {
        return pending.stream().anyMatch(given -> given.command().name().equals(command));
    }

    /** The walk through the steps of a trace's model. */
    public Walk walk(TraceSummary trace) {
        return engine.walk(trace.model());
    }

    /** The outcome that leaves everything as it is. */
    public Outcome unchanged() {
        return new Outcome.Change(state);
    }

    /** The outcome that changes a part of the present state. */
    public <S extends Record> Outcome change(StatePart<S> part, UnaryOperator<S> change) {
        return new Outcome.Change(state.update(part, change));
    }

    /** The outcome that gives a part of the present state another value. */
    public <S extends Record> Outcome put(StatePart<S> part, S value) {
        return new Outcome.Change(state.with(part, value));
    }

    /**
     * The outcome that removes a person for good. The presenter stays.
     *
     * @param noted an answer that is noted with it; empty for none
     */
    public Outcome removal(String person, Function<Present, Optional<Outcome.Answer>> noted) {
        Optional<Present> present = people.apply(person);
        if (present.isEmpty()) {
            return new Outcome.Refusal(new RoomError.UnknownPerson());
        }
        return present.get().role() == Role.PRESENTER
                ? new Outcome.Refusal(new RoomError.PresenterStays())
                : new Outcome.Removal(person, noted.apply(present.get()));
    }
}
