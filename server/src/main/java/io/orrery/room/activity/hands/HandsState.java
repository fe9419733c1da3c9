package io.orrery.room.activity.hands;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.Part;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whose hands are up. Hands are answers of people and no part of the room's own state, which has the round only; they are put in when people are told.
 *
 * @param round grows with each restart of the server, which lowers all hands
 * @param raised the hands that are up, in the order in which they were raised; at most the first {@link #MOST_LISTED}
 * @param called the hand that was called on, of those that are up; empty for none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HandsState(int round, List<Hand> raised, Optional<Hand> called) {
    public static final Part<HandsState> PART = Part.member("hands", HandsState.class, inRound(1));

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
