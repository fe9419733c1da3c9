package io.orrery.lab;

import io.orrery.graph.Activations;
import io.orrery.graph.Node;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * One of the tensors whose sum is the residual stream.
 *
 * @param name as {@code hook_embed}, {@code blocks.0.attn.hook_result[3]}, {@code blocks.0.attn.b_O},
 *     {@code blocks.0.hook_mlp_out} or {@code blocks.0.mlp.hook_expert_result[3]}
 * @param node {@code [pos, d_model]}, {@code [pos, head, d_model]}, {@code [pos, expert, d_model]} or, for a bias, {@code [d_model]}
 * @param head which head's or expert's share of the node it is
 * @param writer what adds it to the stream
 */
public record ResidualComponent(String name, Node node, OptionalInt head, Writer writer) {
    /** Whether it is the same for every text and position. */
    public boolean isBias() {
        return node.constant();
    }

    /** Its value at a position, {@code [d_model]}. */
    public float[] at(Activations activations, int position) {
        return of(row(activations, position));
    }

    /** The row of its node at a position; that of all heads or experts, if it is one's. Must not be modified. */
    float[] row(Activations activations, int position) {
        return activations.row(node, isBias() ? 0 : position);
    }

    /** Its share of a row of its node. */
    float[] of(float[] row) {
        if (head.isEmpty()) {
            return row;
        }
        int count = writer.attention()
                .map(Attention::heads)
                .orElseGet(() -> writer.experts().orElseThrow().count());
        int width = row.length / count;
        return Arrays.copyOfRange(row, head.getAsInt() * width, (head.getAsInt() + 1) * width);
    }
}
