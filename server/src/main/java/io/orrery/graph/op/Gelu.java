package io.orrery.graph.op;

import io.orrery.graph.ActivationFunction;
import java.util.Map;
import org.apache.commons.numbers.gamma.Erf;

/** {@code [pos, n] → [pos, n]}: x · Φ(x), with Φ the normal distribution (Hendrycks and Gimpel 2016, arXiv:1606.08415). */
public record Gelu(Form form) implements Pointwise {
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double SQRT_HALF = Math.sqrt(0.5);

    /** How Φ is computed. */
    public enum Form implements ActivationFunction {
        /** GPT-2's approximation, {@code gelu_new}: ½x(1 + tanh(√(2/π)(x + 0.044715x³))). */
        TANH {
            @Override
            public double value(double x) {
                return 0.5 * x * (1 + tanh(inner(x)));
            }

            @Override
            public double slope(double x) {
                double t = tanh(inner(x));
                return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * 0.044715 * x * x);
            }

            private double inner(double x) {
                return SQRT_2_OVER_PI * (x + 0.044715 * x * x * x);
            }

            /** By exp, which is a JIT intrinsic; {@link Math#tanh} is several times slower. */
            private double tanh(double u) {
                return 1 - 2 / (Math.exp(2 * u) + 1);
            }
        },
        /** Exact, {@code gelu}: ½x(1 + erf(x/√2)). */
        ERF {
            @Override
            public double value(double x) {
                return 0.5 * x * (1 + Erf.value(x * SQRT_HALF));
            }

            @Override
            public double slope(double x) {
                double density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
                return 0.5 * (1 + Erf.value(x * SQRT_HALF)) + x * density;
            }
        };

        @Override
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Override
    public String kind() {
        return "gelu";
    }

    @Override
    public Map<String, Object> params() {
        return Map.of("form", form.word());
    }

    @Override
    public ActivationFunction function() {
        return form;
    }
}
