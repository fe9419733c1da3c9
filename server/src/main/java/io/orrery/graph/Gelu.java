package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.apache.commons.numbers.gamma.Erf;

/** {@code [pos, n] → [pos, n]}: x · Φ(x), with Φ the normal distribution (Hendrycks and Gimpel 2016, arXiv:1606.08415). */
public record Gelu(Form form) implements Op {
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double SQRT_HALF = Math.sqrt(0.5);

    /** How Φ is computed. */
    public enum Form {
        /** GPT-2's approximation, {@code gelu_new}: ½x(1 + tanh(√(2/π)(x + 0.044715x³))). */
        TANH {
            @Override
            double value(double x) {
                return 0.5 * x * (1 + tanh(inner(x)));
            }

            @Override
            double slope(double x) {
                double t = tanh(inner(x));
                return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * 0.044715 * x * x);
            }

            private double inner(double x) {
                return SQRT_2_OVER_PI * (x + 0.044715 * x * x * x);
            }

            /** By way of exp, which the JIT compiler knows; {@link Math#tanh} is several times slower. */
            private double tanh(double u) {
                return 1 - 2 / (Math.exp(2 * u) + 1);
            }
        },
        /** Exact, {@code gelu}: ½x(1 + erf(x/√2)). */
        ERF {
            @Override
            double value(double x) {
                return 0.5 * x * (1 + Erf.value(x * SQRT_HALF));
            }

            @Override
            double slope(double x) {
                double density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
                return 0.5 * (1 + Erf.value(x * SQRT_HALF)) + x * density;
            }
        };

        abstract double value(double x);

        abstract double slope(double x);

        /** As it is written in JSON. */
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
    public List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        run.workers().share(from, to, 30L * in[0].rows()[from].length, (first, last) -> {
            for (int i = first; i < last; i++) {
                float[] x = in[0].rows()[i];
                float[] y = out.rows()[i];
                for (int j = 0; j < y.length; j++) {
                    y[j] = (float) form.value(x[j]);
                }
            }
        });
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] x = in[0].rows()[i];
            float[] grad = gradOut.rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            for (int j = 0; j < grad.length; j++) {
                gradX[j] += (float) (grad[j] * form.slope(x[j]));
            }
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Activation(form, in.cell(0, cell));
    }
}
