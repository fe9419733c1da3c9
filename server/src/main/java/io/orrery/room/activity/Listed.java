package io.orrery.room.activity;

import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.wire.Role;
import java.util.Map;

/**
 * An activity with a list that is too long for each message with the state. The state says when it is another one, and the pages that show it
 * fetch it.
 */
public interface Listed<S extends Record> extends PerPerson<S> {
    /** The list that a role may see, for JSON. */
    Record list(Role role, S state, Ballots.Counts counts);

    /** The same, from the whole state. @param counts by ballot */
    default Record listIn(Role role, RoomState state, Map<String, Ballots.Counts> counts) {
        Ballots.Counts known = ballotIn(state)
                .map(ballot -> counts.getOrDefault(ballot, Ballots.Counts.NONE))
                .orElse(Ballots.Counts.NONE);
        return list(role, part().of(state), known);
    }
}
