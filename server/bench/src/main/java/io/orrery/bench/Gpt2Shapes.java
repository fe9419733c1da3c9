package io.orrery.bench;

import io.orrery.graph.Activations;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Sizes;
import io.orrery.graph.Weights;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.op.Gelu;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A GPT-2 with random weights. The run time of a trace depends on the shapes only, not on the values. */
final class Gpt2Shapes {
    /** The shapes of GPT-2 small (124 million parameters). */
    static final Sizes GPT2_124M = new Sizes(768, 64, 3072, 50257, 12, 12, 12, 1024);

    private static final double EPSILON = 1e-5;
    private static final double DEVIATION = 0.02;
    private static final int[] THREADS = {1, 2};

    private final Graph graph;
    private final Weights weights;
    private final int[] text;

    /** @param positions length of the text, in tokens */
    Gpt2Shapes(Sizes sizes, int positions) {
        this.graph = new Graph(Gpt2.declare(sizes, EPSILON, Gelu.Form.TANH, true));
        var random = new Random(1);
        Map<String, Tensor> learned = new HashMap<>();
        for (Node node : graph.weights()) {
            learned.put(node.name(), random(node, sizes, random));
        }
        this.weights = Weights.of(graph, learned);
        this.text = random.ints(positions + 1, 0, sizes.d_vocab()).toArray();
    }

    /**
     * {@code {"prefillMs": {"1", "2"}, "nextTokenMs"}}: the time for a full trace of the text by number of threads, and
     * for growing it by one token. All activations are kept.
     */
    Map<String, Object> measured(Timing timing) {
        Map<String, Double> prefill = new LinkedHashMap<>();
        for (int threads : THREADS) {
            try (var workers = new Workers(threads)) {
                var none = Activations.none(graph, weights, new Run(new int[0], workers));
                prefill.put(Integer.toString(threads), timing.milliseconds(() -> none.grow(prompt())));
            }
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("prefillMs", prefill);
        figures.put("nextTokenMs", nextToken(timing));
        return figures;
    }

    private double nextToken(Timing timing) {
        try (var workers = new Workers(THREADS[THREADS.length - 1])) {
            var trace = Activations.compute(graph, weights, new Run(prompt(), workers));
            return timing.milliseconds(() -> trace.grow(text));
        }
    }

    private int[] prompt() {
        return Arrays.copyOf(text, text.length - 1);
    }

    private static Tensor random(Node node, Sizes sizes, Random random) {
        var tensor = Tensor.zeros(node.layout(sizes, 0));
        for (float[] row : tensor.rows()) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (DEVIATION * (2 * random.nextDouble() - 1));
            }
        }
        return tensor;
    }
}
