package io.orrery.tour.fact;

/** A part of the model that votes, as a tour names it. */
public sealed interface Part {
    record OfHead(HeadName head) implements Part {}

    /** @param layer from 1 */
    record Mlp(int layer) implements Part {}

    /** The tokens' and, in models that add them, the positions' embeddings. */
    record Embedding() implements Part {}
}
