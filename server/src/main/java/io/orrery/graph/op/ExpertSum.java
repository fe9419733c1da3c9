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
 * What the experts that are taken have computed {@code [pos, slot, d_model]}, their numbers {@code [pos, slot]}, weights of all {@code [pos, expert]} →
 * {@code [pos, d_model]}: Σ weight · result. Apart, {@code [pos, expert, d_model]}: each expert's share of that sum, 0 for those that are not taken.
 *
 * @param apart whether the shares stay apart
 */
public record ExpertSum(boolean apart) implements Op {
    @Override
    public String kind() {
        return apart ? "expert_result" : "expert_sum";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.routing(apart ? "parts" : "sum"));
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        Axis width = inputs.get(0).get(2);
        return apart ? List.of(Axis.POS, inputs.get(2).get(1), width) : List.of(Axis.POS, width);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        int width = in[0].layout().size(2);
        for (int i = from; i < to; i++) {
            float[] results = in[0].rows()[i];
            float[] y = out.rows()[i];
            for (int s = 0; s < in[1].layout().size(1); s++) {
                int expert = (int) in[1].rows()[i][s];
                float weight = in[2].rows()[i][expert];
                int to0 = apart ? expert * width : 0;
                for (int m = 0; m < width; m++) {
                    y[to0 + m] += weight * results[s * width + m];
                }
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        int width = in[0].layout().size(2);
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            for (int s = 0; s < in[1].layout().size(1); s++) {
                int expert = (int) in[1].rows()[i][s];
                int at = apart ? expert * width : 0;
                float weight = in[2].rows()[i][expert];
                for (int m = 0; m < width; m++) {
                    gradIn[0].rows()[i][s * width + m] += weight * grad[at + m];
                }
                if (gradIn[2] != null) {
                    gradIn[2].rows()[i][expert] += Kernels.dot(grad, at, in[0].rows()[i], s * width, width);
                }
            }
        }
    }

    @Override
    public boolean leavesOut(int input) {
        return input > 0;
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        if (change[0] != null) {
            forward(run, new Tensor[] {change[0], in[1], in[2]}, out, from, to);
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        int position = cell[0];
        int width = cell.length - 1;
        var terms = IntStream.range(0, in.layout(1).size(1))
                .filter(s -> !apart || in.whole(1, position, s) == cell[1])
                .mapToObj(s ->
                        in.term(in.cell(2, position, in.whole(1, position, s)), in.cell(0, position, s, cell[width])))
                .toList();
        // The share of an expert that is not taken: its weight is 0.
        return new Explanation.Sum(terms.isEmpty() ? List.of(in.term(in.cell(2, position, cell[1]))) : terms, 1);
    }
}
