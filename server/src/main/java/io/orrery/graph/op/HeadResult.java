package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * z {@code [pos, head, d_head]}, W_O {@code [head, d_head, d_model]} → {@code [pos, head, d_model]}: each head's
 * contribution to the attention output, before the bias. Large and rarely read, so it is computed when read.
 */
public record HeadResult() implements Op {
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
                System.arraycopy(result, 0, out.rows()[i], h * dModel, dModel);
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        int dHead = in[0].layout().size(2);
        int dModel = in[1].layout().size(2);
        for (int h = 0; h < in[0].layout().size(1); h++) {
            float[][] w = in[1].rows(h * dHead, (h + 1) * dHead);
            for (int i = 0; i < gradOut.rows().length; i++) {
                float[] grad = gradOut.rows()[i];
                float[] z = in[0].rows()[i];
                for (int d = 0; d < dHead; d++) {
                    int row = h * dHead + d;
                    gradIn[0].rows()[i][row] += Kernels.dot(grad, h * dModel, w[d], 0, dModel);
                    float[] gradW = gradIn[1].rows()[row];
                    for (int m = 0; m < dModel; m++) {
                        gradW[m] += z[row] * grad[h * dModel + m];
                    }
                }
            }
        }
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        forward(run, new Tensor[] {change[0], in[1]}, out, from, to);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var terms = IntStream.range(0, in.layout(0).size(2))
                .mapToObj(d -> in.term(in.cell(0, cell[0], cell[1], d), in.cell(1, cell[1], d, cell[2])))
                .toList();
        return new Explanation.Sum(terms, 1);
    }
}
