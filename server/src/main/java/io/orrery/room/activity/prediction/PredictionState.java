package io.orrery.room.activity.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import java.util.Optional;

/**
 * The question that a room's attendees answer, and the phase it is in.
 *
 * @param number the number of the last question in this room, from 1; 0 before the first
 * @param question the question that is shown; empty for none
 * @param text the joined display texts of the tokens after which the room guesses; empty for none. Pages are sent its end, with the
 *     question
 * @param hides whether the next token is hidden from the audience at present, as pages are told; never stored
 */
public record PredictionState(
        int number,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Poll> question,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String text,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean hides) {
    static final PredictionState NONE = new PredictionState(0, Optional.empty(), "");

    public static final StatePart<PredictionState> PART = StatePart.member("prediction", PredictionState.class, NONE);

    /**
     * A person's own answer.
     *
     * @param number the question's number
     * @param option the option's index
     */
    public record Own(int number, int option) {}

    private PredictionState(int number, Optional<Poll> question, String text) {
        this(number, question, text, false);
    }

    /** The question with this number, if it is the one that is shown. */
    Optional<Poll> shown(int which) {
        return question.filter(asked -> which == number);
    }

    /** Whether the shown question has not been revealed yet. */
    boolean isPending() {
        return question.filter(asked -> asked.phase() != Phase.REVEALED).isPresent();
    }

    /** @param about the joined display texts of the tokens after which the room guesses; empty for none */
    PredictionState asking(Poll next, String about) {
        return new PredictionState(number + 1, Optional.of(next), about);
    }

    /** The name of the ballot of the shown question; empty for none. An answer is the index of an option. */
    Optional<String> ballot() {
        return question.map(asked -> "prediction " + number);
    }

    PredictionState in(Phase next) {
        return with(question.map(asked -> asked.in(next)));
    }

    /** With the present counts, which a question that is revealed keeps. */
    PredictionState counted(Ballots.Counts counts) {
        return with(question.map(asked -> asked.counted(counts)));
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
    public PredictionState onBeat(Optional<Poll> revealed) {
        if (revealed.isPresent()) {
            return new PredictionState(number + 1, revealed, "");
        }
        return question.isPresent() ? ended() : this;
    }

    private PredictionState with(Optional<Poll> asked) {
        return new PredictionState(number, asked, text, hides);
    }

    /** As those who may drive see it. */
    PredictionState seen() {
        return new PredictionState(number, question, "", hides);
    }

    /** As the audience sees it. */
    PredictionState withheld() {
        return new PredictionState(number, question.map(Poll::withheld), "", hides);
    }

    /** As pages are told that the next token is hidden. */
    PredictionState hiding() {
        return new PredictionState(number, question, text, true);
    }

    /**
     * Whether what the room shows would tell the answer of a question that has not been revealed: the next token after its text,
     * whatever computes it. A longer text tells it where each position has a number for every token, and in a tool of why.
     *
     * @param walk the walk through the steps of the state's model
     */
    public static boolean hidesNext(RoomState state, Walk walk) {
        PredictionState now = PART.of(state);
        Optional<Poll.Text> about =
                now.question().filter(asked -> now.isPending()).flatMap(Poll::about);
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
