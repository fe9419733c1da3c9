package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import java.util.List;

/**
 * x {@code [pos, n]}, scale {@code [pos, one]} → {@code [pos, n]}: x / scale. Heads, {@code [pos, head, d_head]}, may have a scale
 * each, {@code [pos, head, one]}.
 */
public record Divide() implements Op {
    @Override
    public String kind() {
        return "divide";
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
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            float[] x = in[0].rows()[i];
            float[] y = out.rows()[i];
            float[] scales = in[1].rows()[i];
            int width = y.length / scales.length;
            for (int part = 0; part < scales.length; part++) {
                float scale = scales[part];
                for (int j = part * width; j < (part + 1) * width; j++) {
                    y[j] = x[j] / scale;
                }
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            float[] y = out.rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            float[] scales = in[1].rows()[i];
            int width = y.length / scales.length;
            for (int part = 0; part < scales.length; part++) {
                float sumTimesY = 0;
                for (int j = part * width; j < (part + 1) * width; j++) {
                    float divided = grad[j] / scales[part];
                    gradX[j] += divided;
                    sumTimesY += divided * y[j];
                }
                if (gradIn[1] != null) {
                    gradIn[1].rows()[i][part] -= sumTimesY;
                }
            }
        }
    }

    @Override
    public boolean leavesOut(int input) {
        return input == 1;
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        forward(run, new Tensor[] {change[0], in[1]}, out, from, to);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Quotient(
                in.cell(0, cell), in.layout(1).rank() < 3 ? in.cell(1, cell[0], 0) : in.cell(1, cell[0], cell[1], 0));
    }
}
