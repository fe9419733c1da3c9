package io.orrery.train;

import io.orrery.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Kingma and Ba 2014, arXiv:1412.6980; Loshchilov and Hutter 2017, arXiv:1711.05101).
 * Decay applies to matrices only, not to vectors. Parameters without a gradient stay as they are.
 */
final class Adam {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.95;
    private static final double EPSILON = 1e-8;

    /** Numbers that are remembered of each parameter: its {@link Moments}. */
    static final int MOMENTS = 2;

    private final Map<String, Tensor> parameters;
    private final Map<String, Moments> moments = new HashMap<>();
    private final double decay;
    private int steps;

    /** Exponential moving averages of the gradient and of its square. */
    record Moments(Tensor first, Tensor second) {}

    /**
     * An optimiser that has made no step yet.
     *
     * @param parameters by name; updated in place at each step
     * @param decay the fraction of a matrix that is subtracted per step, per unit of learning rate
     */
    Adam(Map<String, Tensor> parameters, double decay) {
        this.parameters = parameters;
        this.decay = decay;
        parameters.forEach((name, tensor) ->
                moments.put(name, new Moments(Tensor.zeros(tensor.layout()), Tensor.zeros(tensor.layout()))));
    }

    /**
     * An optimiser that goes on.
     *
     * @param moments by parameter name
     * @param steps steps made so far
     */
    Adam(Map<String, Tensor> parameters, double decay, Map<String, Moments> moments, int steps) {
        this.parameters = parameters;
        this.decay = decay;
        this.moments.putAll(moments);
        this.steps = steps;
    }

    /** By parameter name; changed by the next step. */
    Map<String, Moments> moments() {
        return Map.copyOf(moments);
    }

    /**
     * One gradient-descent step.
     *
     * @param gradients by parameter name
     * @param scale a factor applied to every gradient
     */
    void step(Map<String, Tensor> gradients, double scale, double learningRate) {
        steps++;
        double correction1 = 1 - Math.pow(BETA_1, steps);
        double correction2 = 1 - Math.pow(BETA_2, steps);
        parameters.forEach((name, tensor) -> {
            if (!gradients.containsKey(name)) {
                return;
            }
            float[][] rows = tensor.rows();
            float[][] first = moments.get(name).first().rows();
            float[][] second = moments.get(name).second().rows();
            float[][] gradient = gradients.get(name).rows();
            double keep = rows.length > 1 ? 1 - learningRate * decay : 1;
            for (int r = 0; r < rows.length; r++) {
                for (int j = 0; j < rows[r].length; j++) {
                    double g = scale * gradient[r][j];
                    double m = BETA_1 * first[r][j] + (1 - BETA_1) * g;
                    double v = BETA_2 * second[r][j] + (1 - BETA_2) * g * g;
                    first[r][j] = (float) m;
                    second[r][j] = (float) v;
                    double change = learningRate * (m / correction1) / (Math.sqrt(v / correction2) + EPSILON);
                    rows[r][j] = (float) (keep * rows[r][j] - change);
                }
            }
        });
    }
}
