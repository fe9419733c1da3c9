package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Qwen3;
import io.orrery.graph.op.Rotary;
import java.util.List;

/**
 * The settings of a Qwen3 configuration that the model's numbers depend on.
 *
 * @param epsilon added to the mean square in a norm
 * @param rotary the rotary position parameters
 */
public record Qwen3Config(Sizes sizes, double epsilon, Rotary rotary, boolean tied, List<Integer> endOfText)
        implements ModelConfig {
    public Qwen3Config {
        endOfText = List.copyOf(endOfText);
    }

    @Override
    public Graph graph() {
        return new Graph(Qwen3.declare(sizes, epsilon, rotary, tied));
    }
}
