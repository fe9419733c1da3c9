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

/** {@code [pos, …] + [pos, …] → [pos, …]}. */
public record Add() implements Op {
    @Override
    public String kind() {
        return "add";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.ROWWISE, Trait.ADDITION);
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        if (!inputs.get(0).equals(inputs.get(1))) {
            throw new IllegalArgumentException("cannot add " + inputs.get(1) + " to " + inputs.get(0));
        }
        return inputs.get(0);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            float[] a = in[0].rows()[i];
            float[] b = in[1].rows()[i];
            float[] sum = out.rows()[i];
            for (int j = 0; j < sum.length; j++) {
                sum[j] = a[j] + b[j];
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            Kernels.addScaled(1, grad, gradIn[0].rows()[i], 0, grad.length);
            Kernels.addScaled(1, grad, gradIn[1].rows()[i], 0, grad.length);
        }
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        for (Tensor part : change) {
            for (int i = from; part != null && i < to; i++) {
                Kernels.addScaled(1, part.rows()[i], out.rows()[i], 0, out.rows()[i].length);
            }
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Sum(List.of(in.term(in.cell(0, cell)), in.term(in.cell(1, cell))), 1);
    }
}
