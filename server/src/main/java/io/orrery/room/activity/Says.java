package io.orrery.room.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import java.util.List;

/** An activity in which people write to the room, for as long as the presenter does not clear it. */
public interface Says<S extends Record> extends PerPerson<S> {
    /**
     * A question or a text that a person has written.
     *
     * @param person the person's id; given out only together with names
     * @param name of the person; empty for none
     * @param people how many ask this, or vote for it
     * @param at when it was written, ms
     * @param step at which; empty if that is not known
     * @param state {@code shown}, {@code answered}, {@code waiting}, {@code reported} or {@code hidden}, of a text {@code run} or {@code shown}
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Said(
            String text,
            @JsonInclude(JsonInclude.Include.ALWAYS) int people,
            long at,
            String step,
            String state,
            String person,
            String name) {
        /** Without who has written it. */
        public Said nameless() {
            return new Said(text, people, at, step, state, "", "");
        }
    }

    /** Deletes what is older. @param oldest ms */
    void prune(S state, Ballots ballots, double oldest);

    /** What stands in the room, in the order in which it was written. */
    List<Said> said(S state, Ballots.Counts counts);

    /** Whether the machine shows what this person wrote. @param person the id of a person; empty for anybody */
    default boolean isShown(RoomState state, String person, Ballots ballots) {
        return false;
    }

    default void pruneIn(RoomState state, Ballots ballots, double oldest) {
        prune(part().of(state), ballots, oldest);
    }

    default List<Said> saidIn(RoomState state, Ballots ballots) {
        return said(part().of(state), ballots.counts(ballotIn(state).orElse("")));
    }
}
