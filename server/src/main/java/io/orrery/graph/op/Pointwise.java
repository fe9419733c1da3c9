package io.orrery.graph.op;

import io.orrery.graph.ActivationFunction;
import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import java.util.List;

/** {@code [pos, n] → [pos, n]}: an activation function, cell by cell. */
public sealed interface Pointwise extends Op permits Gelu, Silu {
    /** Numbers converted to double at a time: few enough to stay in the L1 cache. */
    int PIECE = 512;

    ActivationFunction function();

    @Override
    default List<Trait> traits() {
        return List.of(Trait.ROWWISE, Trait.curve(function()));
    }

    @Override
    default List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    default void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        var function = function();
        run.workers().share(from, to, 30L * in[0].rows()[from].length, (first, last) -> {
            var piece = new double[PIECE];
            for (int i = first; i < last; i++) {
                apply(function, in[0].rows()[i], out.rows()[i], piece);
            }
        });
    }

    /**
     * Applies the function to one row. Conversions between float and double have separate loops: up to JDK 17, each
     * conversion waits for the previous one, and in a single loop also for the whole function (JDK-8318562). This takes
     * a quarter of the time.
     */
    private static void apply(ActivationFunction function, float[] x, float[] y, double[] piece) {
        for (int from = 0; from < y.length; from += PIECE) {
            int count = Math.min(PIECE, y.length - from);
            for (int j = 0; j < count; j++) {
                piece[j] = x[from + j];
            }
            for (int j = 0; j < count; j++) {
                piece[j] = function.value(piece[j]);
            }
            for (int j = 0; j < count; j++) {
                y[from + j] = (float) piece[j];
            }
        }
    }

    @Override
    default void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        var function = function();
        var piece = new double[PIECE];
        for (int i = 0; i < gradOut.rows().length; i++) {
            addSlopes(function, in[0].rows()[i], gradOut.rows()[i], gradIn[0].rows()[i], piece);
        }
    }

    /** The gradient of one row, in separate loops like {@link #apply}. */
    private static void addSlopes(ActivationFunction function, float[] x, float[] grad, float[] gradX, double[] piece) {
        for (int from = 0; from < grad.length; from += PIECE) {
            int count = Math.min(PIECE, grad.length - from);
            for (int j = 0; j < count; j++) {
                piece[j] = x[from + j];
            }
            for (int j = 0; j < count; j++) {
                piece[j] = function.slope(piece[j]);
            }
            for (int j = 0; j < count; j++) {
                gradX[from + j] += (float) (grad[from + j] * piece[j]);
            }
        }
    }

    @Override
    default void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        var piece = new double[PIECE];
        for (int i = from; i < to; i++) {
            addSlopes(function(), in[0].rows()[i], change[0].rows()[i], out.rows()[i], piece);
        }
    }

    @Override
    default Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Activation(function(), in.cell(0, cell));
    }
}
