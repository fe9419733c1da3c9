package io.orrery.train.tales;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import io.orrery.train.Batch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes the work of single heads away, to see what they are needed for. */
public final class HeadAblation {
    private HeadAblation() {}

    /** A head; layers and heads count from 0. */
    public record Head(int layer, int head) {
        private String name(String part) {
            return "blocks." + layer + ".attn." + part;
        }
    }

    /**
     * The model with a head's {@code hook_z} replaced by its mean over all positions of some texts.
     *
     * <p>With W_V = 0 and b_V = the mean, the head has the mean as its value at every position; any pattern's weighted
     * sum of that is the mean again.
     *
     * @param mean as {@link #mean}
     */
    static Weights without(Head head, float[] mean, Graph graph, Weights weights) {
        Map<String, Tensor> changed = new HashMap<>();
        for (Node node : graph.weights()) {
            changed.put(node.name(), weights.get(node));
        }
        var wV = copy(weights.find(head.name("W_V")).orElseThrow());
        var bV = copy(weights.find(head.name("b_V")).orElseThrow());
        int from = head.head() * mean.length;
        for (float[] row : wV.rows()) {
            for (int d = 0; d < mean.length; d++) {
                row[from + d] = 0;
            }
        }
        System.arraycopy(mean, 0, bV.rows()[0], from, mean.length);
        changed.put(head.name("W_V"), wV);
        changed.put(head.name("b_V"), bV);
        return Weights.of(graph, changed);
    }

    /** The mean of a head's {@code hook_z} over all positions of texts, {@code [d_head]}. */
    static float[] mean(Head head, List<int[]> texts, Graph graph, Weights weights, Batch batch) {
        var z = graph.node(head.name("hook_z")).orElseThrow();
        var sums = new double[graph.sizes().d_head()];
        int from = head.head() * sums.length;
        int positions = 0;
        for (int[] text : texts) {
            for (float[] row : batch.activations(weights, text).tensor(z).rows()) {
                for (int d = 0; d < sums.length; d++) {
                    sums[d] += row[from + d];
                }
                positions++;
            }
        }
        var mean = new float[sums.length];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = (float) (sums[d] / positions);
        }
        return mean;
    }

    /** Of a checkpoint's weight, which is stored in half precision, the widened numbers. */
    private static Tensor copy(Tensor tensor) {
        var copy = Tensor.zeros(tensor.layout());
        float[][] rows = tensor.rows(0, tensor.rowCount());
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, copy.rows()[r], 0, rows[r].length);
        }
        return copy;
    }
}
