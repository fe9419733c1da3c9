package io.orrery.tour.fact;

/** A fact about the model, whatever the text. */
public sealed interface ModelFact extends Fact {
    record Size(SizeWord of) implements ModelFact, OfCount {}

    /** The update of the training after which the weights are shown. */
    record Update() implements ModelFact, OfCount {
        @Override
        public Needs needs() {
            return Needs.NONE.and(Needs.Ability.TRAINING);
        }
    }

    /** The updates of the whole training. */
    record Updates() implements ModelFact, OfCount {
        @Override
        public Needs needs() {
            return Needs.NONE.and(Needs.Ability.TRAINING);
        }
    }

    record Cosine(TokenName first, TokenName second) implements ModelFact, OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(first).and(second);
        }
    }
}
