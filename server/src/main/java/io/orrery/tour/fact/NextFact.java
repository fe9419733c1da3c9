package io.orrery.tour.fact;

import java.util.OptionalDouble;

/** A fact about the token that comes next. At a question of what comes next, it gives the answer away. */
public sealed interface NextFact extends Fact {
    /** Which run it is about. */
    default Of run() {
        return Of.SHOWN;
    }

    @Override
    default boolean isOfUnchanged() {
        return run() == Of.UNCHANGED;
    }

    /** A token that may come next. */
    sealed interface Candidate {
        Needs needs();

        /** @param rank from 1, the most probable first */
        record Ranked(int rank) implements Candidate {
            @Override
            public Needs needs() {
                return Needs.NONE.andRank(rank);
            }
        }

        record Named(TokenName token) implements Candidate {
            @Override
            public Needs needs() {
                return Needs.NONE.and(token);
            }
        }
    }

    /** @param rank from 1 */
    record Next(int rank, Of run) implements NextFact, OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.andRank(rank);
        }
    }

    /** @param temperature by which logits are divided first; empty for the model's own probabilities */
    record Probability(Candidate of, Of run, OptionalDouble temperature) implements NextFact, OfShare {
        @Override
        public Needs needs() {
            return of.needs();
        }
    }

    record Logit(Candidate of, Of run) implements NextFact, OfNumber {
        @Override
        public Needs needs() {
            return of.needs();
        }
    }

    /** From 1. */
    record Rank(TokenName of, Of run) implements NextFact, OfCount {
        @Override
        public Needs needs() {
            return Needs.NONE.and(of);
        }
    }

    /** How unexpected a token would be after the last position, in bits. */
    record SurpriseIfNext(Candidate of) implements NextFact, OfNumber {
        @Override
        public Needs needs() {
            return of.needs();
        }
    }
}
