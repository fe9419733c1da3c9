package io.orrery.room;

import io.orrery.room.activity.Activities;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.people.Announcement;
import io.orrery.room.state.RoomState;
import io.orrery.tour.Walk;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage.Own;
import io.orrery.wire.ServerMessage.State;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A state as each role sees it, and its JSON. Roles that see the same share one JSON text, which is written once. */
final class StateViews {
    private final RoomState state;
    private final RoomState counted;
    private final Walk walk;
    private final Map<Role, RoomState> seen = new EnumMap<>(Role.class);
    private final Map<RoomState, String> written = new HashMap<>();

    /**
     * @param walk the walk through the steps of the state's model
     * @param counts of the ballots of the state, by name
     */
    StateViews(RoomState state, Walk walk, Map<String, Ballots.Counts> counts) {
        this.state = state;
        this.counted = Activities.ALL.counted(state, counts);
        this.walk = walk;
    }

    /** The views of this state with other counts. */
    StateViews with(Map<String, Ballots.Counts> counts) {
        return new StateViews(state, walk, counts);
    }

    RoomState seenBy(Role role) {
        return seen.computeIfAbsent(role, any -> Activities.ALL.seenBy(any, counted, walk));
    }

    String json(Role role) {
        return written.computeIfAbsent(seenBy(role), Activities.ALL.json()::write);
    }

    /** Whether a role sees a difference. */
    boolean differFrom(StateViews other) {
        return Arrays.stream(Role.values()).anyMatch(role -> differFrom(other, role));
    }

    private boolean differFrom(StateViews other, Role role) {
        return !seenBy(role).equals(other.seenBy(role));
    }

    /** The parts with counts that a role sees, by name. */
    Map<String, Record> parts(Role role) {
        return Activities.ALL.partsWithCounts(seenBy(role));
    }

    /** Whether a role may be sent the frame of the present step. */
    boolean showsNumbers(Role role) {
        return Activities.ALL.showsNumbers(role, state, walk);
    }

    /** Whether a role may be sent the frame of this state's step that could not be sent that of another state's. */
    boolean showsMoreThan(StateViews other) {
        return Arrays.stream(Role.values()).anyMatch(role -> showsNumbers(role) && !other.showsNumbers(role));
    }

    /**
     * The announcement of the change that brought this state.
     *
     * @param before the views of the previous state
     * @param own the private part of the state of the person who made it, if it changed
     */
    Announcement announced(CommandProcessor.Change change, StateViews before, Optional<Own> own) {
        return new Announcement(
                change.by(), change.id(), change.isMove(), change.frame(), own, new Messages(change, before));
    }

    private final class Messages implements Announcement.Messages {
        private final CommandProcessor.Change change;
        private final StateViews before;
        private final Map<String, String> forAll = new HashMap<>();

        Messages(CommandProcessor.Change change, StateViews before) {
            this.change = change;
            this.before = before;
        }

        @Override
        public boolean concern(Role role) {
            return differFrom(before, role);
        }

        @Override
        public String text(Role role, String answers) {
            return answers.equals(change.id())
                    ? forAll.computeIfAbsent(json(role), state -> message(state, answers))
                    : message(json(role), answers);
        }

        @Override
        public boolean showNumbers(Role role) {
            return showsNumbers(role);
        }

        private String message(String state, String answers) {
            return new State(change.seq(), change.start(), state, answers).json();
        }
    }
}
