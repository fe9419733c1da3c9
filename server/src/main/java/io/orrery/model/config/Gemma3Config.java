package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Gemma3;
import io.orrery.graph.op.Mask;
import io.orrery.graph.op.Rotary;
import java.util.List;
import java.util.Map;

/**
 * The settings of a Gemma 3 configuration that the model's numbers depend on.
 *
 * @param epsilon added to the mean square in a norm
 * @param scale factor applied to q · k
 * @param window how many keys a query of a local layer sees
 * @param rotary the rotary position parameters of global layers
 * @param localRotary those of local layers
 * @param layers the kind of each layer: {@code local} or {@code global}
 * @param aboutOne whether norms multiply by 1 + their stored weight, and not by the weight
 */
public record Gemma3Config(
        Sizes sizes,
        double epsilon,
        double scale,
        int window,
        Rotary rotary,
        Rotary localRotary,
        List<String> layers,
        boolean aboutOne,
        boolean tied,
        List<Integer> endOfText)
        implements ModelConfig {
    public static final String LOCAL = "local";
    public static final String GLOBAL = "global";

    public Gemma3Config {
        layers = List.copyOf(layers);
        endOfText = List.copyOf(endOfText);
    }

    /** Local layers, and every n-th a global one. */
    public static List<String> pattern(int count, int n) {
        return java.util.stream.IntStream.rangeClosed(1, count)
                .mapToObj(layer -> layer % n == 0 ? GLOBAL : LOCAL)
                .toList();
    }

    @Override
    public Graph graph() {
        var kinds = Map.of(
                LOCAL, new Gemma3.Sight(localRotary, Mask.window(window)),
                GLOBAL, new Gemma3.Sight(rotary, Mask.CAUSAL));
        return new Graph(Gemma3.declare(sizes, epsilon, scale, kinds, layers, aboutOne, tied));
    }
}
