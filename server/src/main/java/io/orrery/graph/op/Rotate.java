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

/**
 * {@code [pos, head, d_head] → [pos, head, d_head]}: in each head, dimensions i and i + d_head/2 are rotated together
 * by position × frequency(i), so that q · k depends on the distance between query and key.
 */
public record Rotate(Rotary rotary) implements Op {
    @Override
    public String kind() {
        return "rotate";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.ROWWISE);
    }

    @Override
    public Map<String, Object> params() {
        return rotary.params();
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        int dHead = in[0].layout().size(2);
        for (int i = 0; i < dHead / 2; i++) {
            double frequency = rotary.frequency(i, dHead);
            for (int pos = from; pos < to; pos++) {
                double cos = Math.cos(pos * frequency);
                double sin = Math.sin(pos * frequency);
                float[] x = in[0].rows()[pos];
                float[] y = out.rows()[pos];
                for (int a = i, b = i + dHead / 2; b < x.length; a += dHead, b += dHead) {
                    y[a] = (float) (x[a] * cos - x[b] * sin);
                    y[b] = (float) (x[b] * cos + x[a] * sin);
                }
            }
        }
    }

    /** Rotates the gradient by the opposite angle. */
    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        int dHead = in[0].layout().size(2);
        for (int i = 0; i < dHead / 2; i++) {
            double frequency = rotary.frequency(i, dHead);
            for (int pos = 0; pos < gradOut.rows().length; pos++) {
                double cos = Math.cos(pos * frequency);
                double sin = Math.sin(pos * frequency);
                float[] grad = gradOut.rows()[pos];
                float[] gradX = gradIn[0].rows()[pos];
                for (int a = i, b = i + dHead / 2; b < grad.length; a += dHead, b += dHead) {
                    gradX[a] += (float) (grad[a] * cos + grad[b] * sin);
                    gradX[b] += (float) (grad[b] * cos - grad[a] * sin);
                }
            }
        }
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        forward(run, change, out, from, to);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        int dHead = in.layout(0).size(2);
        int half = dHead / 2;
        int d = cell[2];
        double angle = cell[0] * rotary.frequency(d % half, dHead);
        boolean isFirst = d < half;
        var other = in.cell(0, cell[0], cell[1], isFirst ? d + half : d - half);
        return new Explanation.Rotation(in.cell(0, cell), other, isFirst ? angle : -angle);
    }
}
