package io.orrery.lab;

import io.orrery.graph.Node;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A node that is added to the residual stream: an embedding, the output of attention or that of an MLP.
 *
 * @param node {@code [pos, d_model]}
 * @param reads the stream that it is computed from; empty for an embedding
 * @param layer empty outside of the layers
 * @param attention its parts, if it is the output of attention
 */
public record Writer(Node node, Optional<Node> reads, OptionalInt layer, Optional<Attention> attention) {
    /** Whether it is computed from the stream at its own position alone. */
    public boolean isMlp() {
        return reads.isPresent() && attention.isEmpty();
    }
}
