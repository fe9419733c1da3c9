package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Llama;
import io.orrery.graph.op.Rotary;
import java.util.List;

/**
 * The settings of a Llama, Mistral or Qwen2 configuration that the model's numbers depend on.
 *
 * @param architecture {@code llama}, {@code mistral} or {@code qwen2}
 * @param epsilon added to the mean square in a norm
 * @param rotary the rotary position parameters
 * @param biased whether queries, keys and values have biases
 */
public record LlamaConfig(
        String architecture,
        Sizes sizes,
        double epsilon,
        Rotary rotary,
        boolean biased,
        boolean tied,
        List<Integer> endOfText)
        implements ModelConfig {
    public LlamaConfig {
        endOfText = List.copyOf(endOfText);
    }

    @Override
    public Graph graph() {
        return new Graph(Llama.declare(architecture, sizes, epsilon, rotary, biased, tied));
    }
}
