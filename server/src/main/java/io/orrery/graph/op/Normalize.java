package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import java.util.List;

/** x {@code [pos, n]}, mean {@code [pos, one]}, scale {@code [pos, one]} → {@code [pos, n]}: (x − mean) / scale. */
public record Normalize() implements Op {
    @Override
    public String kind() {
        return "normalize";
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
            float mean = in[1].rows()[i][0];
            float scale = in[2].rows()[i][0];
            for (int j = 0; j < y.length; j++) {
                y[j] = (x[j] - mean) / scale;
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            float[] y = out.rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            float scale = in[2].rows()[i][0];
            float sum = 0;
            float sumTimesY = 0;
            for (int j = 0; j < grad.length; j++) {
                float part = grad[j] / scale;
                gradX[j] += part;
                sum += part;
                sumTimesY += part * y[j];
            }
            gradIn[1].rows()[i][0] -= sum;
            if (gradIn[2] != null) {
                gradIn[2].rows()[i][0] -= sumTimesY;
            }
        }
    }

    @Override
    public boolean leavesOut(int input) {
        return input == 2;
    }

    /** The mean of a part is the part's own: it changes with the row. */
    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        forward(run, new Tensor[] {change[0], change[1], in[2]}, out, from, to);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Normalized(in.cell(0, cell), in.cell(1, cell[0], 0), in.cell(2, cell[0], 0));
    }
}
