package io.orrery.room.activity.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.Asks;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyActivity.WhyState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.wire.TraceSummary;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The question that a room's attendees answer, and the phase it is in.
 *
 * @param number the number of the last such question in this room, counted with all questions from 1; 0 before the first
 * @param question the question that is shown; empty for none
 * @param text the joined display texts of the tokens after which the room guesses; empty for none. Pages are sent its end, with the
 *     question
 * @param hides whether the next token is hidden from the audience at present, as pages are told; never stored
 * @param reader the model that reads the text; empty for none
 */
public record PredictionState(
        int number,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Poll> question,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String text,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean hides,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Reader> reader)
        implements Asks.Asked<Poll, PredictionState> {
    static final PredictionState NONE = new PredictionState(0, Optional.empty(), "", Optional.empty());

    public static final StatePart<PredictionState> PART = StatePart.member("prediction", PredictionState.class, NONE);

    /**
     * A person's own answer.
     *
     * @param number the question's number
     * @param option the option's index; of what was typed, that of "something else"
     * @param token the first token of what was typed; empty for an option
     * @param word what was typed; empty for an option
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Own(int number, int option, Optional<Integer> token, Optional<String> word) {}

    /**
     * The model that reads the text.
     *
     * @param model its content id
     * @param preset the id of its preset, by which pages know its title in their language; empty of a question from before it was kept
     * @param title of the model, for when the room shows another one; empty of a question from before it was kept
     * @param top the probability that it gives to its most probable token; pages are not told
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Reader(String model, Optional<String> preset, Optional<String> title, Optional<Float> top) {
        private Reader asSent() {
            return new Reader(model, preset, title, Optional.empty());
        }
    }

    private PredictionState(int number, Optional<Poll> question, String text, Optional<Reader> reader) {
        this(number, question, text, false, reader);
    }

    /** @param about the run after whose text the room guesses; empty for none @param nameOf a model, by its content id */
    static PredictionState asking(
            int number, Poll next, Optional<TraceSummary> about, Function<String, Engine.ModelName> nameOf) {
        return new PredictionState(
                number,
                Optional.of(next),
                about.map(trace -> String.join("", trace.text())).orElse(""),
                about.map(trace -> {
                    Engine.ModelName name = nameOf.apply(trace.model());
                    return new Reader(
                            trace.model(),
                            Optional.of(name.preset()),
                            Optional.of(name.title()),
                            trace.next().stream().findFirst().map(TraceSummary.Next::p));
                }));
    }

    /** With the tokens that most people typed by name. @param chances of all that were typed */
    PredictionState naming(Map<Integer, TraceSummary.Next> chances, Ballots.Counts counts) {
        return with(question.map(asked -> asked.naming(chances, counts)));
    }

    @Override
    public PredictionState counted(Ballots.Counts counts) {
        return with(question.map(asked -> asked.counted(counts)));
    }

    @Override
    public PredictionState ended() {
        return new PredictionState(number, Optional.empty(), "", Optional.empty());
    }

    /** With a question that was revealed before, as a beat shows it again. */
    public static PredictionState showing(int number, Poll revealed) {
        return new PredictionState(number, Optional.of(revealed), "", Optional.empty());
    }

    @Override
    public PredictionState with(Optional<Poll> asked) {
        return new PredictionState(number, asked, text, hides, reader);
    }

    @Override
    public PredictionState seen() {
        return new PredictionState(number, question, "", hides, reader.map(Reader::asSent));
    }

    @Override
    public PredictionState withheld() {
        return new PredictionState(number, question.map(Poll::withheld), "", hides, reader.map(Reader::asSent));
    }

    PredictionState withoutWords() {
        return with(question.map(Poll::withoutWords));
    }

    @Override
    public Optional<String> words() {
        return question.flatMap(Poll::question);
    }

    /** As pages are told that the next token is hidden. */
    PredictionState hiding() {
        return new PredictionState(number, question, text, true, reader);
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
