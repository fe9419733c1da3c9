package io.orrery.tour.fact;

/** A fact about what a head reads. */
public sealed interface AttentionFact extends Fact {
    record Attention(HeadName head, Spot query, Spot key) implements AttentionFact, OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query).and(key);
        }
    }

    /** The largest share that the query gives. */
    record StrongestAttention(HeadName head, Spot query) implements AttentionFact, OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query);
        }
    }

    /** The token that gets it; the first of equal ones. */
    record StrongestKey(HeadName head, Spot query) implements AttentionFact, OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query);
        }
    }

    /** Whether the query has one favourite: its largest share is at least twice what the other keys get on average. */
    record Peak(HeadName head, Spot query) implements AttentionFact, OfFlag {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query);
        }
    }

    /** After scaling. */
    record Score(HeadName head, Spot query, Spot key) implements AttentionFact, OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query).and(key);
        }
    }

    /** Query × key of one number, as the scores read them. @param number from 1 */
    record Product(HeadName head, Spot query, Spot key, int number) implements AttentionFact, OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query).and(key);
        }
    }

    record Sign(Product of) implements AttentionFact, OfSign {
        @Override
        public Needs needs() {
            return of.needs();
        }
    }
}
