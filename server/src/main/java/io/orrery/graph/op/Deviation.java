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
 * x {@code [pos, n]}, mean {@code [pos, one]} → {@code [pos, one]}: √(Σ(x − mean)² / n + epsilon), the divisor of a layer
 * norm (Ba, Kiros and Hinton 2016, arXiv:1607.06450).
 */
public record Deviation(double epsilon) implements Op {
    @Override
    public String kind() {
        return "deviation";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.ROWWISE, Trait.norm("deviation"));
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
            float mean = in[1].rows()[i][0];
            double squares = 0;
            for (float value : x) {
                double apart = value - mean;
                squares += apart * apart;
            }
            out.rows()[i][0] = (float) Math.sqrt(squares / x.length + epsilon);
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] x = in[0].rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            float mean = in[1].rows()[i][0];
            // d√u/dx = (x − mean) / (n·√u); by the mean it is minus the sum of these
            float factor = gradOut.rows()[i][0] / (x.length * out.rows()[i][0]);
            float sum = 0;
            for (int j = 0; j < x.length; j++) {
                float part = factor * (x[j] - mean);
                gradX[j] += part;
                sum += part;
            }
            gradIn[1].rows()[i][0] -= sum;
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var over = IntStream.range(0, in.layout(0).size(1))
                .mapToObj(j -> in.cell(0, cell[0], j))
                .toList();
        return new Explanation.Deviation(over, in.cell(1, cell[0], 0), epsilon);
    }
}
