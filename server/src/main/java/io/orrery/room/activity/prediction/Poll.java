package io.orrery.room.activity.prediction;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.Asks.Phase;
import io.orrery.room.activity.Asks.Question;
import io.orrery.room.ballot.Ballots;
import io.orrery.wire.TraceSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A question that the room was asked. Lists have one entry for each option, in the same order; the option "something else" is
 * the last.
 *
 * @param about the text after which the room guesses the next token; empty if the question is the presenter's own
 * @param question the presenter's own words; empty for none
 * @param options the options, without "something else"
 * @param other whether "something else" is an option, too; of what comes next, then also any word that somebody types
 * @param answers how many people have answered, as pages are told; the room's own state has it only of a question that is revealed
 * @param counts how many people chose each option, likewise; empty if it is withheld
 * @param model the probability that the model gives to each option, fixed when the question was asked; empty if it is
 *     withheld, and for options that are no tokens
 * @param beat the beat of a tour that asks, as {@code chapter/beat}; empty for a question of the presenter's
 * @param right the index of the option that is right; empty if it is withheld, or if nobody said so
 * @param typed the tokens that most people typed, from the most frequent on, known once the question is closed; "something else" is without them.
 *     Empty if it is withheld
 * @param first of a question in its second round, the counts of the first; none if they are withheld
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
        Optional<Integer> right,
        Optional<List<Typed>> typed,
        Optional<List<Integer>> first)
        implements Question<Poll> {
    /** The most bars that a screen has, without that of "something else". */
    static final int MOST_BARS = 8;

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

    /**
     * A token that is no option, and that people typed.
     *
     * @param p the probability that the model gives to it
     * @param count how many people typed it
     */
    public record Typed(int token, String text, float p, int count) {
        private Typed counted(int people) {
            return new Typed(token, text, p, people);
        }
    }

    public Poll {
        options = List.copyOf(options);
        counts = counts.map(List::copyOf);
        model = model.map(List::copyOf);
        typed = typed.map(List::copyOf);
        first = first.map(List::copyOf);
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
                about,
                question,
                options,
                other,
                Phase.OPEN,
                0,
                Optional.empty(),
                model,
                origin.beat(),
                origin.right(),
                Optional.empty(),
                Optional.empty());
        return open.counted(Ballots.Counts.NONE);
    }

    /** The number of options, "something else" included. */
    int size() {
        return options.size() + (other ? 1 : 0);
    }

    /** Whether people may type what comes next. */
    boolean takesWords() {
        return other && about.isPresent();
    }

    @Override
    public Poll in(Phase next) {
        return with(next, answers, counts, typed, first);
    }

    /** With the number of people who chose each option or typed each token. */
    Poll counted(Ballots.Counts counts) {
        Map<Integer, Integer> words = TypedWord.counts(counts);
        Optional<List<Typed>> listed = typed.map(list -> list.stream()
                .map(each -> each.counted(words.getOrDefault(each.token(), 0)))
                .toList());
        var each = new ArrayList<>(IntStream.range(0, size())
                .map(option -> counts.of(Integer.toString(option)))
                .boxed()
                .toList());
        if (other) {
            int rest = words.values().stream().mapToInt(people -> people).sum()
                    - listed.stream()
                            .flatMap(List::stream)
                            .mapToInt(Typed::count)
                            .sum();
            each.set(options.size(), each.get(options.size()) + rest);
        }
        return with(phase, counts.people(), Optional.of(each), listed, first);
    }

    /** Without the words that people typed: they count as "something else". */
    public Poll withoutWords() {
        int people = typed.stream().flatMap(List::stream).mapToInt(Typed::count).sum();
        Optional<List<Integer>> all = counts.map(each -> {
            var next = new ArrayList<>(each);
            next.set(next.size() - 1, next.get(next.size() - 1) + people);
            return people > 0 ? next : each;
        });
        return with(phase, answers, all, typed.map(any -> List.of()), first);
    }

    /** With the tokens that most people typed by name, as many as there are bars for. @param chances of all that were typed */
    Poll naming(Map<Integer, TraceSummary.Next> chances, Ballots.Counts counts) {
        Map<Integer, Integer> words = TypedWord.counts(counts);
        List<Typed> most = chances.values().stream()
                .filter(next -> words.containsKey(next.token()))
                .map(next -> new Typed(next.token(), next.text(), next.p(), words.get(next.token())))
                .sorted(Comparator.comparingInt(Typed::count).reversed().thenComparingInt(Typed::token))
                .limit(MOST_BARS - options.size())
                .toList();
        return with(phase, answers, this.counts, Optional.of(most), first);
    }

    /** Open for its second round. */
    @Override
    public Poll asking() {
        return with(Phase.OPEN, 0, Optional.empty(), Optional.empty(), Optional.of(everyCount()))
                .counted(Ballots.Counts.NONE);
    }

    /** The counts of the options, where what was typed is something else. */
    private List<Integer> everyCount() {
        var all = new ArrayList<>(counts.orElse(List.of()));
        typed.stream()
                .flatMap(List::stream)
                .forEach(word -> all.set(options.size(), all.get(options.size()) + word.count()));
        return all;
    }

    private Poll with(
            Phase next,
            int people,
            Optional<List<Integer>> ofOptions,
            Optional<List<Typed>> ofTyped,
            Optional<List<Integer>> before) {
        return new Poll(
                about,
                question,
                options,
                other,
                next,
                people,
                ofOptions,
                model.map(all -> withRest(all, ofTyped)),
                beat,
                right,
                ofTyped,
                before);
    }

    /** The probabilities of the options, where "something else" has what is left of 1. */
    private List<Float> withRest(List<Float> all, Optional<List<Typed>> words) {
        if (!other || all.isEmpty()) {
            return all;
        }
        List<Float> named = all.subList(0, options.size());
        double sum = named.stream().mapToDouble(p -> p).sum()
                + words.stream().flatMap(List::stream).mapToDouble(Typed::p).sum();
        var whole = new ArrayList<>(named);
        whole.add((float) Math.max(0, 1 - sum));
        return whole;
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
                Optional.empty(),
                Optional.empty(),
                first.map(any -> Collections.emptyList()));
    }
}
