package io.orrery.room.activity.signals;

import static io.orrery.room.activity.signals.SignalsActivity.SignalsState.PART;

import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.PerPerson.Departure;
import io.orrery.room.activity.Rehearses;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.signals.SignalsActivity.SignalsState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets each person applaud, and say that it goes too fast. Those who may drive see how many do, and nobody sees who. Applause is shown on the hall's
 * screen if the driver wishes. Signals end together, when no further person has given one for a while.
 */
public final class SignalsActivity implements Rehearses<SignalsState>, Background.Works<SignalsState> {
    /**
     * The signals of the room's people.
     *
     * @param round grows when signals end
     * @param hall whether applause is shown on the hall's screen
     * @param fast the number of people for whom it goes too fast. It is put in when people are told, as is {@code applause}; the room's own state has 0
     * @param applause the number of people who applaud
     */
    public record SignalsState(int round, boolean hall, int fast, int applause) {
        public static final StatePart<SignalsState> PART =
                StatePart.member("signals", SignalsState.class, new SignalsState(1, false, 0, 0));

        /** The name of the ballot with this round's signals. */
        String ballot() {
            return "signals " + round;
        }

        SignalsState onHall(boolean on) {
            return new SignalsState(round, on, fast, applause);
        }

        SignalsState ended() {
            return new SignalsState(round + 1, hall, 0, 0);
        }
    }

    /** So long after the last one signals end, ms: a presenter in the middle of a sentence still sees them. */
    static final double END_MS = 30_000;

    /** How many invented people signal at a step. */
    private static final int INVENTED_FAST = 2;

    private static final int INVENTED_APPLAUSE = 5;

    private static final String FAST = " fast";
    private static final String APPLAUSE = " applause";

    @Override
    public StatePart<SignalsState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("too-fast", Who.ANYONE, by -> signal(FAST, by)),
                Command.of("applaud", Who.ANYONE, by -> signal(APPLAUSE, by)),
                Command.of(
                        "applause-on-hall",
                        Who.DRIVER,
                        fields -> fields.flag("on"),
                        (on, by) -> by.change(PART, signals -> signals.onHall(on))));
    }

    private static Outcome signal(String kind, Invocation by) {
        return new Outcome.Answer(PART.of(by.state()).ballot(), by.sender().id() + kind, Optional.of(kind));
    }

    @Override
    public Optional<SignalsState> seenBy(Role role, SignalsState state) {
        if (role.mayDrive()) {
            return Optional.of(state).filter(seen -> seen.hall() || seen.fast() > 0 || seen.applause() > 0);
        }
        return role == Role.PROJECTOR && state.hall() && state.applause() > 0
                ? Optional.of(new SignalsState(state.round(), true, 0, state.applause()))
                : Optional.empty();
    }

    @Override
    public Optional<String> ballot(SignalsState state) {
        return Optional.of(state.ballot());
    }

    @Override
    public Optional<String> signalOf(Outcome.Answer answer) {
        return answer.answer().map(String::strip);
    }

    @Override
    public SignalsState erased(SignalsState state) {
        return state.ended();
    }

    @Override
    public List<String> kinds() {
        return List.of(FAST, APPLAUSE);
    }

    @Override
    public SignalsState counted(SignalsState state, Ballots.Counts counts) {
        return new SignalsState(state.round(), state.hall(), counts.of(FAST), counts.of(APPLAUSE));
    }

    @Override
    public boolean keepsAnswersOf(Departure why) {
        return false;
    }

    /** At each step some signal. */
    @Override
    public Optional<String> occasion(RoomState state) {
        return Optional.of(WalkState.PART.of(state).cursor().step());
    }

    @Override
    public Optional<Deed> deed(InventedPerson who, RoomState state, Ballots ballots) {
        String step = WalkState.PART.of(state).cursor().step();
        if (who.isOneOf(INVENTED_FAST, 0, step)) {
            return Optional.of(new Deed("too-fast", Map.of()));
        }
        return who.isOneOf(INVENTED_APPLAUSE, INVENTED_FAST, step)
                ? Optional.of(new Deed("applaud", Map.of()))
                : Optional.empty();
    }

    /** Ends the signals. */
    @Override
    public Optional<Background> background(RoomState state, Ballots ballots, Engine engine) {
        SignalsState now = PART.of(state);
        int signals = ballots.counts(now.ballot()).people();
        return signals == 0
                ? Optional.empty()
                : Optional.of(Background.of(
                        END_MS, List.of(now.round(), signals), later -> later.update(PART, SignalsState::ended)));
    }
}
