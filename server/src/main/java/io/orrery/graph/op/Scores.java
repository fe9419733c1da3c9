package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * q {@code [pos, head, d_head]}, k {@code [pos, head, d_head]} → {@code [head, q_pos, k_pos]}: q · k × scale where the
 * mask lets the query see the key, else −∞ (Vaswani et al. 2017, arXiv:1706.03762, equation 1). If there are fewer key
 * heads than query heads, consecutive query heads share a key head.
 */
public record Scores(double scale, Mask mask) implements Op {
    @Override
    public String kind() {
        return "scores";
    }

    @Override
    public Map<String, Object> params() {
        return Map.of("scale", scale);
    }

    @Override
    public List<Trait> traits() {
        return mask.traits(masked(), Trait.attention("scores"), Trait.scale(scale));
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return List.of(inputs.get(0).get(1), Axis.Q_POS, Axis.K_POS);
    }

    @Override
    public boolean isCausal() {
        return true;
    }

    @Override
    public float masked() {
        return Float.NEGATIVE_INFINITY;
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        int heads = in[0].layout().size(1);
        int dHead = in[0].layout().size(2);
        int group = heads / in[1].layout().size(1);
        float factor = (float) scale;
        run.workers().share(from, to, (long) heads * dHead * to, (first, last) -> {
            for (int q = first; q < last; q++) {
                float[] query = in[0].rows()[q];
                float[] row = out.rows()[q];
                int firstKey = mask.first(q);
                for (int h = 0; h < heads; h++) {
                    Arrays.fill(row, h * (q + 1), h * (q + 1) + firstKey, masked());
                    for (int k = firstKey; k <= q; k++) {
                        float[] key = in[1].rows()[k];
                        row[h * (q + 1) + k] = factor * Kernels.dot(query, h * dHead, key, h / group * dHead, dHead);
                    }
                }
            }
        });
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        int heads = in[0].layout().size(1);
        int dHead = in[0].layout().size(2);
        int group = heads / in[1].layout().size(1);
        float factor = (float) scale;
        for (int q = 0; q < gradOut.rows().length; q++) {
            float[] query = in[0].rows()[q];
            float[] gradQuery = gradIn[0].rows()[q];
            for (int h = 0; h < heads; h++) {
                int qFrom = h * dHead;
                int kFrom = h / group * dHead;
                for (int k = mask.first(q); k <= q; k++) {
                    float grad = factor * gradOut.rows()[q][h * (q + 1) + k];
                    float[] key = in[1].rows()[k];
                    float[] gradKey = gradIn[1].rows()[k];
                    for (int d = 0; d < dHead; d++) {
                        gradQuery[qFrom + d] += grad * key[kFrom + d];
                        gradKey[kFrom + d] += grad * query[qFrom + d];
                    }
                }
            }
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        int head = cell[0];
        int q = cell[1];
        int k = cell[2];
        if (mask.hides(q, k)) {
            return mask.explain(q, k, masked());
        }
        int group = in.layout(0).size(1) / in.layout(1).size(1);
        var terms = IntStream.range(0, in.layout(0).size(2))
                .mapToObj(d -> in.term(in.cell(0, q, head, d), in.cell(1, k, head / group, d)))
                .toList();
        return new Explanation.Sum(terms, scale);
    }
}
