package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * x {@code [pos, n]} → {@code [pos, one]}: √(Σx² / n + epsilon), the divisor of a root-mean-square norm (Zhang and Sennrich
 * 2019, arXiv:1910.07467).
 */
public record Rms(double epsilon) implements Op {
    @Override
    public String kind() {
        return "rms";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.ROWWISE, Trait.norm("rms"));
    }

    @Override
    public Map<String, Object> params() {
        return Map.of("eps", epsilon);
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return List.of(Axis.POS, Axis.ONE);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            float[] x = in[0].rows()[i];
            double squares = 0;
            for (float value : x) {
                squares += (double) value * value;
            }
            out.rows()[i][0] = (float) Math.sqrt(squares / x.length + epsilon);
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] x = in[0].rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            // d√u/dx = x / (n·√u)
            float factor = gradOut.rows()[i][0] / (x.length * out.rows()[i][0]);
            for (int j = 0; j < x.length; j++) {
                gradX[j] += factor * x[j];
            }
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var over = IntStream.range(0, in.layout(0).size(1))
                .mapToObj(j -> in.cell(0, cell[0], j))
                .toList();
        return new Explanation.RootMeanSquare(over, epsilon);
    }
}
