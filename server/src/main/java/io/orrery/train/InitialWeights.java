package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Initial weights, as for GPT-2 (Radford et al. 2019): matrices are drawn from a normal distribution. Matrices that write
 * into the residual stream are scaled by 1/√(2 · n_layers). Biases are 0, gains are 1.
 */
final class InitialWeights {
    private InitialWeights() {}

    /** @param standardDeviation of the normal distribution */
    static Map<String, Tensor> of(Graph graph, double standardDeviation, Random random) {
        var weights = new LinkedHashMap<String, Tensor>();
        double intoStream = standardDeviation / Math.sqrt(2.0 * graph.sizes().n_layers());
        for (Node node : graph.weights()) {
            var tensor = Tensor.zeros(node.layout(graph.sizes(), 0));
            boolean writesIntoStream =
                    node.name().endsWith(".W_O") || node.name().endsWith(".W_out");
            double deviation = writesIntoStream ? intoStream : standardDeviation;
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
