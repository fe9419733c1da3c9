package io.orrery.graph;

import io.orrery.tensor.Kernels;
import io.orrery.tensor.Tensor;
import java.util.List;

/** W_pos {@code [n_ctx, d_model]} → {@code [pos, d_model]}: the row of each position. */
record PositionEmbed() implements Op {
    @Override
    public String kind() {
        return "pos_embed";
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return List.of(Axis.POS, inputs.get(0).get(1));
    }

    @Override
    public int[] weightRows(int input, List<List<Axis>> inputs) {
        return new int[] {0};
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            float[] row = in[0].rows()[i];
            System.arraycopy(row, 0, out.rows()[i], 0, row.length);
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            Kernels.addScaled(1, grad, gradIn[0].rows()[i], 0, grad.length);
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Sum(List.of(in.term(in.cell(0, cell[0], cell[1]))), 1);
    }
}
