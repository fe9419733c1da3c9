package io.orrery.room.activity.blank;

import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.blank.BlankActivity.BlankState.PART;

import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.blank.BlankActivity.BlankState;
import io.orrery.room.state.StatePart;
import java.util.List;

/** Darkens the audience's screens. */
public final class BlankActivity
        implements SeenByAll<BlankState>, Undoes<BlankState>, InRecordings.OfNobody<BlankState> {
    /** @param blank whether the audience's screens are dark */
    public record BlankState(boolean blank) {
        public static final StatePart<BlankState> PART =
                StatePart.flat("blank", BlankState.class, new BlankState(false));
    }

    @Override
    public StatePart<BlankState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of(
                        "blank",
                        Who.DRIVER,
                        fields -> new BlankState(fields.flag("on")),
                        (next, by) -> by.put(PART, next))
                .with(UNDOABLE));
    }
}
