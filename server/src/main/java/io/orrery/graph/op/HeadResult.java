package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * z {@code [pos, head, d_head]}, W_O {@code [head, d_head, d_model]} → {@code [pos, head, d_model]}: each head's
 * contribution to the attention output, before the bias. Large and rarely read, so it is computed when read.
 *
 * <p>With a norm after attention also its divisor {@code [pos, one]} and its weight {@code [d_model]}: what each head adds to the stream
 * behind that norm, whose divisor is held fixed.
 *
 * @param after how the norm after attention applies its weight; empty without one
 */
public record HeadResult(Optional<Affine> after) implements Op {
    /** Without a norm after attention. */
    public HeadResult() {
        this(Optional.empty());
    }

    @Override
    public String kind() {
        return "head_result";
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return List.of(Axis.POS, inputs.get(0).get(1), inputs.get(1).get(2));
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        int heads = in[0].layout().size(1);
        int dHead = in[0].layout().size(2);
        int dModel = in[1].layout().size(2);
        for (int h = 0; h < heads; h++) {
            float[][] w = in[1].rows(h * dHead, (h + 1) * dHead);
            for (int i = from; i < to; i++) {
                float[] z = in[0].rows()[i];
                var result = new float[dModel];
                for (int d = 0; d < dHead; d++) {
                    Kernels.addScaled(z[h * dHead + d], w[d], result, 0, dModel);
                }
                for (int m = 0; after.isPresent() && m < dModel; m++) {
                    result[m] = result[m] / in[2].rows()[i][0] * factor(in, m);
                }
                System.arraycopy(result, 0, out.rows()[i], h * dModel, dModel);
            }
        }
    }

    /** What the norm's weight multiplies a dimension by. */
    private float factor(Tensor[] in, int m) {
        float w = in[3].rows()[0][m];
        return after.orElseThrow().aboutOne() ? 1 + w : w;
    }

    @Override
    public boolean leavesOut(int input) {
        return input > 0;
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        int dHead = in[0].layout().size(2);
        int dModel = in[1].layout().size(2);
        float[][] grads = gradOut.rows();
        if (after.isPresent()) {
            grads = new float[gradOut.rows().length][];
            for (int i = 0; i < grads.length; i++) {
                grads[i] = behind(in, out, i, gradOut.rows()[i], gradIn);
            }
        }
        for (int h = 0; h < in[0].layout().size(1); h++) {
            float[][] w = in[1].rows(h * dHead, (h + 1) * dHead);
            for (int i = 0; i < grads.length; i++) {
                float[] grad = grads[i];
                float[] z = in[0].rows()[i];
                for (int d = 0; d < dHead; d++) {
                    int row = h * dHead + d;
                    gradIn[0].rows()[i][row] += Kernels.dot(grad, h * dModel, w[d], 0, dModel);
                    for (int m = 0; gradIn[1] != null && m < dModel; m++) {
                        gradIn[1].rows()[row][m] += z[row] * grad[h * dModel + m];
                    }
                }
            }
        }
    }

    /** The gradient by the results before the norm at a position; adds those by its divisor and its weight. */
    private float[] behind(Tensor[] in, Tensor out, int position, float[] grad, Tensor[] gradIn) {
        int dModel = in[1].layout().size(2);
        float scale = in[2].rows()[position][0];
        float[] y = out.rows()[position];
        var before = new float[grad.length];
        for (int j = 0; j < grad.length; j++) {
            float factor = factor(in, j % dModel);
            before[j] = grad[j] * factor / scale;
            if (gradIn[2] != null) {
                gradIn[2].rows()[position][0] -= grad[j] * y[j] / scale;
            }
            if (gradIn[3] != null) {
                gradIn[3].rows()[0][j % dModel] += grad[j] * y[j] / factor;
            }
        }
        return before;
    }

    @Override
    public int[] weightRows(int input, List<List<Axis>> inputs) {
        return input == 1 ? Op.super.weightRows(input, inputs) : new int[0];
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        var of = in.clone();
        of[0] = change[0];
        forward(run, of, out, from, to);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var terms = IntStream.range(0, in.layout(0).size(2))
                .mapToObj(d -> in.term(in.cell(0, cell[0], cell[1], d), in.cell(1, cell[1], d, cell[2])))
                .toList();
        var sum = new Explanation.Sum(terms, 1);
        return after.isEmpty()
                ? sum
                : new Explanation.NormedSum(
                        sum,
                        in.cell(2, cell[0], 0),
                        in.cell(3, cell[2]),
                        after.get().aboutOne() ? 1 : 0);
    }
}
