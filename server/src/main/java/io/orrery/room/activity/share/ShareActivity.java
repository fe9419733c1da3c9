package io.orrery.room.activity.share;

import static io.orrery.room.activity.Trait.UNDOABLE;
import static io.orrery.room.activity.share.ShareState.PART;

import io.orrery.room.activity.Command;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.SharesCamera;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.state.Part;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/**
 * Lets screens that follow use the driver's camera. The camera's position travels with the pointer, not with the state.
 */
public final class ShareActivity implements Undoes<ShareState>, SharesCamera<ShareState> {
    @Override
    public Part<ShareState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of(
                "share",
                Who.DRIVER,
                fields -> new ShareState(fields.flag("on")),
                (next, by) -> new Outcome.Change(by.state().with(PART, next)),
                UNDOABLE));
    }

    /** Everybody sees it. */
    @Override
    public Optional<ShareState> seenBy(Role role, ShareState state) {
        return Optional.of(state);
    }

    @Override
    public ShareState undone(ShareState now, ShareState then) {
        return then;
    }

    @Override
    public boolean isShared(ShareState state) {
        return state.sharing();
    }
}
