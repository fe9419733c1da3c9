package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import java.util.List;

/** {@code [pos, …] · [pos, …] → [pos, …]}, cell by cell. */
public record Multiply() implements Op {
    @Override
    public String kind() {
        return "multiply";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.ROWWISE, Trait.GATE);
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        if (!inputs.get(0).equals(inputs.get(1))) {
            throw new IllegalArgumentException("cannot multiply " + inputs.get(0) + " by " + inputs.get(1));
        }
        return inputs.get(0);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            float[] a = in[0].rows()[i];
            float[] b = in[1].rows()[i];
            float[] product = out.rows()[i];
            for (int j = 0; j < product.length; j++) {
                product[j] = a[j] * b[j];
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            float[] a = in[0].rows()[i];
            float[] b = in[1].rows()[i];
            float[] gradA = gradIn[0].rows()[i];
            float[] gradB = gradIn[1].rows()[i];
            for (int j = 0; j < grad.length; j++) {
                gradA[j] += grad[j] * b[j];
                gradB[j] += grad[j] * a[j];
            }
        }
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        for (int input = 0; input < 2; input++) {
            for (int i = from; change[input] != null && i < to; i++) {
                float[] moved = change[input].rows()[i];
                float[] other = in[1 - input].rows()[i];
                float[] y = out.rows()[i];
                for (int j = 0; j < y.length; j++) {
                    y[j] += moved[j] * other[j];
                }
            }
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Sum(List.of(in.term(in.cell(0, cell), in.cell(1, cell))), 1);
    }
}
