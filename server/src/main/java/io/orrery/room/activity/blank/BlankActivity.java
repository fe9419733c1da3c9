package io.orrery.room.activity.blank;

import static io.orrery.room.activity.Trait.UNDOABLE;
import static io.orrery.room.activity.blank.BlankState.PART;

import io.orrery.room.activity.Command;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.state.Part;
import java.util.List;

/** Darkens the audience's screens. */
public final class BlankActivity implements SeenByAll<BlankState>, Undoes<BlankState> {
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
}
