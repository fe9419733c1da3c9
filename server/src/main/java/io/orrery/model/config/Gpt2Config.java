package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.architecture.Positions;
import io.orrery.graph.op.Gelu;
import java.util.List;

/**
 * The settings of a GPT-2 model's {@code config.json} that its numbers depend on.
 *
 * @param gelu how GELU is computed
 * @param epsilon added to the variance in a layer norm
 * @param positions how the model learns where a token stands
 */
public record Gpt2Config(
        Sizes sizes, Gelu.Form gelu, double epsilon, Positions positions, boolean tied, List<Integer> endOfText)
        implements ModelConfig {
    public Gpt2Config {
        endOfText = List.copyOf(endOfText);
    }

    /** With learned positions. */
    public Gpt2Config(Sizes sizes, Gelu.Form gelu, double epsilon, boolean tied, List<Integer> endOfText) {
        this(sizes, gelu, epsilon, Positions.LEARNED, tied, endOfText);
    }

    public Gpt2Config with(Positions other) {
        return new Gpt2Config(sizes, gelu, epsilon, other, tied, endOfText);
    }

    /** Learned positions have no word here: content ids depend on this text, and they are older than the other kinds. */
    @Override
    public String toString() {
        return "Gpt2Config[sizes=%s, gelu=%s, epsilon=%s, %stied=%s, endOfText=%s]"
                .formatted(
                        sizes,
                        gelu,
                        epsilon,
                        positions == Positions.LEARNED ? "" : "positions=" + positions.word() + ", ",
                        tied,
                        endOfText);
    }

    @Override
    public Graph graph() {
        return new Graph(Gpt2.declare(sizes, epsilon, gelu, positions, tied));
    }
}
