package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.GptNeoX;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Rotary;
import java.util.List;

/**
 * The settings of a GPT-NeoX configuration that the model's numbers depend on.
 *
 * @param gelu how GELU is computed
 * @param epsilon added to the variance in a layer norm
 * @param rotary the rotary position parameters
 * @param rotated how many dimensions of each head are rotated
 */
public record GptNeoXConfig(
        Sizes sizes, Gelu.Form gelu, double epsilon, Rotary rotary, int rotated, boolean tied, List<Integer> endOfText)
        implements ModelConfig {
    public GptNeoXConfig {
        endOfText = List.copyOf(endOfText);
    }

    @Override
    public Graph graph() {
        return new Graph(GptNeoX.declare(sizes, epsilon, gelu, rotary, rotated, tied));
    }
}
