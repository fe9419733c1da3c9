package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** {@code [pos, n] → [pos, one]}: the mean of each row. */
public record Mean() implements Op {
    @Override
    public String kind() {
        return "mean";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.ROWWISE);
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return List.of(Axis.POS, Axis.ONE);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            double sum = 0;
            float[] x = in[0].rows()[i];
            for (float value : x) {
                sum += value;
            }
            out.rows()[i][0] = (float) (sum / x.length);
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] gradX = gradIn[0].rows()[i];
            float share = gradOut.rows()[i][0] / gradX.length;
            for (int j = 0; j < gradX.length; j++) {
                gradX[j] += share;
            }
        }
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        forward(run, change, out, from, to);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        int n = in.layout(0).size(1);
        var terms = IntStream.range(0, n)
                .mapToObj(j -> in.term(in.cell(0, cell[0], j)))
                .toList();
        return new Explanation.Sum(terms, 1.0 / n);
    }
}
