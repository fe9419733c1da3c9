package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Olmo2;
import io.orrery.graph.op.Rotary;
import java.util.List;

/**
 * The settings of an OLMo 2 configuration that the model's numbers depend on.
 *
 * @param epsilon added to the mean square in a norm
 * @param rotary the rotary position parameters
 */
public record Olmo2Config(Sizes sizes, double epsilon, Rotary rotary, boolean tied, List<Integer> endOfText)
        implements ModelConfig {
    public Olmo2Config {
        endOfText = List.copyOf(endOfText);
    }

    @Override
    public Graph graph() {
        return new Graph(Olmo2.declare(sizes, epsilon, rotary, tied));
    }
}
