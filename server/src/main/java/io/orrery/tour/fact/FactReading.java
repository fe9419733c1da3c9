package io.orrery.tour.fact;

import io.orrery.tour.text.PositionRef;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands after a fact's first word, and gathers what the fact needs. */
final class FactReading {
    private static final Pattern HEAD = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final FactWords words;
    private final Needs needs = new Needs();
    private final Set<Fact.Trait> traits = EnumSet.noneOf(Fact.Trait.class);

    FactReading(FactWords words) {
        this.words = words;
    }

    FactWords words() {
        return words;
    }

    Needs needs() {
        return needs;
    }

    Fact fact(FactKind kind, Function<FactContext, FactValue> value, Fact.Trait... others) {
        traits.addAll(List.of(others));
        return new Fact(kind, needs, traits, Optional.empty(), value);
    }

    Fact number(ToDoubleFunction<FactContext> number, Fact.Trait... others) {
        return fact(FactKind.NUMBER, shown -> new FactValue.OfNumber(number.applyAsDouble(shown)), others);
    }

    Fact count(ToLongFunction<FactContext> count, Fact.Trait... others) {
        return fact(FactKind.COUNT, shown -> new FactValue.OfCount(count.applyAsLong(shown)), others);
    }

    Fact flag(Predicate<FactContext> flag, Fact.Trait... others) {
        return fact(FactKind.FLAG, shown -> new FactValue.OfFlag(flag.test(shown)), others);
    }

    /** The run that the fact is about. */
    void of(Fact.Of run) {
        if (run == Fact.Of.UNCHANGED) {
            traits.add(Fact.Trait.OF_UNCHANGED);
        }
    }

    /** A position of the text. */
    Names.Spot spot() {
        if (words.take("last")) {
            return new Names.Spot(Optional.of(new PositionRef.Last()));
        }
        if (words.take("answer")) {
            needs.answer(Needs.AnswerKind.POSITION);
            return new Names.Spot(Optional.empty());
        }
        if (!words.isNext("first") && !words.isNextLike(NUMBER)) {
            throw words.expected("position");
        }
        int number = words.take("first") ? 1 : whole(1);
        needs.position(number);
        return new Names.Spot(Optional.of(new PositionRef.Number(number)));
    }

    /** A position after a word. */
    Names.Spot spot(String word) {
        words.require(word);
        return spot();
    }

    /** Gives a token's number in the vocabulary. */
    ToIntFunction<FactContext> token() {
        var word = words.next("token");
        if (word.text().isEmpty()) {
            throw words.expected("token");
        }
        if (!word.isQuoted() && word.text().equals("answer")) {
            needs.answer(Needs.AnswerKind.TOKEN);
            return FactContext::answeredToken;
        }
        needs.token(word.text());
        return shown -> TokenFinder.token(shown.model(), word.text());
    }

    /** A token that may come next: {@code next 2}, the second in the order of probability, or one of the vocabulary. */
    ToIntBiFunction<FactContext, Fact.Of> candidate() {
        if (words.take("next")) {
            int rank = rankOr1();
            return (shown, run) -> shown.ranked(rank, run);
        }
        var token = token();
        return (shown, run) -> token.applyAsInt(shown);
    }

    /** A place in the order of the vocabulary, from 1, which need not be written. */
    int rankOr1() {
        int rank = wholeOr1();
        needs.rank(rank);
        return rank;
    }

    Names.Head head() {
        words.require("head");
        if (words.take("answer")) {
            needs.answer(Needs.AnswerKind.HEAD);
            return Names.HeadOf.ANSWER;
        }
        if (words.take("voter")) {
            traits.add(Fact.Trait.MEASURED);
            return Names.HeadOf.VOTER;
        }
        Matcher head = HEAD.matcher(words.unquoted());
        if (!head.matches() || Integer.parseInt(head.group(1)) < 1 || Integer.parseInt(head.group(2)) < 1) {
            throw words.expected("head");
        }
        words.next("head");
        var at = new Names.HeadAt(Integer.parseInt(head.group(1)), Integer.parseInt(head.group(2)));
        needs.head(at);
        return at;
    }

    /** A head or an MLP. @param expected if there is neither, a key of the error's sentence */
    BiFunction<FactContext, Names.Aim, Names.HeadIndex> part(String expected) {
        if (words.isNext("head")) {
            Names.Head name = head();
            return (shown, aim) -> {
                Names.HeadAt head = shown.head(name, aim);
                return new Names.HeadIndex(head.layer(), head.head());
            };
        }
        if (words.take("mlp")) {
            int layer = layer(1);
            return (shown, aim) -> new Names.HeadIndex(shown.layer(layer) + 1, 0);
        }
        throw words.expected(expected);
    }

    Names.Aim aim() {
        if (!words.take("for")) {
            return Names.Aim.USUAL;
        }
        var of = token();
        return new Names.Aim(Optional.of(of), words.take("against") ? Optional.of(token()) : Optional.empty());
    }

    /** A layer's number. */
    int layer(int least) {
        int layer = whole(least);
        needs.layer(layer);
        return layer;
    }

    /** A number from 1 after a word, if that word comes next. */
    OptionalInt optional(String word) {
        return words.isNext(word) ? OptionalInt.of(named(word)) : OptionalInt.empty();
    }

    /** A number from 1 after a word. */
    int named(String word) {
        words.require(word);
        return whole(1);
    }

    int wholeOr1() {
        return words.isNextLike(NUMBER) ? whole(1) : 1;
    }

    private int whole(int least) {
        int number = words.isNextLike(NUMBER) ? Integer.parseInt(words.unquoted()) : -1;
        if (number < least) {
            throw words.expected(least == 0 ? "numberFrom0" : "number");
        }
        words.next("number");
        return number;
    }
}
