package io.orrery.room.activity.change;

import io.orrery.room.state.Part;
import java.util.List;

/**
 * What a room remembers of changes. The present ones belong to the trace.
 *
 * @param ended the changes that were all ended at once, and can be made again; empty for none
 */
public record ChangeState(List<String> ended) {
    public static final ChangeState NONE = new ChangeState(List.of());

    public static final Part<ChangeState> PART = Part.member("change", ChangeState.class, NONE);

    public ChangeState {
        ended = List.copyOf(ended);
    }

    /** @param changes that have just ended; empty if nothing was changed */
    ChangeState afterEnd(List<String> changes) {
        return changes.isEmpty() ? this : new ChangeState(changes);
    }
}
