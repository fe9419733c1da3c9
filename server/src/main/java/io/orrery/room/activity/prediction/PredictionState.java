package io.orrery.room.activity.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.answer.AnswerState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.Part;
import io.orrery.room.state.RoomState;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the room is asked, and what each person answered.
 *
 * @param number the number of the last question in this room, from 1; 0 before the first
 * @param question the question that is shown; empty for none
 * @param people the option that each person chose, by the person's id; never sent to anyone
 */
public record PredictionState(
        int number,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Question> question,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> people) {
    static final PredictionState NONE = new PredictionState(0, Optional.empty(), Map.of());

    public static final Part<PredictionState> PART = Part.member("prediction", PredictionState.class, NONE);

    /**
     * A person's own answer.
     *
     * @param number the question's number
     * @param option the option's index
     */
    public record Own(int number, int option) {}

    public PredictionState {
        question = Objects.requireNonNullElse(question, Optional.empty());
        people = Map.copyOf(Objects.requireNonNullElse(people, Map.of()));
    }

    /** The question with this number, if it is the one that is shown. */
    Optional<Question> shown(int which) {
        return question.filter(asked -> which == number);
    }

    /** Whether the shown question has not been revealed yet. */
    boolean isPending() {
        return question.filter(asked -> asked.phase() != Phase.REVEALED).isPresent();
    }

    boolean isOpen() {
        return question.filter(asked -> asked.phase() == Phase.OPEN).isPresent();
    }

    PredictionState asking(Question next) {
        return new PredictionState(number + 1, Optional.of(next), Map.of());
    }

    /** In a phase without new answers: all of them are announced. */
    PredictionState in(Phase next) {
        return new PredictionState(number, question.map(asked -> asked.in(next)), people).announced();
    }

    /** Without a question. The next one has a number of its own. */
    PredictionState ended() {
        return new PredictionState(number, Optional.empty(), Map.of());
    }

    /**
     * For another beat of a tour: what was asked before ends.
     *
     * @param revealed the beat's question, if it was revealed before; it is shown again
     */
    public PredictionState onBeat(Optional<Question> revealed) {
        if (revealed.isPresent()) {
            return new PredictionState(number + 1, revealed, Map.of());
        }
        return question.isPresent() ? ended() : this;
    }

    /** Whether a question is shown whose answers were counted, and are not known any more. */
    boolean isShownAgain() {
        return people.isEmpty()
                && question.filter(asked -> asked.phase() == Phase.REVEALED).isPresent();
    }

    PredictionState answered(String person, int option) {
        var next = new HashMap<>(people);
        next.put(person, option);
        return new PredictionState(number, question, next);
    }

    /** Without a person. While answers are taken, the numbers are announced later, with those of others. */
    PredictionState without(String person) {
        if (!people.containsKey(person)) {
            return this;
        }
        var next = new HashMap<>(people);
        next.remove(person);
        var rest = new PredictionState(number, question, next);
        return isOpen() ? rest : rest.announced();
    }

    /** With the answers that have come so far announced. */
    PredictionState announced() {
        return new PredictionState(number, question.map(asked -> asked.counted(people.values())), people);
    }

    /** Without anybody's answer. */
    PredictionState anonymous() {
        return new PredictionState(number, question, Map.of());
    }

    /** As the audience sees it. */
    PredictionState withheld() {
        return new PredictionState(number, question.map(Question::withheld), Map.of());
    }

    /** Whether the shown question is what follows the text that a room shows, and has not been revealed. */
    static boolean hidesNext(RoomState state) {
        PredictionState now = PART.of(state);
        String trace = WalkState.PART.of(state).trace().id();
        return now.isPending()
                && now.question()
                        .flatMap(Question::about)
                        .filter(text -> text.trace().equals(trace))
                        .isPresent();
    }

    /** The state as long as nobody may be shown what comes next. */
    static RoomState withAnswerHidden(RoomState state) {
        return state.with(AnswerState.PART, AnswerState.keptHidden());
    }
}
