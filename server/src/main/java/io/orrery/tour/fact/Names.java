package io.orrery.tour.fact;

import io.orrery.tour.text.PositionRef;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** How a tour's facts name positions, heads and tokens; {@link FactContext} says which these are. */
public final class Names {
    private Names() {}

    /** A position of the text. @param place empty for the one that the person answered with */
    public record Spot(Optional<PositionRef> place) {}

    /** A head of attention. */
    public sealed interface Head {}

    /**
     * Written {@code 2.3}.
     *
     * @param layer from 1
     * @param head from 1
     */
    public record HeadAt(int layer, int head) implements Head {}

    /** A head that is known only when the fact is read. */
    public enum HeadOf implements Head {
        /** The one that the person answered with. */
        ANSWER,
        /** The one that adds most to the logit difference. */
        VOTER
    }

    /**
     * What a question of why is about: {@code for "TOK" against "TOK"}.
     *
     * @param of the token asked for; empty for the most probable
     * @param against what it is compared with; empty for the most probable other token
     */
    record Aim(Optional<ToIntFunction<FactContext>> of, Optional<ToIntFunction<FactContext>> against) {
        /** The two most probable tokens. */
        static final Aim USUAL = new Aim(Optional.empty(), Optional.empty());
    }

    /**
     * A head, an MLP or the embeddings, which all vote.
     *
     * @param layer from 1; 0 for the tokens' and, in models that add them, the positions' embeddings
     * @param head from 1; 0 for an MLP
     */
    record HeadIndex(int layer, int head) {
        static final HeadIndex EMBEDDING = new HeadIndex(0, 0);

        boolean isHead() {
            return head > 0;
        }
    }
}
