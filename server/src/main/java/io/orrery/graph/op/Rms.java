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
 * 2019, arXiv:1910.07467). Of heads, x {@code [pos, head, d_head]}, either all are one row, or each has a divisor of its own,
 * {@code [pos, head, one]} (Henry et al. 2020, arXiv:2010.04245).
 *
 * @param ofHead whether each head has its own divisor
 */
public record Rms(double epsilon, boolean ofHead) implements Op {
    /** Over whole rows. */
    public Rms(double epsilon) {
        this(epsilon, false);
    }

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
        return ofHead ? List.of(Axis.POS, inputs.get(0).get(1), Axis.ONE) : List.of(Axis.POS, Axis.ONE);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            float[] x = in[0].rows()[i];
            float[] scales = out.rows()[i];
            int width = x.length / scales.length;
            for (int part = 0; part < scales.length; part++) {
                double squares = 0;
                for (int j = part * width; j < (part + 1) * width; j++) {
                    squares += (double) x[j] * x[j];
                }
                scales[part] = (float) Math.sqrt(squares / width + epsilon);
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] x = in[0].rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            float[] scales = out.rows()[i];
            int width = x.length / scales.length;
            for (int part = 0; part < scales.length; part++) {
                // d√u/dx = x / (n·√u)
                float factor = gradOut.rows()[i][part] / (width * scales[part]);
                for (int j = part * width; j < (part + 1) * width; j++) {
                    gradX[j] += factor * x[j];
                }
            }
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var x = in.layout(0);
        var over = x.rank() < 3
                ? IntStream.range(0, x.size(1)).mapToObj(j -> in.cell(0, cell[0], j))
                : IntStream.range(ofHead ? cell[1] : 0, ofHead ? cell[1] + 1 : x.size(1))
                        .boxed()
                        .flatMap(head -> IntStream.range(0, x.size(2)).mapToObj(d -> in.cell(0, cell[0], head, d)));
        return new Explanation.RootMeanSquare(over.toList(), epsilon);
    }
}
