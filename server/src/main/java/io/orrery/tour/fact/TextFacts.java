package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Embedding;
import io.orrery.model.preset.Task;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Facts about the text, about what comes next, and about the model itself. */
final class TextFacts {
    /** A probability comes with all others of a vocabulary of at most this many tokens. */
    private static final int MOST_AMONG = 16;

    private TextFacts() {}

    /** The value; empty if the fact is of another kind. */
    static Optional<FactValue> value(Fact fact, Shown shown) {
        return ofText(fact, shown).or(() -> ofNext(fact, shown)).or(() -> ofModel(fact, shown));
    }

    private static Optional<FactValue> ofText(Fact fact, Shown shown) {
        FactValue value = null;
        if (fact instanceof TextFact.WholeText) {
            int[] tokens = shown.tokens().stream().mapToInt(token -> token).toArray();
            value = new FactValue.OfText(shown.model().tokenizer().decode(tokens));
        } else if (fact instanceof TextFact.TokenAt of) {
            value = shown.tokenAt(shown.position(of.at()));
        } else if (fact instanceof TextFact.Positions) {
            value = new FactValue.OfCount(shown.positions());
        } else if (fact instanceof TextFact.Generated of) {
            value = generated(of.number(), shown);
        } else if (fact instanceof TextFact.Surprise of) {
            value = surprise(shown.position(of.at()), shown);
        } else if (fact instanceof TextFact.Sorts) {
            value = sorts(shown);
        } else if (fact instanceof TextFact.Right) {
            value = right(shown);
        }
        return Optional.ofNullable(value);
    }

    private static Optional<FactValue> ofNext(Fact fact, Shown shown) {
        FactValue value = null;
        if (fact instanceof NextFact.Next of) {
            value = shown.token(ranked(of.rank(), of.run(), shown));
        } else if (fact instanceof NextFact.Probability of) {
            value = chance(of, shown);
        } else if (fact instanceof NextFact.SurpriseIfNext of) {
            int token = token(of.of(), Fact.Of.SHOWN, shown);
            value = bits(shown.probabilities(Fact.Of.SHOWN, shown.positions() - 1)[token]);
        } else if (fact instanceof NextFact.Logit of) {
            value = new FactValue.OfNumber(shown.logits(of.run())[token(of.of(), of.run(), shown)]);
        } else if (fact instanceof NextFact.Rank of) {
            int token = shown.number(of.of());
            var next = shown.next(of.run());
            value = new FactValue.OfCount(1L
                    + IntStream.range(0, next.size())
                            .filter(rank -> next.token(rank) == token)
                            .findFirst()
                            .orElseThrow());
        }
        return Optional.ofNullable(value);
    }

    private static Optional<FactValue> ofModel(Fact fact, Shown shown) {
        FactValue value = null;
        if (fact instanceof ModelFact.Size of) {
            value = new FactValue.OfCount(of.of().of(shown.model().graph()));
        } else if (fact instanceof ModelFact.Update) {
            value = known(shown.beside().update());
        } else if (fact instanceof ModelFact.Updates) {
            value = known(shown.beside().updates());
        } else if (fact instanceof ModelFact.Cosine of) {
            var model = shown.model();
            value = new FactValue.OfNumber(Embedding.cosine(
                    model.graph(), model.weights(), shown.number(of.first()), shown.number(of.second())));
        }
        return Optional.ofNullable(value);
    }

    private static FactValue chance(NextFact.Probability of, Shown shown) {
        int token = token(of.of(), of.run(), shown);
        var next = shown.next(of.run());
        if (next.size() > MOST_AMONG) {
            return new FactValue.OfNumber(probability(token, of, shown));
        }
        var ranked = IntStream.range(0, next.size()).map(next::token).boxed().toList();
        var among = ranked.stream().map(one -> probability(one, of, shown)).toList();
        return new FactValue.OfChance(among, ranked.indexOf(token));
    }

    private static double probability(int token, NextFact.Probability of, Shown shown) {
        if (of.temperature().isEmpty()) {
            return shown.probabilities(of.run(), shown.positions() - 1)[token];
        }
        float[] logits = shown.logits(of.run());
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(((double) logit - logits[token]) / of.temperature().getAsDouble());
        }
        return 1 / sum;
    }

    private static FactValue known(OptionalInt update) {
        return new FactValue.OfCount(update.orElseThrow(() -> new OrreryException(new FactError.NoTrainingKnown())));
    }

    private static int token(NextFact.Candidate of, Fact.Of run, Shown shown) {
        return of instanceof NextFact.Candidate.Named named
                ? shown.number(named.token())
                : ranked(((NextFact.Candidate.Ranked) of).rank(), run, shown);
    }

    private static int ranked(int rank, Fact.Of run, Shown shown) {
        var next = shown.next(run);
        if (rank > next.size()) {
            throw new OrreryException(new FactError.NoSuchRank(rank, next.size()));
        }
        return next.token(rank - 1);
    }

    private static FactValue generated(int number, Shown shown) {
        int prompt = shown.beside().promptLength();
        int count = shown.positions() - prompt;
        if (number > count) {
            throw new OrreryException(new FactError.NotGenerated(number, count));
        }
        return shown.tokenAt(prompt + number - 1);
    }

    private static FactValue surprise(int position, Shown shown) {
        if (position == 0) {
            throw new OrreryException(new FactError.NothingBefore());
        }
        return bits(
                shown.probabilities(Fact.Of.SHOWN, position - 1)[shown.tokens().get(position)]);
    }

    /** −log₂ p, in bits. */
    private static FactValue bits(double p) {
        // Smaller than a float can hold: as unexpected as can be said.
        return new FactValue.OfNumber(-Math.log(Math.max(p, Float.MIN_VALUE)) / Math.log(2));
    }

    private static FactValue sorts(Shown shown) {
        var wanted = sorted(shown);
        int length = wanted.size();
        var written = shown.tokens().subList(length, Math.min(2 * length, shown.positions()));
        boolean isNextRight = written.size() == length || ranked(1, Fact.Of.SHOWN, shown) == wanted.get(written.size());
        return new FactValue.OfFlag(written.equals(wanted.subList(0, written.size())) && isNextRight);
    }

    private static FactValue right(Shown shown) {
        var wanted = sorted(shown);
        int written = shown.positions() - wanted.size();
        if (written >= wanted.size()) {
            throw new OrreryException(new FactError.NothingToSort(wanted.size()));
        }
        return new FactValue.OfFlag(ranked(1, Fact.Of.SHOWN, shown) == wanted.get(written));
    }

    /** The first tokens in ascending order, as a sorting model is to write them. */
    private static List<Integer> sorted(Shown shown) {
        if (!(shown.model().preset().task() instanceof Task.Sort sort)) {
            throw new OrreryException(new FactError.NotASortingModel());
        }
        if (shown.positions() < sort.length()) {
            throw new OrreryException(new FactError.NothingToSort(sort.length()));
        }
        return shown.tokens().subList(0, sort.length()).stream().sorted().toList();
    }
}
