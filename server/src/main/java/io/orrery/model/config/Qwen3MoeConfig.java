package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Experts;
import io.orrery.graph.architecture.Qwen3;
import io.orrery.graph.op.Rotary;
import java.util.List;

/**
 * The settings of the configuration of a Qwen3 with experts that the model's numbers depend on.
 *
 * @param sizes {@code d_mlp} is that of one expert
 * @param epsilon added to the mean square in a norm
 * @param rotary the rotary position parameters
 */
public record Qwen3MoeConfig(
        Sizes sizes, double epsilon, Rotary rotary, Experts experts, boolean tied, List<Integer> endOfText)
        implements ModelConfig {
    public Qwen3MoeConfig {
        endOfText = List.copyOf(endOfText);
    }

    @Override
    public Graph graph() {
        return new Graph(Qwen3.declare(sizes, epsilon, rotary, tied, experts));
    }
}
