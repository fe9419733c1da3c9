package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Weights before training, as GPT-2's (Radford et al. 2019): matrices normal with deviation 0.02, those that write into
 * the residual stream 1/√(2 · n_layers) of it, biases 0, gains 1.
 */
final class Initial {
    private static final double DEVIATION = 0.02;

    private Initial() {}

    static Map<String, Tensor> weights(Graph graph, Random random) {
        var weights = new LinkedHashMap<String, Tensor>();
        double intoStream = DEVIATION / Math.sqrt(2.0 * graph.sizes().n_layers());
        for (Node node : graph.weights()) {
            var tensor = Tensor.zeros(node.layout(graph.sizes(), 0));
            boolean writesIntoStream =
                    node.name().endsWith(".W_O") || node.name().endsWith(".W_out");
            double deviation = writesIntoStream ? intoStream : DEVIATION;
            for (float[] row : tensor.rows()) {
                for (int j = 0; j < row.length; j++) {
                    if (node.rowAxes().isEmpty()) {
                        row[j] = node.name().endsWith(".w") ? 1 : 0;
                    } else {
                        row[j] = (float) (deviation * random.nextGaussian());
                    }
                }
            }
            weights.put(node.name(), tensor);
        }
        return weights;
    }
}
