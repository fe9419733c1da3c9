package io.orrery.room.activity.undo;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.undo.UndoActivity.UndoState;
import io.orrery.room.activity.walk.WalkRecovery;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.room.state.UndoHistory.Entry;
import java.util.List;
import java.util.Optional;

/** Undoes the last undoable command; while a command's question is open, cancels that command instead. */
public final class UndoActivity implements SeenByAll<UndoState>, Undoes<UndoState>, InRecordings.OfNobody<UndoState> {
    /** @param undo the command that would be undone; empty if there is none */
    public record UndoState(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String undo) {
        public static final StatePart<UndoState> PART = StatePart.flat("undo", UndoState.class, new UndoState(""));
    }

    private static final String UNDO = "undo";

    @Override
    public StatePart<UndoState> part() {
        return UndoState.PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of(UNDO, Who.DRIVER, UndoActivity::undo).with(CommandTrait.DEPENDS_ON_VIEW));
    }

    private static Outcome undo(Invocation by) {
        Optional<Entry> latest = by.history().latest();
        if (by.isPending(UNDO)) {
            // If undo is pressed twice, the second press must not cancel the first, whose traces are being computed.
            return by.unchanged();
        }
        if (!by.pending().isEmpty()) {
            return new Outcome.Cancellation(by.state());
        }
        return latest.map(entry -> goBack(entry, by)).orElseGet(() -> by.unchanged());
    }

    /**
     * Goes back to an entry. The traces of one from before a restart are computed first; if that fails, undo can be
     * retried.
     */
    private static Outcome goBack(Entry entry, Invocation by) {
        RoomState then = entry.state();
        if (entry.isComputed()) {
            return new Outcome.GoingBack(entry, then);
        }
        return new Outcome.EngineCall<>(
                new WalkRecovery(by.engine()).of(WalkState.PART.of(then)),
                (now, walk) -> walk.<Outcome>map(
                                shown -> new Outcome.GoingBack(entry, then.with(WalkState.PART, shown)))
                        .orElseGet(() -> new Outcome.Loss(entry, gone())));
    }

    private static Outcome.Refusal gone() {
        return new Outcome.Refusal(new RoomError.UndoneTraceGone());
    }
}
