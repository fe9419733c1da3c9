package io.orrery.room.activity.lost;

import static io.orrery.room.activity.lost.LostActivity.LostState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Departure;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.PerPerson;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.lost.LostActivity.LostState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Role;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lets each person say "I am lost". Those who may drive see how many are, and at which step; nobody sees who. */
public final class LostActivity implements PerPerson<LostState> {
    /**
     * At which steps people are lost.
     *
     * @param steps the number of people lost at each step, as those who may drive see it. It is put in when they are told; the room's own state has none
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record LostState(SortedMap<String, Integer> steps) {
        public static final StatePart<LostState> PART = StatePart.member("lost", LostState.class, at(Map.of()));

        /**
         * A person's own flag.
         *
         * @param step the step at which it was raised
         */
        public record Flag(String step) {}

        public LostState {
            steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
        }

        static LostState at(Map<String, Integer> steps) {
            return new LostState(new TreeMap<>(steps));
        }
    }

    /** There is one for the whole life of a room. An answer is the step at which the flag was raised. */
    private static final String BALLOT = "lost";

    @Override
    public StatePart<LostState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of("lost", Who.ANYONE, fields -> fields.flag("on"), LostActivity::lost));
    }

    /** A flag that is up already keeps its step. */
    private static Outcome lost(boolean on, Invocation by) {
        String person = by.sender().id();
        boolean isUp = by.ballots().answer(BALLOT, person).isPresent();
        return on == isUp
                ? by.unchanged()
                : new Outcome.Answer(
                        BALLOT,
                        person,
                        Optional.of(WalkState.PART.of(by.state()).cursor().step())
                                .filter(step -> on));
    }

    @Override
    public Optional<LostState> seenBy(Role role, LostState state) {
        return role.mayDrive() && !state.steps().isEmpty() ? Optional.of(state) : Optional.empty();
    }

    @Override
    public Optional<String> ballot(LostState state) {
        return Optional.of(BALLOT);
    }

    @Override
    public LostState counted(LostState state, Ballots.Counts counts) {
        return LostState.at(counts.each());
    }

    @Override
    public Optional<Record> ownOf(LostState state, String step) {
        return Optional.of(new LostState.Flag(step));
    }

    /** The flag of a person who was removed, or has been away for too long, is lowered. */
    @Override
    public boolean keepsAnswersOf(Departure why) {
        return false;
    }
}
