package io.orrery.room.activity.lost;

import static io.orrery.room.activity.lost.LostActivity.LostState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.PerPerson.Departure;
import io.orrery.room.activity.Rehearses;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.lost.LostActivity.LostState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Role;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lets each person say "I am lost". Those who may drive see how many are, and at which step; nobody sees who. */
public final class LostActivity implements Rehearses<LostState> {
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

    /** How many invented people are lost at a step, behind those who do something else there. */
    private static final int INVENTED_LOST = 2;

    private static final int INVENTED_BEFORE = 10;

    /** How likely an invented person who is lost is not any more at the next step. */
    private static final double FOUND = 0.6;

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
    public Optional<String> signalOf(Outcome.Answer answer) {
        return Optional.of("lost");
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

    /** At each step two are lost, and some of those before are not any more. */
    @Override
    public Optional<String> occasion(RoomState state) {
        return Optional.of(WalkState.PART.of(state).cursor().step());
    }

    @Override
    public Optional<Deed> deed(InventedPerson who, RoomState state, Ballots ballots) {
        boolean isUp = ballots.answer(BALLOT, who.id()).isPresent();
        boolean isToggled = isUp
                ? who.does(FOUND)
                : who.isOneOf(
                        INVENTED_LOST,
                        INVENTED_BEFORE,
                        WalkState.PART.of(state).cursor().step());
        return isToggled ? Optional.of(new Deed("lost", Map.of("on", !isUp))) : Optional.empty();
    }

    /** The flag of a person who was removed, or has been away for too long, is lowered. */
    @Override
    public boolean keepsAnswersOf(Departure why) {
        return false;
    }
}
