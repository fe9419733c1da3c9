package io.orrery.room.activity.share;

import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.share.ShareActivity.ShareState.PART;

import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.share.ShareActivity.ShareState;
import io.orrery.room.state.StatePart;
import java.util.List;

/**
 * Lets screens that follow use the driver's camera. The camera's position travels with the pointer, not with the state.
 */
public final class ShareActivity
        implements SeenByAll<ShareState>, Undoes<ShareState>, InRecordings.OfNobody<ShareState> {
    /** @param sharing whether screens that follow use the driver's camera */
    public record ShareState(boolean sharing) {
        public static final StatePart<ShareState> PART =
                StatePart.flat("share", ShareState.class, new ShareState(false));
    }

    @Override
    public StatePart<ShareState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of(
                        "share",
                        Who.DRIVER,
                        fields -> new ShareState(fields.flag("on")),
                        (next, by) -> by.put(PART, next))
                .with(UNDOABLE));
    }
}
