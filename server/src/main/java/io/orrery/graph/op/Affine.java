package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Tensor;
import java.util.List;

/** x {@code [pos, n]}, w {@code [n]}, b {@code [n]}? → {@code [pos, n]}: x · w + b, cell by cell (a norm's γ and β). */
public record Affine() implements Op {
    @Override
    public String kind() {
        return "affine";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.ROWWISE);
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    public int[] weightRows(int input, List<List<Axis>> inputs) {
        return new int[0];
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        float[] w = in[1].rows()[0];
        for (int i = from; i < to; i++) {
            float[] x = in[0].rows()[i];
            float[] y = out.rows()[i];
            if (in.length > 2) {
                float[] b = in[2].rows()[0];
                for (int j = 0; j < y.length; j++) {
                    y[j] = x[j] * w[j] + b[j];
                }
            } else {
                for (int j = 0; j < y.length; j++) {
                    y[j] = x[j] * w[j];
                }
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        float[] w = in[1].rows()[0];
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            float[] x = in[0].rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            for (int j = 0; j < grad.length; j++) {
                gradX[j] += grad[j] * w[j];
            }
            if (gradIn[1] != null) {
                float[] gradW = gradIn[1].rows()[0];
                for (int j = 0; j < grad.length; j++) {
                    gradW[j] += grad[j] * x[j];
                }
            }
            if (in.length > 2 && gradIn[2] != null) {
                Kernels.addScaled(1, grad, gradIn[2].rows()[0], 0, grad.length);
            }
        }
    }

    @Override
    public boolean leavesOut(int input) {
        return input > 0;
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        forward(run, new Tensor[] {change[0], in[1]}, out, from, to);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var product = in.term(in.cell(0, cell), in.cell(1, cell[1]));
        var terms = in.count() > 2 ? List.of(product, in.term(in.cell(2, cell[1]))) : List.of(product);
        return new Explanation.Sum(terms, 1);
    }
}
