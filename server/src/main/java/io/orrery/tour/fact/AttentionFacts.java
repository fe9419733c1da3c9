package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Attention;
import java.util.Optional;

/** Facts about what heads read. */
final class AttentionFacts {
    /** How many times what others get on average makes a favourite. */
    private static final double PEAK = 2;

    private AttentionFacts() {}

    /** The value; empty if the fact is of another kind. */
    static Optional<FactValue> value(Fact fact, Shown shown) {
        FactValue value = null;
        if (fact instanceof AttentionFact.Attention of) {
            var seen = new Seen(shown, of.head(), of.query());
            value = new FactValue.OfNumber(seen.share(seen.key(of.key())));
        } else if (fact instanceof AttentionFact.StrongestAttention of) {
            var seen = new Seen(shown, of.head(), of.query());
            value = new FactValue.OfNumber(seen.share(seen.strongest()));
        } else if (fact instanceof AttentionFact.StrongestKey of) {
            value = shown.tokenAt(new Seen(shown, of.head(), of.query()).strongest());
        } else if (fact instanceof AttentionFact.Peak of) {
            value = new FactValue.OfFlag(new Seen(shown, of.head(), of.query()).isPeaked());
        } else if (fact instanceof AttentionFact.Score of) {
            var seen = new Seen(shown, of.head(), of.query());
            value = new FactValue.OfNumber(seen.score(seen.key(of.key())));
        } else if (fact instanceof AttentionFact.Product of) {
            value = new FactValue.OfNumber(product(of, shown));
        } else if (fact instanceof AttentionFact.Sign of) {
            value = new FactValue.OfSign((int) Math.signum(product(of.of(), shown)));
        }
        return Optional.ofNullable(value);
    }

    private static double product(AttentionFact.Product of, Shown shown) {
        var seen = new Seen(shown, of.head(), of.query());
        return seen.product(seen.key(of.key()), of.number());
    }

    /** What one query of one head sees. */
    private static final class Seen {
        private final Shown shown;
        private final Attention attention;
        private final int head;
        private final int query;

        Seen(Shown shown, HeadName name, Spot query) {
            HeadName.At at = shown.head(name);
            this.shown = shown;
            this.attention = shown.anatomy().attention(at.layer() - 1).orElseThrow();
            this.head = at.head() - 1;
            this.query = shown.position(query);
        }

        /** A key's position from 0, which must not be later than the query's. */
        int key(Spot spot) {
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
