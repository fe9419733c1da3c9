package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.List;

/** {@code [pos, n] → [pos, n]}: a curve, cell by cell. */
sealed interface Pointwise extends Op permits Gelu, Silu {
    Curve curve();

    @Override
    default List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    default void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        var curve = curve();
        run.workers().share(from, to, 30L * in[0].rows()[from].length, (first, last) -> {
            for (int i = first; i < last; i++) {
                float[] x = in[0].rows()[i];
                float[] y = out.rows()[i];
                for (int j = 0; j < y.length; j++) {
                    y[j] = (float) curve.value(x[j]);
                }
            }
        });
    }

    @Override
    default void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        var curve = curve();
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] x = in[0].rows()[i];
            float[] grad = gradOut.rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            for (int j = 0; j < grad.length; j++) {
                gradX[j] += (float) (grad[j] * curve.slope(x[j]));
            }
        }
    }

    @Override
    default Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Activation(curve(), in.cell(0, cell));
    }
}
