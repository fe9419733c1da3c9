package io.orrery.tour.fact;

import io.orrery.tour.fact.Fact.Of;
import io.orrery.tour.fact.Fact.Trait;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Facts about the token that comes next. At a question of what comes next, they give the answer away. */
final class NextFacts {
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?");

    /** The highest temperature, as of a {@code Sampling}. */
    private static final double HOTTEST = 100;

    static final Map<String, Function<FactReading, Fact>> TABLE = Map.of(
            "next", in -> next(in, Of.SHOWN),
            "prob", in -> probability(in, Of.SHOWN),
            "logit", in -> logit(in, Of.SHOWN),
            "rank", in -> rank(in, Of.SHOWN),
            "before", NextFacts::before);

    private NextFacts() {}

    private static Fact next(FactReading in, Of run) {
        int rank = in.rankOr1();
        in.of(run);
        return in.fact(FactKind.TOKEN, shown -> shown.token(shown.ranked(rank, run)), Trait.TELLS_NEXT);
    }

    private static Fact logit(FactReading in, Of run) {
        var token = in.candidate();
        in.of(run);
        return in.number(shown -> shown.logits(run)[token.applyAsInt(shown, run)], Trait.TELLS_NEXT);
    }

    /** From 1. */
    private static Fact rank(FactReading in, Of run) {
        var token = in.token();
        in.of(run);
        return in.count(
                shown -> {
                    int wanted = token.applyAsInt(shown);
                    var next = shown.next(run);
                    return 1L
                            + IntStream.range(0, next.size())
                                    .filter(rank -> next.token(rank) == wanted)
                                    .findFirst()
                                    .orElseThrow();
                },
                Trait.TELLS_NEXT);
    }

    /** The same facts of the run without the changes. */
    private static Fact before(FactReading in) {
        if (in.words().take("next")) {
            return next(in, Of.UNCHANGED);
        }
        if (in.words().take("prob")) {
            return probability(in, Of.UNCHANGED);
        }
        if (in.words().take("logit")) {
            return logit(in, Of.UNCHANGED);
        }
        if (in.words().take("rank")) {
            return rank(in, Of.UNCHANGED);
        }
        throw in.words().expected("before");
    }

    private static Fact probability(FactReading in, Of run) {
        var token = in.candidate();
        in.of(run);
        var temperature = in.words().take("at") ? OptionalDouble.of(temperature(in)) : OptionalDouble.empty();
        return in.fact(
                FactKind.SHARE,
                shown -> new FactValue.OfNumber(probability(shown, token.applyAsInt(shown, run), run, temperature)),
                Trait.TELLS_NEXT);
    }

    private static double temperature(FactReading in) {
        in.words().require("temperature");
        double temperature =
                in.words().isNextLike(DECIMAL) ? Double.parseDouble(in.words().unquoted()) : 0;
        if (temperature <= 0 || temperature > HOTTEST) {
            throw in.words().expected("temperature");
        }
        in.words().next("temperature");
        return temperature;
    }

    /** @param temperature by which logits are divided first; empty for the model's own probabilities */
    private static double probability(FactContext shown, int token, Of run, OptionalDouble temperature) {
        if (temperature.isEmpty()) {
            return shown.probabilities(run, shown.positions() - 1)[token];
        }
        float[] logits = shown.logits(run);
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(((double) logit - logits[token]) / temperature.getAsDouble());
        }
        return 1 / sum;
    }
}
