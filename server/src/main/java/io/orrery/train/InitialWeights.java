package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Trait;
import io.orrery.graph.architecture.Positions;
import io.orrery.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Initial weights, as for GPT-2 (Radford et al. 2019): matrices are drawn from a normal distribution. Matrices that write
 * into the residual stream are scaled by 1/√(2 · n_layers). Biases are 0, gains are 1. A fixed table has its sines and cosines.
 */
final class InitialWeights {
    private InitialWeights() {}

    static Map<String, Tensor> of(Graph graph, Schedule.Deviation standard, Random random) {
        var weights = new LinkedHashMap<String, Tensor>();
        for (Node node : graph.weights()) {
            var tensor = Tensor.zeros(node.layout(graph.sizes(), 0));
            if (node.has(Trait.FIXED)) {
                fillSinusoids(tensor.rows());
                weights.put(node.name(), tensor);
                continue;
            }
            double deviation = deviation(node.name(), standard, graph.sizes().n_layers());
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

    private static void fillSinusoids(float[][] rows) {
        for (int position = 0; position < rows.length; position++) {
            for (int i = 0; i < rows[position].length; i++) {
                rows[position][i] = (float) Positions.sinusoid(position, i, rows[position].length);
            }
        }
    }

    private static double deviation(String name, Schedule.Deviation standard, int layers) {
        if (name.endsWith(".W_O") || name.endsWith(".W_out")) {
            return standard.others() / Math.sqrt(2.0 * layers);
        }
        return name.endsWith("W_E") || name.endsWith("W_pos") ? standard.embeddings() : standard.others();
    }
}
