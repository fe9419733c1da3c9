package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Curve;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.tensor.Tensor;
import java.util.List;

/** {@code [pos, n] → [pos, n]}: a curve, cell by cell. */
public sealed interface Pointwise extends Op permits Gelu, Silu {
    /** So many numbers are turned into doubles at once; they stay in a processor's first cache. */
    int PIECE = 512;

    Curve curve();

    @Override
    default List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    default void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        var curve = curve();
        run.workers().share(from, to, 30L * in[0].rows()[from].length, (first, last) -> {
            var piece = new double[PIECE];
            for (int i = first; i < last; i++) {
                bend(curve, in[0].rows()[i], out.rows()[i], piece);
            }
        });
    }

    /**
     * One row. The numbers change their type in loops of their own: up to JDK 17 each conversion waits for the one before,
     * and with it, were they in one loop, for the whole curve (JDK-8318562); so it takes a quarter of the time.
     */
    private static void bend(Curve curve, float[] x, float[] y, double[] piece) {
        for (int from = 0; from < y.length; from += PIECE) {
            int count = Math.min(PIECE, y.length - from);
            for (int j = 0; j < count; j++) {
                piece[j] = x[from + j];
            }
            for (int j = 0; j < count; j++) {
                piece[j] = curve.value(piece[j]);
            }
            for (int j = 0; j < count; j++) {
                y[from + j] = (float) piece[j];
            }
        }
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
