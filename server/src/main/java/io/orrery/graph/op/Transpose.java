package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import java.util.List;

/**
 * {@code [a, b] → [b, a]}: the unembedding of a tied model. The weight is laid out with axis b along
 * the rows, so that both share their rows and the table is in memory once.
 */
public record Transpose() implements Op {
    @Override
    public String kind() {
        return "transpose";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.TABLE, Trait.TRANSPOSED);
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        List<Axis> w = inputs.get(0);
        if (w.size() != 2) {
            throw new IllegalArgumentException("only a matrix can be transposed, not " + w);
        }
        return List.of(w.get(1), w.get(0));
    }

    @Override
    public int[] weightRows(int input, List<List<Axis>> inputs) {
        return new int[] {1};
    }

    @Override
    public Tensor begin(Tensor[] in, Layout layout) {
        return in[0].laidOut(layout);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        // The output shares the rows of the weight.
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        float[][] gradW = gradIn[0].rows();
        float[][] grad = gradOut.rows();
        for (int i = 0; i < grad.length; i++) {
            Kernels.addScaled(1, grad[i], gradW[i], 0, grad[i].length);
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Sum(List.of(in.term(in.cell(0, cell[1], cell[0]))), 1);
    }
}
