package io.orrery.tour.fact;

import java.util.OptionalInt;

/** A fact that is part of the answer to a question of why. */
public sealed interface WhyFact extends Fact {
    /** The layer in which the token begins to lead to the end; 0 if it leads before the first. */
    record LensLeads(Aim aim) implements WhyFact, OfCount {
        @Override
        public Needs needs() {
            return Needs.NONE.and(aim);
        }
    }

    /** @param after so many layers; 0 for the embedding */
    record LensGuess(int after, Aim aim) implements WhyFact, OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.andLayer(after).and(aim);
        }
    }

    /** @param after so many layers; 0 for the embedding */
    record LensProbability(int after, Aim aim) implements WhyFact, OfShare {
        @Override
        public Needs needs() {
            return Needs.NONE.andLayer(after).and(aim);
        }
    }

    /** What a part adds to the logit difference. */
    record Vote(Part part, Aim aim) implements WhyFact, OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(part).and(aim);
        }
    }

    /** The logit difference. */
    record Votes(Aim aim) implements WhyFact, OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(aim);
        }
    }

    /** The part that adds most to the logit difference. @param headsOnly whether only heads are compared */
    record StrongestVoter(boolean headsOnly, Aim aim) implements WhyFact, OfPart {
        @Override
        public Needs needs() {
            return Needs.NONE.and(aim);
        }
    }

    /** The token from which most of a head's vote comes. */
    record FromToken(HeadName head, Aim aim) implements WhyFact, OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(aim);
        }
    }

    /** By how much the logit difference of the unchanged run changes if the part is replaced. */
    record Effect(Part part, Replacement by, Aim aim) implements WhyFact, OfNumber {
        @Override
        public boolean isOfUnchanged() {
            return true;
        }

        @Override
        public Needs needs() {
            return Needs.NONE.and(part).and(aim);
        }
    }

    /**
     * The part whose replacement lowers the logit difference of the unchanged run most.
     *
     * @param headsOnly whether only heads are compared
     * @param layer from 1, of which alone; empty for all
     */
    record StrongestEffect(boolean headsOnly, OptionalInt layer, Replacement by, Aim aim) implements WhyFact, OfPart {
        @Override
        public boolean isOfUnchanged() {
            return true;
        }

        @Override
        public Needs needs() {
            return Needs.NONE.andLayer(layer.orElse(0)).and(aim);
        }
    }

    /** @param rank from 1, the nearest first */
    record Nearest(TokenName token, int rank) implements WhyFact, OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(token).andRank(rank);
        }
    }

    /** The token to which the logit difference is owed most. */
    record StrongestSaliency(Aim aim) implements WhyFact, OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(aim);
        }
    }

    record SaliencyAt(Spot at, Aim aim) implements WhyFact, OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(at).and(aim);
        }
    }
}
