package io.orrery.room.activity.ablation;

import static io.orrery.room.activity.ablation.AblationActivity.ChangeState.PART;

import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.ablation.AblationActivity.ChangeState;
import io.orrery.room.activity.walk.TracePair;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;

/**
 * Changes parts of the model while it runs: a head, an MLP, a token, an edge of attention. The changes are part of the trace's recipe,
 * so whatever is made of the trace has them, and undo and restarts bring them back with it.
 */
public final class AblationActivity implements Reacts<ChangeState>, Undoes<ChangeState> {
    /**
     * What a room remembers of changes. The present ones belong to the trace.
     *
     * @param ended the changes that were all ended at once, and can be made again; empty for none
     */
    public record ChangeState(List<String> ended) {
        public static final ChangeState NONE = new ChangeState(List.of());

        public static final StatePart<ChangeState> PART = StatePart.member("change", ChangeState.class, NONE);

        public ChangeState {
            ended = List.copyOf(ended);
        }

        /** @param changes that have just ended; empty if nothing was changed */
        ChangeState afterEnd(List<String> changes) {
            return changes.isEmpty() ? this : new ChangeState(changes);
        }
    }

    /** Longer than any change that a page writes. */
    private static final int LONGEST = 200;

    /** So long a list is read and then refused, with a sentence that says how many there may be. */
    private static final int MOST_READ = 10_000;

    private static final List<Command<?>> COMMANDS =
            List.of(Command.of("change", Who.DRIVER, AblationActivity::read, AblationActivity::change)
                    .with(
                            CommandTrait.DEPENDS_ON_VIEW,
                            CommandTrait.BEGINS,
                            CommandTrait.CHOOSES_TOKEN,
                            CommandTrait.UNDOABLE,
                            CommandTrait.SHOWS_MODEL));

    /**
     * @param trace the text that the sender saw
     * @param changes all that are wanted
     */
    record ChangesRequest(String trace, List<Change> changes) {}

    @Override
    public StatePart<ChangeState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return COMMANDS;
    }

    private static ChangesRequest read(Fields fields) throws MalformedException {
        String trace = fields.text("trace", ClientMessages.LONGEST_ADDRESS);
        try {
            return new ChangesRequest(trace, Changes.parse(fields.texts("changes", MOST_READ, LONGEST)));
        } catch (OrreryException e) {
            throw new MalformedException(e.error());
        }
    }

    private static Outcome change(ChangesRequest wanted, Invocation by) {
        TraceSummary present = WalkState.PART.of(by.state()).trace();
        if (!wanted.trace().equals(present.id())) {
            return new Outcome.Refusal(new RoomError.Stale());
        }
        Changes.checkCount(wanted.changes());
        Changes.checkPositions(wanted.changes(), present.tokens().size());
        var question = by.engine().changed(present.id(), wanted.changes());
        return new Outcome.EngineCall<>(
                TracePair.of(by.engine(), question, WalkState.PART.of(by.state())),
                (state, text) -> WalkState.PART.of(state).trace().id().equals(present.id())
                        ? new Outcome.Change(changed(state, text, by))
                        : new Outcome.Refusal(new RoomError.Stale()));
    }

    private static RoomState changed(RoomState state, TracePair text, Invocation by) {
        TraceSummary before = WalkState.PART.of(state).trace();
        // The trace may be another room's, too, which wrote more of it as its prompt.
        var shown = new TracePair(text.trace().withPromptLength(before.promptLength()), text.second());
        boolean ends = text.trace().changes().isEmpty();
        return state.update(WalkState.PART, walk -> walk.on(shown, by.walk(shown.trace())))
                .update(PART, now -> ends ? now.afterEnd(before.changes()) : ChangeState.NONE);
    }

    /** Only drivers can make them again. */
    @Override
    public Optional<ChangeState> seenBy(Role role, ChangeState state) {
        return role.mayDrive() && !state.equals(ChangeState.NONE) ? Optional.of(state) : Optional.empty();
    }

    /** Another model's parts are other parts. */
    @Override
    public ChangeState moved(RoomState before, RoomState after, ChangeState state, Engine engine) {
        String model = WalkState.PART.of(before).trace().model();
        return WalkState.PART.of(after).trace().model().equals(model) ? state : ChangeState.NONE;
    }
}
