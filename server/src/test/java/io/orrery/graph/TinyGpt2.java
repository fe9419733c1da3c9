package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A GPT-2 of odd sizes with random weights, on which ops are tried in place. */
final class TinyGpt2 {
    static final Sizes SIZES = new Sizes(12, 5, 21, 7, 2, 3, 3, 9);

    private TinyGpt2() {}

    static Graph graph(Gelu.Form form, boolean tied) {
        return new Graph(Gpt2.declare(SIZES, 1e-5, form, tied));
    }

    static Weights weights(Graph graph, Random random) {
        Map<String, Tensor> weights = new HashMap<>();
        for (Node node : graph.weights()) {
            weights.put(node.name(), random(node, 0, random));
        }
        return Weights.of(graph, weights);
    }

    static Tensor random(Node node, int positions, Random random) {
        var tensor = Tensor.zeros(node.layout(SIZES, positions));
        for (float[] row : tensor.rows()) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (0.5 * random.nextGaussian());
            }
        }
        return new Tensor(tensor.layout(), tensor.rows(), node.op().masked());
    }

    static int[] tokens(int count, Random random) {
        return random.ints(count, 0, SIZES.d_vocab()).toArray();
    }
}
