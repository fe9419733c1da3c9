package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.model.preset.Task;
import io.orrery.tour.fact.Fact.Of;
import io.orrery.tour.fact.Fact.Trait;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Facts about the text that is shown, and about a cell of its run. */
final class TextFacts {
    static final Map<String, Function<FactReading, Fact>> TABLE = Map.of(
            "text",
            in -> in.fact(FactKind.TEXT, TextFacts::text),
            "token",
            TextFacts::token,
            "positions",
            in -> in.count(FactContext::positions),
            "generated",
            TextFacts::generated,
            "surprise",
            TextFacts::surprise,
            "sorts",
            in -> ofSorting(in, TextFacts::sorts),
            "right",
            in -> ofSorting(in, TextFacts::right),
            "cell",
            CellFact::read);

    private TextFacts() {}

    private static FactValue text(FactContext shown) {
        int[] tokens = shown.tokens().stream().mapToInt(token -> token).toArray();
        return new FactValue.OfText(shown.model().tokenizer().decode(tokens));
    }

    private static Fact token(FactReading in) {
        var at = in.spot();
        return in.fact(FactKind.TOKEN, shown -> shown.tokenAt(shown.position(at)));
    }

    /** One of the tokens that the model added to the prompt, from 1. */
    private static Fact generated(FactReading in) {
        int number = in.wholeOr1();
        return in.fact(
                FactKind.TOKEN,
                shown -> {
                    int prompt = shown.beside().promptLength();
                    int count = shown.positions() - prompt;
                    if (number > count) {
                        throw new OrreryException(new FactError.NotGenerated(number, count));
                    }
                    return shown.tokenAt(prompt + number - 1);
                },
                Trait.OF_PROMPT);
    }

    /** How unexpected a token is, given those before it, in bits: of the text, or after its last position. */
    private static Fact surprise(FactReading in) {
        if (in.words().isNextQuoted() || in.words().isNext("next")) {
            var token = in.candidate();
            return in.number(
                    shown -> bits(
                            shown.probabilities(Of.SHOWN, shown.positions() - 1)[token.applyAsInt(shown, Of.SHOWN)]),
                    Trait.TELLS_NEXT);
        }
        var at = in.spot();
        return in.number(shown -> {
            int position = shown.position(at);
            if (position == 0) {
                throw new OrreryException(new FactError.NothingBefore());
            }
            return bits(
                    shown.probabilities(Of.SHOWN, position - 1)[shown.tokens().get(position)]);
        });
    }

    /** −log₂ p, in bits. */
    private static double bits(double p) {
        // Smaller than a float can hold: as unexpected as can be said.
        return -Math.log(Math.max(p, Float.MIN_VALUE)) / Math.log(2);
    }

    private static Fact ofSorting(FactReading in, java.util.function.Predicate<FactContext> flag) {
        in.needs().ability(Needs.Ability.SORTING);
        return in.flag(flag, Trait.TELLS_NEXT);
    }

    /** Whether all tokens that were written so far are in order, and the next one will be, if one is to come. */
    private static boolean sorts(FactContext shown) {
        var wanted = sorted(shown);
        int length = wanted.size();
        var written = shown.tokens().subList(length, Math.min(2 * length, shown.positions()));
        boolean isNextRight = written.size() == length || shown.ranked(1, Of.SHOWN) == wanted.get(written.size());
        return written.equals(wanted.subList(0, written.size())) && isNextRight;
    }

    /** Whether the most probable next token is the right one. */
    private static boolean right(FactContext shown) {
        var wanted = sorted(shown);
        int written = shown.positions() - wanted.size();
        if (written >= wanted.size()) {
            throw new OrreryException(new FactError.NothingToSort(wanted.size()));
        }
        return shown.ranked(1, Of.SHOWN) == wanted.get(written);
    }

    /** The first tokens in ascending order, as a sorting model is to write them. */
    private static List<Integer> sorted(FactContext shown) {
        if (!(shown.model().preset().task() instanceof Task.Sort sort)) {
            throw new OrreryException(new FactError.NotASortingModel());
        }
        if (shown.positions() < sort.length()) {
            throw new OrreryException(new FactError.NothingToSort(sort.length()));
        }
        return shown.tokens().subList(0, sort.length()).stream().sorted().toList();
    }
}
