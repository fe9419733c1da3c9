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
import java.util.stream.IntStream;

/** {@code [pos, …] + [pos, …] → [pos, …]}, of two or more, added in this order. */
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
        for (List<Axis> other : inputs) {
            if (!inputs.get(0).equals(other)) {
                throw new IllegalArgumentException("cannot add " + other + " to " + inputs.get(0));
            }
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
            for (int other = 2; other < in.length; other++) {
                Kernels.addScaled(1, in[other].rows()[i], sum, 0, sum.length);
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            for (Tensor part : gradIn) {
                Kernels.addScaled(1, grad, part.rows()[i], 0, grad.length);
            }
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
        var terms = IntStream.range(0, in.count())
                .mapToObj(part -> in.term(in.cell(part, cell)))
                .toList();
        return new Explanation.Sum(terms, 1);
    }
}
