package io.orrery.room.activity.place;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.Asks;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.PlaceMeasure;
import io.orrery.room.state.StatePart;
import java.util.List;
import java.util.Optional;

/**
 * The question that a room's attendees answer with a place.
 *
 * @param number the number of the last such question in this room, counted with all questions from 1; 0 before the first
 * @param question the question that is shown; empty for none
 */
public record PlaceState(
        int number,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PlaceQuestion> question)
        implements Asks.Asked<PlaceQuestion, PlaceState> {
    static final PlaceState NONE = new PlaceState(0, Optional.empty());

    public static final StatePart<PlaceState> PART = StatePart.member("place", PlaceState.class, NONE);

    /**
     * A person's own answer.
     *
     * @param number the question's number
     */
    public record Own(int number, List<Integer> at) {}

    @Override
    public PlaceState with(Optional<PlaceQuestion> next) {
        return new PlaceState(number, next);
    }

    @Override
    public PlaceState counted(Ballots.Counts counts) {
        return with(question.map(asked -> asked.counted(counts)));
    }

    PlaceState measured(Optional<PlaceMeasure.Found> found) {
        return with(question.map(asked -> asked.measured(found)));
    }

    @Override
    public PlaceState ended() {
        return with(Optional.empty());
    }

    @Override
    public PlaceState seen() {
        return this;
    }

    @Override
    public PlaceState withheld() {
        return with(question.map(PlaceQuestion::withheld));
    }

    @Override
    public Optional<String> words() {
        return question.flatMap(PlaceQuestion::question);
    }
}
