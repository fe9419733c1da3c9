package io.orrery.room.front;

import io.orrery.room.activity.Activities;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.tour.Walk;
import io.orrery.wire.Role;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** A state as each role sees it, and its JSON. Roles that see the same share one JSON text, which is written once. */
public final class StateViews {
    private final RoomState state;
    private final RoomState counted;
    private final Walk walk;
    private final Map<Role, RoomState> seen = new EnumMap<>(Role.class);
    private final Map<Role, String> texts = new EnumMap<>(Role.class);
    private final Map<RoomState, String> written = new HashMap<>();

    /**
     * @param walk the walk through the steps of the state's model
     * @param counts of the ballots of the state, by name
     */
    public StateViews(RoomState state, Walk walk, Map<String, Ballots.Counts> counts) {
        this.state = state;
        this.counted = Activities.ALL.counted(state, counts);
        this.walk = walk;
    }

    /** The views of this state with other counts. */
    StateViews with(Map<String, Ballots.Counts> counts) {
        return new StateViews(state, walk, counts);
    }

    /** The parts of the state that a role sees, with counts. */
    public RoomState seenBy(Role role) {
        return seen.computeIfAbsent(role, any -> Activities.ALL.seenBy(any, counted, walk));
    }

    public String json(Role role) {
        return texts.computeIfAbsent(role, any -> written.computeIfAbsent(seenBy(any), Activities.ALL.json()::write));
    }

    /** Whether any role sees a difference. */
    boolean differFrom(StateViews other) {
        return Arrays.stream(Role.values()).anyMatch(role -> differFrom(other, role));
    }

    boolean differFrom(StateViews other, Role role) {
        return !seenBy(role).equals(other.seenBy(role));
    }

    /** The parts with counts that a role sees, by name. */
    Map<String, Record> parts(Role role) {
        return Activities.ALL.partsWithCounts(seenBy(role));
    }

    /** Whether a role may be sent the frame of the present step. A remote control has no machine. */
    boolean showsNumbers(Role role) {
        return role != Role.REMOTE && Activities.ALL.showsNumbers(role, state, walk);
    }

    /** Whether a role may be sent the frame of this state's step that could not be sent that of another state's. */
    boolean showsMoreThan(StateViews other) {
        return Arrays.stream(Role.values()).anyMatch(role -> showsNumbers(role) && !other.showsNumbers(role));
    }
}
