package io.orrery.room.activity.hands;

import static io.orrery.room.activity.hands.HandsActivity.HandsState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.PerPerson.Departure;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Rehearses;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.hands.HandsActivity.HandsState;
import io.orrery.room.activity.hands.HandsActivity.HandsState.Hand;
import io.orrery.room.activity.hands.HandsActivity.HandsState.Raised;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets each person raise a hand. Those who may drive see whose hands are up, in which order, and call on one, whose name everybody sees. A hand is
 * lowered by its person or by those who may drive; it goes with the person, and with a restart.
 */
public final class HandsActivity
        implements Rehearses<HandsState>, Reacts<HandsState>, InRecordings.OfCounts<HandsState> {
    /**
     * Whose hands are up. Hands are answers of people and no part of the room's own state, which has the round only; they are put in when people are told.
     *
     * @param round grows with each restart of the server, which lowers all hands
     * @param raised the hands that are up, in the order in which they were raised; at most the first {@link #MOST_LISTED}
     * @param called the hand that was called on, of those that are up; empty for none
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record HandsState(int round, List<Hand> raised, Optional<Hand> called) {
        public static final StatePart<HandsState> PART = StatePart.member("hands", HandsState.class, inRound(1));

        /** The most hands that are listed; the others move up as hands are lowered. */
        static final int MOST_LISTED = 100;

        /** @param id the person's @param name the person's own; empty if the person has none */
        public record Hand(String id, String name) {}

        public HandsState {
            raised = List.copyOf(raised);
        }

        static HandsState inRound(int round) {
            return new HandsState(round, List.of(), Optional.empty());
        }

        /** The name of the ballot with this round's hands. */
        String ballot() {
            return "hands." + round;
        }

        HandsState counted(Ballots.Counts counts) {
            List<Raised> hands = counts.each().keySet().stream()
                    .flatMap(answer -> Raised.read(answer).stream())
                    .sorted(Comparator.comparingInt(Raised::number))
                    .toList();
            return new HandsState(
                    round,
                    hands.stream().limit(MOST_LISTED).map(Raised::hand).toList(),
                    hands.stream()
                            .filter(each -> counts.of(each.call()) > 0)
                            .map(Raised::hand)
                            .findFirst());
        }

        /**
         * A hand that is up, as the person's answer: its number, the person's id and name.
         *
         * @param number from 1, in the order in which hands were raised in this round
         */
        record Raised(int number, Hand hand) {
            private static final String CALLED = "called ";

            /** The hand after all that were raised before. */
            static Raised after(Ballots.Counts counts, Hand hand) {
                int last = counts.each().keySet().stream()
                        .mapToInt(answer -> answer.startsWith(CALLED)
                                ? Integer.parseInt(answer.substring(CALLED.length()))
                                : read(answer).map(Raised::number).orElse(0))
                        .max()
                        .orElse(0);
                return new Raised(last + 1, hand);
            }

            String answer() {
                return number + " " + hand.id() + " " + hand.name();
            }

            /** The answer that calls on this hand. It names this one, so a hand that is raised again is not called on. */
            String call() {
                return CALLED + number;
            }

            static Optional<Raised> read(String answer) {
                String[] parts = answer.split(" ", 3);
                return parts.length < 3
                        ? Optional.empty()
                        : Optional.of(new Raised(Integer.parseInt(parts[0]), new Hand(parts[1], parts[2])));
            }
        }
    }

    /** Whose answer says which hand was called on. No person has this id. */
    private static final String PRESENTERS = "called";

    /** So many invented people do something else at a step. */
    private static final int INVENTED_BEFORE = 15;

    /** How likely an invented person lowers a hand at the next step. */
    private static final double LOWERED = 0.4;

    /** A person raises or lowers a hand. @param name the person's; empty for none */
    private record Wish(boolean on, String name) {
        static Wish read(Fields fields) throws MalformedException {
            return new Wish(fields.flag("on"), fields.has("name") ? ClientMessages.name(fields) : "");
        }
    }

    @Override
    public StatePart<HandsState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("hand", Who.ANYONE, Wish::read, HandsActivity::hand),
                Command.of("call-on", Who.PRESENTER, HandsActivity::person, HandsActivity::callOn),
                Command.of("lower-hand", Who.PRESENTER, HandsActivity::person, HandsActivity::lower));
    }

    private static String person(Fields fields) throws MalformedException {
        return fields.text("person", ClientMessages.LONGEST_ID);
    }

    /** A hand that is up already keeps its place. */
    private static Outcome hand(Wish wish, Invocation by) {
        String ballot = ballot(by);
        String person = by.sender().id();
        if (wish.on() == by.ballots().answer(ballot, person).isPresent()) {
            return by.unchanged();
        }
        var hand = new Hand(person, wish.name());
        return new Outcome.Answer(
                ballot,
                person,
                Optional.of(hand)
                        .filter(up -> wish.on())
                        .map(up -> Raised.after(by.ballots().counts(ballot), up).answer()));
    }

    private static Outcome callOn(String person, Invocation by) {
        return raised(person, by)
                .<Outcome>map(hand -> new Outcome.Answer(ballot(by), PRESENTERS, Optional.of(hand.call())))
                .orElseGet(() -> new Outcome.Refusal(new RoomError.UnknownPerson()));
    }

    /** A hand that is down already stays down: its person and a presenter may lower it at the same moment. */
    private static Outcome lower(String person, Invocation by) {
        return raised(person, by)
                .<Outcome>map(hand -> new Outcome.Answer(ballot(by), person, Optional.empty()))
                .orElseGet(() -> by.unchanged());
    }

    private static Optional<Raised> raised(String person, Invocation by) {
        return by.ballots().answer(ballot(by), person).flatMap(Raised::read);
    }

    private static String ballot(Invocation by) {
        return PART.of(by.state()).ballot();
    }

    @Override
    public Optional<HandsState> seenBy(Role role, HandsState state) {
        var seen = role.mayDrive() ? state : new HandsState(state.round(), List.of(), state.called());
        return seen.raised().isEmpty() && seen.called().isEmpty() ? Optional.empty() : Optional.of(seen);
    }

    @Override
    public Optional<String> signalOf(Outcome.Answer answer) {
        return answer.person().equals(PRESENTERS) ? Optional.empty() : Optional.of("hand");
    }

    @Override
    public Optional<String> ballot(HandsState state) {
        return Optional.of(state.ballot());
    }

    @Override
    public HandsState counted(HandsState state, Ballots.Counts counts) {
        return state.counted(counts);
    }

    @Override
    public Optional<Record> ownOf(HandsState state, String answer) {
        return Raised.read(answer).map(Raised::hand);
    }

    /** At each step one raises a hand, and some of those before lower theirs. */
    @Override
    public Optional<String> occasion(RoomState state) {
        return Optional.of(WalkState.PART.of(state).cursor().step());
    }

    @Override
    public Optional<Deed> deed(InventedPerson who, RoomState state, Ballots ballots) {
        if (ballots.answer(PART.of(state).ballot(), who.id()).isPresent()) {
            return who.does(LOWERED) ? Optional.of(new Deed("hand", Map.of("on", false))) : Optional.empty();
        }
        return who.isOneOf(1, INVENTED_BEFORE, WalkState.PART.of(state).cursor().step())
                ? Optional.of(new Deed("hand", Map.of("on", true, "name", who.name())))
                : Optional.empty();
    }

    /** The hand of a person who was removed, or has been away for too long, is lowered. */
    @Override
    public boolean keepsAnswersOf(Departure why) {
        return false;
    }

    @Override
    public HandsState restored(HandsState saved) {
        return HandsState.inRound(saved.round() + 1);
    }

    @Override
    public HandsState withoutPeople(HandsState seen) {
        return HandsState.inRound(seen.round());
    }
}
