package io.orrery.graph.op;

import io.orrery.graph.ActivationFunction;

/** {@code [pos, n] → [pos, n]}: x · σ(x), with σ the logistic function (Elfwing et al. 2017, arXiv:1702.03118). */
public record Silu() implements Pointwise {
    private static final ActivationFunction FUNCTION = new ActivationFunction() {
        @Override
        public String word() {
            return "silu";
        }

        @Override
        public double value(double x) {
            return x / (1 + Math.exp(-x));
        }

        @Override
        public double slope(double x) {
            double share = 1 / (1 + Math.exp(-x));
            return share * (1 + x * (1 - share));
        }
    };

    @Override
    public String kind() {
        return "silu";
    }

    @Override
    public ActivationFunction function() {
        return FUNCTION;
    }
}
