package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * What an update of the weights was made of.
 *
 * @param texts in its batch
 * @param norm the norm of the mean gradient over all weights, before clipping
 * @param clipping the factor of the gradient that keeps the norm at 1 or below; 1 if that is so anyway
 * @param gradients of the batch's mean loss before the update, before clipping, by weight name
 * @param changes what the update has added to each weight, by name
 */
public record UpdateAnatomy(
        SteppedTraining.Update update,
        int texts,
        double norm,
        double clipping,
        Map<String, Tensor> gradients,
        Map<String, Tensor> changes) {
    public UpdateAnatomy {
        gradients = Map.copyOf(gradients);
        changes = Map.copyOf(changes);
    }

    /** The bytes that one of a model with this graph takes: gradients and changes. */
    public static long bytes(Graph graph) {
        return 2 * graph.weightBytes();
    }

    static UpdateAnatomy of(
            SteppedTraining.Update update,
            Training.BatchGradients batch,
            Map<String, Tensor> before,
            Map<String, Tensor> after) {
        var gradients = new HashMap<String, Tensor>();
        var changes = new HashMap<String, Tensor>();
        after.forEach((name, weights) -> {
            // A fixed table has no gradient: its zeros say that the update leaves it alone.
            var sum = batch.sums().getOrDefault(name, Tensor.zeros(weights.layout()));
            gradients.put(name, combined(1.0 / batch.texts(), sum, 0, weights));
            changes.put(name, combined(1, weights, -1, before.get(name)));
        });
        return new UpdateAnatomy(update, batch.texts(), batch.norm(), batch.clipping(), gradients, changes);
    }

    /** a · x + b · y */
    private static Tensor combined(double a, Tensor x, double b, Tensor y) {
        var sum = Tensor.zeros(x.layout());
        for (int r = 0; r < sum.rows().length; r++) {
            for (int j = 0; j < sum.rows()[r].length; j++) {
                sum.rows()[r][j] = (float) (a * x.rows()[r][j] + b * y.rows()[r][j]);
            }
        }
        return sum;
    }
}
