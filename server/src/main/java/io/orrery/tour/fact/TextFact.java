package io.orrery.tour.fact;

/** A fact about the text that is shown. */
public sealed interface TextFact extends Fact {
    /** The whole text. */
    record WholeText() implements TextFact, OfText {}

    record TokenAt(Spot at) implements TextFact, OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(at);
        }
    }

    /** The number of tokens. */
    record Positions() implements TextFact, OfCount {}

    /** @param number of the token among those that the model added to the prompt, from 1 */
    record Generated(int number) implements TextFact, OfToken {}

    /** How unexpected the token was, given those before it, in bits. */
    record Surprise(Spot at) implements TextFact, OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(at);
        }
    }

    /** Whether all tokens that were written so far are in order, and the next one will be, if one is to come. */
    record Sorts() implements TextFact, OfFlag {
        @Override
        public Needs needs() {
            return Needs.NONE.and(Needs.Ability.SORTING);
        }
    }

    /** Whether the most probable next token is the right one. */
    record Right() implements TextFact, OfFlag {
        @Override
        public Needs needs() {
            return Needs.NONE.and(Needs.Ability.SORTING);
        }
    }
}
