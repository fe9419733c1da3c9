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

/**
 * pattern {@code [head, q_pos, k_pos]}, v {@code [pos, head, d_head]} → {@code [pos, head, d_head]}: Σ pattern · v over the
 * keys that the mask lets a query see.
 */
public record WeightedSum(Mask mask) implements Op {
    @Override
    public String kind() {
        return "mix";
    }

    @Override
    public List<Trait> traits() {
        var part = Trait.attention("values");
        return mask.window().isEmpty()
                ? List.of(part)
                : List.of(part, Trait.window(mask.window().getAsInt()));
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return List.of(Axis.POS, inputs.get(0).get(0), inputs.get(1).get(2));
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        int heads = in[0].layout().size(0);
        int dHead = in[1].layout().size(2);
        int group = heads / in[1].layout().size(1);
        run.workers().share(from, to, (long) heads * dHead * to, (first, last) -> {
            for (int q = first; q < last; q++) {
                float[] pattern = in[0].rows()[q];
                float[] z = out.rows()[q];
                int firstKey = mask.first(q);
                for (int h = 0; h < heads; h++) {
                    int zFrom = h * dHead;
                    int vFrom = h / group * dHead;
                    for (int k = firstKey; k <= q; k++) {
                        float weight = pattern[h * (q + 1) + k];
                        float[] v = in[1].rows()[k];
                        if (zFrom == vFrom) {
                            Kernels.addScaled(weight, v, z, zFrom, zFrom + dHead);
                        } else {
                            for (int d = 0; d < dHead; d++) {
                                z[zFrom + d] += weight * v[vFrom + d];
                            }
                        }
                    }
                }
            }
        });
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        int heads = in[0].layout().size(0);
        int dHead = in[1].layout().size(2);
        int group = heads / in[1].layout().size(1);
        for (int q = 0; q < gradOut.rows().length; q++) {
            float[] grad = gradOut.rows()[q];
            for (int h = 0; h < heads; h++) {
                int vFrom = h / group * dHead;
                for (int k = mask.first(q); k <= q; k++) {
                    int at = h * (q + 1) + k;
                    if (gradIn[0] != null) {
                        gradIn[0].rows()[q][at] += Kernels.dot(grad, h * dHead, in[1].rows()[k], vFrom, dHead);
                    }
                    float weight = in[0].rows()[q][at];
                    float[] gradV = gradIn[1].rows()[k];
                    for (int d = 0; d < dHead; d++) {
                        gradV[vFrom + d] += weight * grad[h * dHead + d];
                    }
                }
            }
        }
    }

    @Override
    public boolean leavesOut(int input) {
        return input == 0;
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        forward(run, new Tensor[] {in[0], change[1]}, out, from, to);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        int q = cell[0];
        int head = cell[1];
        int group = in.layout(0).size(0) / in.layout(1).size(1);
        var terms = IntStream.rangeClosed(mask.first(q), q)
                .mapToObj(k -> in.term(in.cell(0, head, q, k), in.cell(1, k, head / group, cell[2])))
                .toList();
        return new Explanation.Sum(terms, 1);
    }
}
