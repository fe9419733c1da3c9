package io.orrery.room.activity.tour;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.prediction.Poll;
import io.orrery.room.activity.talk.TalkState;
import io.orrery.room.activity.textsettings.TextSettingsActivity.TextsState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.engine.OwnText;
import io.orrery.room.state.StatePart;
import io.orrery.trace.Sampling;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where in a tour the room is.
 *
 * @param tour its id; empty while no tour runs
 * @param route its length in minutes
 * @param beat the beat's chapter and id, such as {@code attention/one-score}
 * @param at which of the beat's steps is shown, from 0
 * @param level of texts on the page that last named a beat, which a hall without one of its own takes; empty if that page did not say
 * @param fixed whether the beat has a text of its own, which another text does not replace
 * @param text what somebody typed during the tour, in place of the tour's text; empty for the tour's
 * @param began when the tour began, ms of the server's clock
 * @param beatBegan when the beat began, ms of the server's clock
 * @param asked the questions of beats that were revealed, by beat
 * @param before what was shown before the tour, to which the room returns; empty if an earlier version of the server began the tour
 * @param left whether somebody has taken another text than the beat's: what is shown is then the room's own
 */
public record TourState(
        String tour,
        int route,
        String beat,
        int at,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String level,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean fixed,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<OwnText> text,
        double began,
        double beatBegan,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Poll> asked,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Before> before,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean left) {
    /**
     * What of the room a tour returns to.
     *
     * @param walk the step, not playing
     * @param texts what was set for everybody's texts, once a beat has set something else
     */
    public record Before(
            WalkState walk,
            Sampling sampling,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TextsState> texts) {
        Before with(Optional<TextsState> set) {
            return new Before(walk, sampling, set);
        }
    }

    /** No tour runs. */
    static final TourState NONE =
            new TourState("", 0, "", 0, "", false, Optional.empty(), 0, 0, Map.of(), Optional.empty(), false);

    public static final StatePart<TourState> PART = StatePart.member("tour", TourState.class, NONE);

    public TourState {
        asked = Map.copyOf(asked);
    }

    public boolean isRunning() {
        return !tour.isEmpty();
    }

    /** Whether this tour runs. */
    boolean is(String other) {
        return isRunning() && tour.equals(other);
    }

    /** Whether this beat of this tour is shown. */
    public boolean isAt(String otherTour, String otherBeat) {
        return is(otherTour) && beat.equals(otherBeat);
    }

    /** Whether a talk of the room runs. */
    boolean isTalk(TalkState talks) {
        return isRunning() && talks.talk(tour).isPresent();
    }

    /** The question of a beat that was revealed. */
    Optional<Poll> revealed(String ofBeat) {
        return Optional.ofNullable(asked.get(ofBeat));
    }

    /** With a revealed question of the present beat. */
    TourState with(Poll revealed) {
        var next = new HashMap<>(asked);
        next.put(beat, revealed);
        return with(text, next);
    }

    /** With a text in place of the tour's. */
    TourState with(OwnText own) {
        return with(Optional.of(own), asked);
    }

    /** With other questions. */
    TourState withAsked(Map<String, Poll> questions) {
        return with(text, questions);
    }

    /** Without what somebody else than the tour has written. */
    TourState withoutWords() {
        return with(
                Optional.empty(),
                asked.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                beatsOwn -> beatsOwn.getValue().withoutWords())));
    }

    private TourState with(Optional<OwnText> own, Map<String, Poll> questions) {
        return new TourState(tour, route, beat, at, level, fixed, own, began, beatBegan, questions, before, left);
    }

    /** Whether what is shown is the tour's. */
    public boolean isShown() {
        return isRunning() && !left;
    }

    TourState asLeft() {
        return new TourState(tour, route, beat, at, level, fixed, text, began, beatBegan, asked, before, true);
    }

    /** Without what only the server needs. */
    TourState asSent() {
        return new TourState(
                tour, route, beat, at, level, fixed, text, began, beatBegan, asked, Optional.empty(), false);
    }
}
