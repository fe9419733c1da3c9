package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;

/**
 * Something that a tour's text says about the present trace. Its value is measured ({@link Facts}), never written by hand. The
 * words are listed in {@code docs/protocol.md}.
 */
public sealed interface Fact
        permits TextFact,
                NextFact,
                ModelFact,
                AttentionFact,
                WhyFact,
                Fact.OfText,
                Fact.OfToken,
                Fact.OfCount,
                Fact.OfShare,
                Fact.OfNumber,
                Fact.OfPart,
                Fact.OfFlag,
                Fact.OfSign {
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
    sealed interface OfText extends Fact permits TextFact.WholeText {
        @Override
        default FactKind kind() {
            return FactKind.TEXT;
        }
    }

    /** A fact whose value is a token. */
    sealed interface OfToken extends Fact
            permits TextFact.TokenAt,
                    NextFact.Next,
                    TextFact.Generated,
                    AttentionFact.StrongestKey,
                    WhyFact.LensGuess,
                    WhyFact.FromToken,
                    WhyFact.Nearest,
                    WhyFact.StrongestSaliency {
        @Override
        default FactKind kind() {
            return FactKind.TOKEN;
        }
    }

    /** A fact whose value is a whole number. */
    sealed interface OfCount extends Fact
            permits TextFact.Positions,
                    NextFact.Rank,
                    ModelFact.Size,
                    ModelFact.Update,
                    ModelFact.Updates,
                    WhyFact.LensLeads {
        @Override
        default FactKind kind() {
            return FactKind.COUNT;
        }
    }

    /** A fact whose value is a probability. */
    sealed interface OfShare extends Fact permits NextFact.Probability, WhyFact.LensProbability {
        @Override
        default FactKind kind() {
            return FactKind.SHARE;
        }
    }

    /** A fact whose value is a number; a share of attention is one, written as its cell and its arc are. */
    sealed interface OfNumber extends Fact
            permits NextFact.Logit,
                    TextFact.Surprise,
                    NextFact.SurpriseIfNext,
                    AttentionFact.Attention,
                    AttentionFact.StrongestAttention,
                    AttentionFact.Score,
                    AttentionFact.Product,
                    CellOf,
                    WhyFact.Vote,
                    WhyFact.Votes,
                    WhyFact.Effect,
                    ModelFact.Cosine,
                    WhyFact.SaliencyAt {
        @Override
        default FactKind kind() {
            return FactKind.NUMBER;
        }
    }

    /** A fact whose value is a part of the model. */
    sealed interface OfPart extends Fact permits WhyFact.StrongestVoter, WhyFact.StrongestEffect {
        @Override
        default FactKind kind() {
            return FactKind.PART;
        }
    }

    /** A fact whose value is a flag. */
    sealed interface OfFlag extends Fact permits TextFact.Sorts, TextFact.Right, AttentionFact.Peak {
        @Override
        default FactKind kind() {
            return FactKind.FLAG;
        }
    }

    /** A fact whose value is a sign. */
    sealed interface OfSign extends Fact permits AttentionFact.Sign {
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
}
