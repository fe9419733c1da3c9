package io.orrery.room.activity.blank;

import static io.orrery.room.activity.Trait.UNDOABLE;
import static io.orrery.room.activity.blank.BlankState.PART;

import io.orrery.room.activity.Command;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.state.Part;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/** Darkens the audience's screens. */
public final class BlankActivity implements Undoes<BlankState> {
    @Override
    public Part<BlankState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of(
                "blank",
                Who.DRIVER,
                fields -> new BlankState(fields.flag("on")),
                (next, by) -> new Outcome.Change(by.state().with(PART, next)),
                UNDOABLE));
    }

    /** Everybody sees it. */
    @Override
    public Optional<BlankState> seenBy(Role role, BlankState state) {
        return Optional.of(state);
    }

    @Override
    public BlankState undone(BlankState now, BlankState then) {
        return then;
    }
}
