package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Something that a tour's text says about the present trace. Its value is measured ({@link Facts}), never written by hand. The
 * words are listed in {@code docs/protocol.md}.
 */
public sealed interface Fact {
    /** The most characters of a fact. */
    int LONGEST = 200;

    /**
     * Reads a fact.
     *
     * @throws OrreryException with a {@link FactError} that says what is wrong
     */
    static Fact parse(String text) {
        if (text.length() > LONGEST) {
            throw new OrreryException(new FactError.FactTooLong(LONGEST));
        }
        var words = Words.of(text);
        Fact fact = FactReader.read(words);
        words.end();
        return fact;
    }

    FactKind kind();

    /** What the model, the text and the person's answer must have, so that this has a value. */
    default Needs needs() {
        return Needs.NONE;
    }

    /** What a question of why is about, if it is one. */
    default Aim aim() {
        return Aim.USUAL;
    }

    /** Whether it is about the run without the changes. */
    default boolean isOfUnchanged() {
        return false;
    }

    /** A fact whose value is words. */
    sealed interface OfText extends Fact {
        @Override
        default FactKind kind() {
            return FactKind.TEXT;
        }
    }

    /** A fact whose value is a token. */
    sealed interface OfToken extends Fact {
        @Override
        default FactKind kind() {
            return FactKind.TOKEN;
        }
    }

    /** A fact whose value is a whole number. */
    sealed interface OfCount extends Fact {
        @Override
        default FactKind kind() {
            return FactKind.COUNT;
        }
    }

    /** A fact whose value is a share. */
    sealed interface OfShare extends Fact {
        @Override
        default FactKind kind() {
            return FactKind.SHARE;
        }
    }

    /** A fact whose value is a number. */
    sealed interface OfNumber extends Fact {
        @Override
        default FactKind kind() {
            return FactKind.NUMBER;
        }
    }

    /** A fact whose value is a part of the model. */
    sealed interface OfPart extends Fact {
        @Override
        default FactKind kind() {
            return FactKind.PART;
        }
    }

    /** A fact whose value is a flag. */
    sealed interface OfFlag extends Fact {
        @Override
        default FactKind kind() {
            return FactKind.FLAG;
        }
    }

    /** A fact whose value is a sign. */
    sealed interface OfSign extends Fact {
        @Override
        default FactKind kind() {
            return FactKind.SIGN;
        }
    }

    /** Which run a fact is about. */
    enum Of {
        /** The run that is shown. */
        SHOWN,
        /** The run of the same text without the changes. */
        UNCHANGED
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

    /** The whole text. */
    record WholeText() implements OfText {}

