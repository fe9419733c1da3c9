package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.op.Gelu;
import java.util.List;

/**
 * The settings of a GPT-2 model's {@code config.json} that its numbers depend on.
 *
 * @param gelu how GELU is computed
 * @param epsilon added to the variance in a layer norm
 */
public record Gpt2Config(Sizes sizes, Gelu.Form gelu, double epsilon, boolean tied, List<Integer> endOfText)
        implements ModelConfig {
    public Gpt2Config {
        endOfText = List.copyOf(endOfText);
    }

    @Override
    public Graph graph() {
        return new Graph(Gpt2.declare(sizes, epsilon, gelu, tied));
    }
}
