package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Attention;
import java.util.Map;
import java.util.function.Function;

/** Facts about what heads read. */
final class AttentionFacts {
    /** How many times what others get on average makes a favourite. */
    private static final double PEAK = 2;

    static final Map<String, Function<FactReading, Fact>> TABLE = Map.of(
            "attention", AttentionFacts::attention,
            "strongest-key", AttentionFacts::strongestKey,
            "peak", AttentionFacts::peak,
            "score", AttentionFacts::score,
            "product", AttentionFacts::product,
            "sign", AttentionFacts::sign);

    private static Fact attention(FactReading in) {
        var head = in.head();
        var query = in.spot("from");
        if (in.words().take("strongest")) {
            return in.number(shown -> {
                var seen = new Seen(shown, head, query);
                return seen.share(seen.strongest());
            });
        }
        var key = in.spot("to");
        return in.number(shown -> {
            var seen = new Seen(shown, head, query);
            return seen.share(seen.key(key));
        });
    }

    /** The token that gets the largest share; the first of equal ones. */
    private static Fact strongestKey(FactReading in) {
        var head = in.head();
        var query = in.spot("from");
        return in.fact(FactKind.TOKEN, shown -> shown.tokenAt(new Seen(shown, head, query).strongest()));
    }

    /** Whether the query has one favourite: its largest share is at least twice what the other keys get on average. */
    private static Fact peak(FactReading in) {
        var head = in.head();
        var query = in.spot("from");
        return in.flag(shown -> new Seen(shown, head, query).isPeaked());
    }

    /** The score after scaling. */
    private static Fact score(FactReading in) {
        var head = in.head();
        var query = in.spot("from");
        var key = in.spot("to");
        return in.number(shown -> {
            var seen = new Seen(shown, head, query);
            return seen.score(seen.key(key));
        });
    }

    private static Fact product(FactReading in) {
        var of = factors(in);
        return in.number(shown -> product(of, shown));
    }

    private static Fact sign(FactReading in) {
        var of = factors(in);
        return in.fact(FactKind.SIGN, shown -> new FactValue.OfSign((int) Math.signum(product(of, shown))))
                .with(of);
    }

    private static Fact.Product factors(FactReading in) {
        return new Fact.Product(in.head(), in.spot("from"), in.spot("to"), in.named("number"));
    }

    private static double product(Fact.Product of, FactContext shown) {
        var seen = new Seen(shown, of.head(), of.query());
        return seen.product(seen.key(of.key()), of.number());
    }

    private AttentionFacts() {}

    /** What one query of one head sees. */
    private static final class Seen {
        private final FactContext shown;
        private final Attention attention;
        private final int head;
        private final int query;

        Seen(FactContext shown, Names.Head name, Names.Spot query) {
            Names.HeadAt at = shown.head(name, Names.Aim.USUAL);
            this.shown = shown;
            this.attention = shown.anatomy().attention(at.layer() - 1).orElseThrow();
            this.head = at.head() - 1;
            this.query = shown.position(query);
        }

        /** A key's position from 0, which must not be later than the query's. */
        int key(Names.Spot spot) {
            int key = shown.position(spot);
            if (key > query) {
                throw new OrreryException(new FactError.KeyIsLater(query + 1, key + 1));
            }
            return key;
        }

        double share(int key) {
            return shown.trace().activations().at(attention.pattern(), head, query, key);
        }

        /** The key with the largest share, the first of equal ones. */
        int strongest() {
            int best = 0;
            for (int key = 1; key <= query; key++) {
                best = share(key) > share(best) ? key : best;
            }
            return best;
        }

        /** The shares sum to 1, and {@code query} keys share what the strongest leaves. */
        boolean isPeaked() {
            double largest = share(strongest());
            return largest * query >= PEAK * (1 - largest);
        }

        double score(int key) {
            float score = shown.trace().activations().at(attention.scores(), head, query, key);
            if (!Float.isFinite(score)) {
                throw new OrreryException(new FactError.KeyIsLater(query + 1, key + 1));
            }
            return score;
        }

        /** @param number of the head's numbers, from 1 */
        double product(int key, int number) {
            int width = shown.trace().graph().sizes().d_head();
            if (number > width) {
                throw new OrreryException(new FactError.NoSuchNumber(number, width));
            }
            var activations = shown.trace().activations();
            double ofQuery = activations.at(attention.query(), query, head, number - 1);
            return ofQuery * activations.at(attention.key(), key, head / attention.group(), number - 1);
        }
    }
}