    record TokenAt(Spot at) implements OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(at);
        }
    }

    /** The number of tokens. */
    record Positions() implements OfCount {}

    /** @param rank from 1 */
    record Next(int rank, Of run) implements OfToken {
        @Override
        public boolean isOfUnchanged() {
            return run == Of.UNCHANGED;
        }

        @Override
        public Needs needs() {
            return Needs.NONE.andRank(rank);
        }
    }

    /** @param temperature by which logits are divided first; empty for the model's own probabilities */
    record Probability(Candidate of, Of run, OptionalDouble temperature) implements OfShare {
        @Override
        public boolean isOfUnchanged() {
            return run == Of.UNCHANGED;
        }

        @Override
        public Needs needs() {
            return of.needs();
        }
    }

    record Logit(Candidate of, Of run) implements OfNumber {
        @Override
        public boolean isOfUnchanged() {
            return run == Of.UNCHANGED;
        }

        @Override
        public Needs needs() {
            return of.needs();
        }
    }

    /** From 1. */
    record Rank(TokenName of, Of run) implements OfCount {
        @Override
        public boolean isOfUnchanged() {
            return run == Of.UNCHANGED;
        }

        @Override
        public Needs needs() {
            return Needs.NONE.and(of);
        }
    }

    /** How unexpected the token was, given those before it, in bits. */
    record Surprise(Spot at) implements OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(at);
        }
    }

    /** How unexpected a token would be after the last position, in bits. */
    record SurpriseIfNext(Candidate of) implements OfNumber {
        @Override
        public Needs needs() {
            return of.needs();
        }
    }

    /** @param number of the token among those that the model added to the prompt, from 1 */
    record Generated(int number) implements OfToken {}

    record Attention(HeadName head, Spot query, Spot key) implements OfShare {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query).and(key);
        }
    }

    /** The largest share that the query gives. */
    record StrongestAttention(HeadName head, Spot query) implements OfShare {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query);
        }
    }

    /** The token that gets it; the first of equal ones. */
    record StrongestKey(HeadName head, Spot query) implements OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query);
        }
    }

    /** After scaling. */
    record Score(HeadName head, Spot query, Spot key) implements OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query).and(key);
        }
    }

    /** Query × key of one number, as the scores read them. @param number from 1 */
    record Product(HeadName head, Spot query, Spot key, int number) implements OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(query).and(key);
        }
    }

    record Sign(Product of) implements OfSign {
        @Override
        public Needs needs() {
            return of.needs();
        }
    }

    /**
     * A cell of a tensor.
     *
     * @param block the block's word, or the name of a tensor
     * @param layer from 1; empty for a tensor outside of the layers
     * @param head from 1; empty for a tensor without heads
     * @param token the row
     * @param key for scores and patterns, in place of a number
     * @param number of the cell in its row, from 1; empty with a key, and for a row of one
     */
    record CellOf(String block, OptionalInt layer, OptionalInt head, Spot token, Optional<Spot> key, OptionalInt number)
            implements OfNumber {
        @Override
        public Needs needs() {
            Needs of = Needs.NONE.andBlock(block).and(token);
            Needs inLayer = layer.isPresent() ? of.andLayer(layer.getAsInt()) : of;
            return key.map(inLayer::and).orElse(inLayer);
        }
    }

    record Size(SizeWord of) implements OfCount {}

    /** The update of the training after which the weights are shown. */
    record Update() implements OfCount {
        @Override
        public Needs needs() {
            return Needs.NONE.and(Needs.Ability.TRAINING);
        }
    }

    /** The updates of the whole training. */
    record Updates() implements OfCount {
        @Override
        public Needs needs() {
            return Needs.NONE.and(Needs.Ability.TRAINING);
        }
    }

    /** Whether all tokens that were written so far are in order, and the next one will be, if one is to come. */
    record Sorts() implements OfFlag {
        @Override
        public Needs needs() {
            return Needs.NONE.and(Needs.Ability.SORTING);
        }
    }

    /** Whether the most probable next token is the right one. */
    record Right() implements OfFlag {
        @Override
        public Needs needs() {
            return Needs.NONE.and(Needs.Ability.SORTING);
        }
    }

    /** The layer in which the token begins to lead to the end; 0 if it leads before the first. */
    record LensLeads(Aim aim) implements OfCount {
        @Override
        public Needs needs() {
            return Needs.NONE.and(aim);
        }
    }

    /** @param after so many layers; 0 for the embedding */
    record LensGuess(int after, Aim aim) implements OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.andLayer(after).and(aim);
        }
    }

    /** @param after so many layers; 0 for the embedding */
    record LensProbability(int after, Aim aim) implements OfShare {
        @Override
        public Needs needs() {
            return Needs.NONE.andLayer(after).and(aim);
        }
    }

    /** What a part adds to the logit difference. */
    record Vote(Part part, Aim aim) implements OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(part).and(aim);
        }
    }

    /** The logit difference. */
    record Votes(Aim aim) implements OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(aim);
        }
    }

    /** The part that adds most to the logit difference. @param headsOnly whether only heads are compared */
    record StrongestVoter(boolean headsOnly, Aim aim) implements OfPart {
        @Override
        public Needs needs() {
            return Needs.NONE.and(aim);
        }
    }

    /** The token from which most of a head's vote comes. */
    record FromToken(HeadName head, Aim aim) implements OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(head).and(aim);
        }
    }

    /** By how much the logit difference of the unchanged run changes if the part is replaced. */
    record Effect(Part part, Replacement by, Aim aim) implements OfNumber {
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
    record StrongestEffect(boolean headsOnly, OptionalInt layer, Replacement by, Aim aim) implements OfPart {
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
    record Nearest(TokenName token, int rank) implements OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(token).andRank(rank);
        }
    }

    record Cosine(TokenName first, TokenName second) implements OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(first).and(second);
        }
    }

    /** The token to which the logit difference is owed most. */
    record StrongestSaliency(Aim aim) implements OfToken {
        @Override
        public Needs needs() {
            return Needs.NONE.and(aim);
        }
    }

    record SaliencyAt(Spot at, Aim aim) implements OfNumber {
        @Override
        public Needs needs() {
            return Needs.NONE.and(at).and(aim);
        }
    }
}
