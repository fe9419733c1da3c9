package io.orrery.room.activity;

import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An activity to which each person gives answers of their own, by an {@link Outcome.Answer}. Answers are no part of the state. The
 * state names the ballot that they are in; when it no longer does, the answers are deleted.
 */
public interface PerPerson<S extends Record> extends Activity<S> {
    /** Why a person is taken out of the state. */
    enum Departure {
        /** Removed for good. */
        REMOVED,
        /** Away for too long. */
        AWAY
    }

    /**
     * More than the people whom a room can recognise: the server has at most 10,000 connections, and a room remembers the 1,000 people
     * who left last. Without an end, somebody who enters anew for each answer would fill the memory.
     */
    int MOST_ANSWERS = 20_000;

    /** The name of the ballot, with this activity's name before anything else; empty if there is nothing to answer. */
    Optional<String> ballot(S state);

    /** The state with the counts put in, before {@link #seenBy} decides who sees them. */
    S counted(S state, Ballots.Counts counts);

    /** The state after the answer of a person who was removed has been deleted. */
    default S recounted(S state, Ballots.Counts counts) {
        return state;
    }

    /** The state after all that people gave was erased: nothing of it is shown any more, and its ballot is another one, or empty. */
    default S erased(S state) {
        return part().first().orElseThrow();
    }

    /** What a person is sent of their own answer; empty for nothing. */
    default Optional<Record> ownOf(S state, String answer) {
        return Optional.empty();
    }

    /**
     * The word for the signal that a new answer gives to those who present; empty if it gives none. How many gave each signal is kept by step, for the
     * page <i>Afterwards</i>.
     */
    default Optional<String> signalOf(Outcome.Answer answer) {
        return Optional.empty();
    }

    /**
     * What a role may see of a list that is too long for each message with the state, for JSON; empty if there is none. The state says when it is
     * another one, and the pages that show it fetch it.
     *
     * @param counts by ballot
     */
    default Optional<Record> list(Role role, RoomState state, Map<String, Ballots.Counts> counts) {
        return Optional.empty();
    }

    /** Whether the answer of a person who has been away for long is kept. */
    default boolean keepsAnswersOf(Departure why) {
        return why == Departure.AWAY;
    }

    /** What stands behind the person's id in the ballot for each answer that a person can have there. */
    default List<String> kinds() {
        return List.of("");
    }

    /** The most answers; beyond it the oldest goes. */
    default int most() {
        return MOST_ANSWERS;
    }

    default Optional<String> ballotIn(RoomState state) {
        return ballot(part().of(state));
    }

    default RoomState erasedIn(RoomState state) {
        return state.update(part(), this::erased);
    }

    /** The whole state with the counts put in. @param counts by ballot */
    default RoomState countedIn(RoomState state, Map<String, Ballots.Counts> counts) {
        return ballotIn(state)
                .map(ballot -> counts.getOrDefault(ballot, Ballots.Counts.NONE))
                .map(known -> state.update(part(), own -> counted(own, known)))
                .orElse(state);
    }

    /** What a person is sent of the answer that they have given; empty for nothing. */
    default Optional<Record> ownIn(RoomState state, String person, Ballots ballots) {
        return ballotIn(state)
                .flatMap(ballot -> ballots.answer(ballot, person))
                .flatMap(answer -> ownOf(part().of(state), answer));
    }

    /** The whole state after the answers of a person who has left were deleted, unless they are kept. */
    default RoomState withoutAnswerIn(RoomState state, String person, Departure why, Ballots ballots) {
        return ballotIn(state)
                .filter(ballot -> !keepsAnswersOf(why) && withdraws(ballot, person, ballots))
                .map(ballots::counts)
                .map(counts -> state.update(part(), own -> recounted(own, counts)))
                .orElse(state);
    }

    private boolean withdraws(String ballot, String person, Ballots ballots) {
        boolean isAny = false;
        for (String kind : kinds()) {
            isAny |= ballots.withdraw(ballot, person + kind);
        }
        return isAny;
    }
}
