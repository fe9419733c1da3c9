package io.orrery.room.activity.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.ballot.Ballots;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A question that the room was asked. Lists have one entry for each option, in the same order; the option "something else" is
 * the last.
 *
 * @param about the text after which the room guesses the next token; empty if the question is the presenter's own
 * @param question the presenter's own words; empty for none
 * @param options the options, without "something else"
 * @param other whether "something else" is an option, too
 * @param answers how many people have answered, as pages are told; the room's own state has it only of a question that is revealed
 * @param counts how many people chose each option, likewise; empty if it is withheld
 * @param model the probability that the model gives to each option, fixed when the question was asked; empty if it is
 *     withheld, and for options that are no tokens
 * @param beat the beat of a tour that asks, as {@code chapter/beat}; empty for a question of the presenter's
 * @param right the index of the option that is right; empty if it is withheld, or if nobody said so
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Poll(
        Optional<Text> about,
        Optional<String> question,
        List<Option> options,
        boolean other,
        Phase phase,
        int answers,
        Optional<List<Integer>> counts,
        Optional<List<Float>> model,
        Optional<String> beat,
        Optional<Integer> right) {
    /**
     * The end of a text. It is kept with the question, which stays when the room goes on to another text.
     *
     * @param trace the id of its trace
     * @param text the text of each of its last tokens
     * @param cut whether there are tokens before these
     */
    public record Text(String trace, List<String> text, boolean cut) {
        /** As many tokens as a phone has room for. */
        private static final int MOST = 40;

        public Text {
            text = List.copyOf(text);
        }

        static Text endOf(String trace, List<String> text) {
            int from = Math.max(0, text.size() - MOST);
            return new Text(trace, text.subList(from, text.size()), from > 0);
        }
    }

    /**
     * An option.
     *
     * @param token the id of the token; empty if it is a text of the presenter's
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Option(String text, Optional<Integer> token) {}

    public Poll {
        options = List.copyOf(options);
        counts = counts.map(List::copyOf);
        model = model.map(List::copyOf);
    }

    /** Where a question comes from: the beat of a tour that asks it, and the index of the option that is right. */
    record Origin(Optional<String> beat, Optional<Integer> right) {}

    /** A question that is open, and that nobody has answered. */
    static Poll asked(
            Optional<Text> about,
            Optional<String> question,
            List<Option> options,
            boolean other,
            Optional<List<Float>> model,
            Origin origin) {
        var open = new Poll(
                about, question, options, other, Phase.OPEN, 0, Optional.empty(), model, origin.beat(), origin.right());
        return open.counted(Ballots.Counts.NONE);
    }

    /** The number of options, "something else" included. */
    int size() {
        return options.size() + (other ? 1 : 0);
    }

    Poll in(Phase next) {
        return new Poll(about, question, options, other, next, answers, counts, model, beat, right);
    }

    /** With the number of people who chose each option. @param counts by the option's index */
    Poll counted(Ballots.Counts counts) {
        var each = IntStream.range(0, size())
                .mapToObj(option -> counts.of(Integer.toString(option)))
                .toList();
        return new Poll(about, question, options, other, phase, counts.people(), Optional.of(each), model, beat, right);
    }

    /** Without what the audience may not know before the reveal. */
    Poll withheld() {
        return new Poll(
                about,
                question,
                options,
                other,
                phase,
                answers,
                Optional.empty(),
                Optional.empty(),
                beat,
                Optional.empty());
    }
}
