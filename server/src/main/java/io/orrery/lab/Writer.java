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
 * @param experts its parts, if it is the output of experts
 */
public record Writer(
        Node node, Optional<Node> reads, OptionalInt layer, Optional<Attention> attention, Optional<Experts> experts) {
    /**
     * The experts of an MLP.
     *
     * @param result what each adds, {@code [pos, expert, d_model]}; 0 where it is not taken
     * @param count how many there are
     */
    public record Experts(Node result, int count) {
        /** The name of the part of the stream that an expert adds. */
        public String part(int expert) {
            return result.name() + "[" + expert + "]";
        }
    }

    /** Whether it is computed from the stream at its own position alone. */
    public boolean isMlp() {
        return reads.isPresent() && attention.isEmpty();
    }
}
