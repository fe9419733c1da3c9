package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * {@code [pos, head, d_head] → [pos, head, d_head]}: in each head, dimensions i and i + d_head/2 are rotated together
 * by position × frequency(i), so that q · k depends on the distance between query and key. If only a part of each head is rotated (Black
 * et al. 2022, arXiv:2204.06745), that is its first dimensions, in place of d_head, and the others stay as they are.
 *
 * @param part how many dimensions of each head are rotated; empty for all
 */
public record Rotate(Rotary rotary, OptionalInt part) implements Op {
    /** Whole heads. */
    public Rotate(Rotary rotary) {
        this(rotary, OptionalInt.empty());
    }

    @Override
    public String kind() {
        return "rotate";
    }

    @Override
    public List<Trait> traits() {
        return part.isPresent() ? List.of(Trait.ROWWISE, Trait.rotated(part.getAsInt())) : List.of(Trait.ROWWISE);
    }

    @Override
    public Map<String, Object> params() {
        var params = new LinkedHashMap<>(rotary.params());
        part.ifPresent(rotated -> params.put("rotated", rotated));
        return params;
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        int dHead = in[0].layout().size(2);
        int turned = part.orElse(dHead);
        for (int pos = from; turned < dHead && pos < to; pos++) {
            System.arraycopy(in[0].rows()[pos], 0, out.rows()[pos], 0, out.rows()[pos].length);
        }
        for (int i = 0; i < turned / 2; i++) {
            double frequency = rotary.frequency(i, turned);
            for (int pos = from; pos < to; pos++) {
                double cos = Math.cos(pos * frequency);
                double sin = Math.sin(pos * frequency);
                float[] x = in[0].rows()[pos];
                float[] y = out.rows()[pos];
                for (int a = i, b = i + turned / 2; b < x.length; a += dHead, b += dHead) {
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
        int turned = part.orElse(dHead);
        for (int pos = 0; turned < dHead && pos < gradOut.rows().length; pos++) {
            float[] grad = gradOut.rows()[pos];
            float[] gradX = gradIn[0].rows()[pos];
            for (int j = 0; j < grad.length; j++) {
                gradX[j] += j % dHead < turned ? 0 : grad[j];
            }
        }
        for (int i = 0; i < turned / 2; i++) {
            double frequency = rotary.frequency(i, turned);
            for (int pos = 0; pos < gradOut.rows().length; pos++) {
                double cos = Math.cos(pos * frequency);
                double sin = Math.sin(pos * frequency);
                float[] grad = gradOut.rows()[pos];
                float[] gradX = gradIn[0].rows()[pos];
                for (int a = i, b = i + turned / 2; b < grad.length; a += dHead, b += dHead) {
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
        int turned = part.orElse(in.layout(0).size(2));
        int half = turned / 2;
        int d = cell[2];
        if (d >= turned) {
            return new Explanation.Sum(List.of(in.term(in.cell(0, cell))), 1);
        }
        double angle = cell[0] * rotary.frequency(d % half, turned);
        boolean isFirst = d < half;
        var other = in.cell(0, cell[0], cell[1], isFirst ? d + half : d - half);
        return new Explanation.Rotation(in.cell(0, cell), other, isFirst ? angle : -angle);
    }
}
