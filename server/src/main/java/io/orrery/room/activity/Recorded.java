package io.orrery.room.activity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.tour.file.PollSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An activity that asks the room something, of which the result is kept after it has ended, for the page <i>Afterwards</i>. While it is shown, its answers are
 * in its ballot; when the state shows it no longer, {@link #result} is asked once more, of the last state that showed it, and what it says is kept.
 *
 * <p>A kind of question ({@link Asks}) overrides {@link #result} and nothing else. It says what was asked and how the answers fell, as {@link Result.Option}s with the
 * counts of both rounds. What people wrote themselves goes into {@link Result#own}, by person, so that it can be erased for one of them, and nowhere else.
 */
public interface Recorded<S extends Record> extends PerPerson<S> {
    /** The number of what the state shows; empty for nothing. Another number is another question. */
    Optional<Integer> shownNumber(S state);

    /**
     * What is kept of what the state shows; empty for nothing.
     *
     * @param counts of the present ballot
     * @param answers of the present ballot, by person
     */
    Optional<Result> result(S state, Ballots.Counts counts, Map<String, String> answers);

    /**
     * What is kept of something that the room was asked. All that is empty is left out of its JSON.
     *
     * @param number the question's
     * @param question the words of the question
     * @param about the text that it is about
     * @param people how many people answered, in the last round
     * @param place what the places are that people chose; empty for other options
     * @param texts of a series, in order
     * @param mean of a series, bits a text, over its people
     * @param languages question and options in other languages, by language; of a scale the question alone
     * @param own what single people wrote or scored, by their ids; erased with them
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Result(
            int number,
            Optional<String> question,
            Optional<String> about,
            int people,
            List<Option> options,
            Optional<? extends Record> place,
            List<Text> texts,
            Optional<Double> mean,
            Map<String, PollSpec.Words> languages,
            @JsonIgnore Map<String, Own> own) {
        public Result {
            options = List.copyOf(options);
            texts = List.copyOf(texts);
            languages = Map.copyOf(languages);
            own = Map.copyOf(own);
        }

        /** A question with options. */
        public static Result of(
                int number,
                Optional<String> question,
                Optional<String> about,
                int people,
                List<Option> options,
                Map<String, Own> own) {
            return new Result(
                    number,
                    question,
                    about,
                    people,
                    options,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Map.of(),
                    own);
        }

        /** The same result, of which the options are places. @param text the text of which they are places; empty for none */
        public Result of(Record places, String text) {
            Optional<String> read = Optional.of(text).filter(words -> !words.isEmpty());
            return new Result(
                    number, question, read, people, options, Optional.of(places), texts, mean, languages, own);
        }

        /** The same result, which is also in other languages. */
        public Result in(Map<String, PollSpec.Words> others) {
            return new Result(number, question, about, people, options, place, texts, mean, others, own);
        }

        /**
         * An option. What people wrote themselves is none.
         *
         * @param text empty for "something else"
         * @param count how many chose it, in the last round
         * @param first how many chose it in the first of two rounds
         * @param model the probability that the model gives to it
         * @param right whether it is the right one
         */
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        public record Option(
                @JsonInclude(JsonInclude.Include.ALWAYS) String text,
                int count,
                Optional<Integer> first,
                Optional<Float> model,

                @JsonInclude(JsonInclude.Include.NON_DEFAULT)
                boolean right) {}

        /** What others than people scored for one text of a series, bits. */
        public record Text(int question, double room, double chance, double model) {}

        /**
         * What one person wrote, or scored in a series.
         *
         * @param name that the person chose; given out only if asked for
         * @param bits a text
         * @param texts over how many texts
         */
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        public record Own(
                Optional<String> word, Optional<String> name, Optional<Double> bits, Optional<Integer> texts) {
            public static Own word(String word) {
                return new Own(Optional.of(word), Optional.empty(), Optional.empty(), Optional.empty());
            }
        }
    }

    /** The result of what a state shows. */
    default Optional<Result> resultIn(RoomState state, Ballots ballots) {
        String ballot = ballotIn(state).orElse("");
        return result(part().of(state), ballots.counts(ballot), ballots.answers(ballot));
    }

    /** The result of what a change ends; empty if it ends nothing. */
    default Optional<Result> endedIn(RoomState before, RoomState after, Ballots ballots) {
        Optional<Integer> shown = shownNumber(part().of(before));
        return shown.isEmpty() || shown.equals(shownNumber(part().of(after)))
                ? Optional.empty()
                : resultIn(before, ballots);
    }
}
