package io.orrery.lab;

import io.orrery.graph.Node;
import io.orrery.graph.Trait;
import java.util.Optional;

/**
 * The nodes of one layer's attention.
 *
 * @param query as the scores read it, {@code [pos, head, d_head]}
 * @param key as the scores read it, {@code [pos, head, d_head]}, perhaps with fewer heads
 * @param value {@code [pos, head, d_head]}, perhaps with fewer heads
 * @param scores {@code [head, q_pos, k_pos]}
 * @param pattern {@code [head, q_pos, k_pos]}
 * @param z {@code [pos, head, d_head]}
 * @param output what each head adds to the output of attention, {@code [pos, head, d_model]}
 * @param result what each head adds to the stream, {@code [pos, head, d_model]}: its output, or with a norm behind attention that behind
 *     the norm, whose divisor is held fixed
 * @param bias what no head adds, {@code [d_model]}
 * @param heads the number of query heads
 * @param group how many query heads share a key and value head
 */
public record Attention(
        Node query,
        Node key,
        Node value,
        Node scores,
        Node pattern,
        Node z,
        Node output,
        Node result,
        Optional<Node> bias,
        int heads,
        int group) {
    /** The name of the part of the stream that a head adds. */
    public String part(int head) {
        return output.name() + "[" + head + "]";
    }

    /** The factor by which q · k is multiplied. */
    public double scale() {
        return scores.op().traits().stream()
                .filter(trait -> trait.word().equals(Trait.SCALE))
                .map(trait -> ((Number) trait.value()).doubleValue())
                .findFirst()
                .orElse(1.0);
    }
}
