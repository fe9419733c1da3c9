package io.orrery.room.activity.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyState;
import io.orrery.room.state.Part;
import io.orrery.room.state.RoomState;
import io.orrery.tour.Walk;
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
 * @param text the joined display texts of the tokens after which the room guesses; empty for none. Pages are sent its end, with the
 *     question
 * @param hides whether the next token is hidden from the audience at present, as pages are told; never stored
 */
public record PredictionState(
        int number,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Question> question,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> people,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String text,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean hides) {
    static final PredictionState NONE = new PredictionState(0, Optional.empty(), "");

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
        text = Objects.requireNonNullElse(text, "");
    }

    /** A question that nobody has answered. */
    private PredictionState(int number, Optional<Question> question, String text) {
        this(number, question, Map.of(), text, false);
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

    /** @param about the joined display texts of the tokens after which the room guesses; empty for none */
    PredictionState asking(Question next, String about) {
        return new PredictionState(number + 1, Optional.of(next), about);
    }

    /** In a phase without new answers: all of them are announced. */
    PredictionState in(Phase next) {
        return with(question.map(asked -> asked.in(next)), people).announced();
    }

    /** Without a question. The next one has a number of its own. */
    PredictionState ended() {
        return new PredictionState(number, Optional.empty(), "");
    }

    /**
     * For another beat of a tour: what was asked before ends.
     *
     * @param revealed the beat's question, if it was revealed before; it is shown again
     */
    public PredictionState onBeat(Optional<Question> revealed) {
        if (revealed.isPresent()) {
            return new PredictionState(number + 1, revealed, "");
        }
        return question.isPresent() ? ended() : this;
    }

    /** Whether a question is shown whose answers were counted, and are not known any more. */
    boolean isShownAgain() {
        return people.isEmpty()
                && question.filter(asked -> asked.phase() == Phase.REVEALED).isPresent();
    }

    PredictionState answered(String person, int option) {
        if (Integer.valueOf(option).equals(people.get(person))) {
            return this;
        }
        var next = new HashMap<>(people);
        next.put(person, option);
        return with(question, next);
    }

    /** Without a person. While answers are taken, the numbers are announced later, with those of others. */
    PredictionState without(String person) {
        if (!people.containsKey(person)) {
            return this;
        }
        var next = new HashMap<>(people);
        next.remove(person);
        var rest = with(question, next);
        return isOpen() ? rest : rest.announced();
    }

    /** With the answers that have come so far announced. */
    PredictionState announced() {
        return with(question.map(asked -> asked.counted(people.values())), people);
    }

    private PredictionState with(Optional<Question> asked, Map<String, Integer> answers) {
        return new PredictionState(number, asked, answers, text, hides);
    }

    /** As those who may drive see it. */
    PredictionState anonymous() {
        return new PredictionState(number, question, Map.of(), "", hides);
    }

    /** As the audience sees it. */
    PredictionState withheld() {
        return new PredictionState(number, question.map(Question::withheld), Map.of(), "", hides);
    }

    /** As pages are told that the next token is hidden. */
    PredictionState hiding() {
        return new PredictionState(number, question, people, text, true);
    }

    /**
     * Whether what the room shows would tell the answer of a question that has not been revealed: the next token after its text,
     * whatever computes it. A longer text tells it where each position has a number for every token, and in a tool of why.
     *
     * @param walk the walk through the steps of the state's model
     */
    static boolean hidesNext(RoomState state, Walk walk) {
        PredictionState now = PART.of(state);
        Optional<Question.Text> about =
                now.question().filter(asked -> now.isPending()).flatMap(Question::about);
        WalkState shown = WalkState.PART.of(state);
        if (about.isEmpty() || about.get().trace().equals(shown.trace().id())) {
            return about.isPresent();
        }
        // A question from before texts were stored is about its trace alone.
        return !now.text().isEmpty()
                && switch (GuessedText.of(String.join("", shown.trace().text()), now.text())) {
                    case SAME -> true;
                    case LONGER ->
                        walk.tellsNext(shown.cursor().step())
                                || WhyState.PART.of(state).hasTool();
                    case OTHER -> false;
                };
    }
}
