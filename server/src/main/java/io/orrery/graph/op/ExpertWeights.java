package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Probabilities {@code [pos, expert]}, experts taken {@code [pos, slot]} → {@code [pos, expert]}: how much each expert counts. The probability of an
 * expert that is taken, and 0 for the others.
 *
 * @param shared whether the probabilities of those that are taken are divided by their sum, so that they add up to 1
 */
public record ExpertWeights(boolean shared) implements Op {
    @Override
    public String kind() {
        return shared ? "expert_shares" : "expert_weights";
    }

    @Override
    public List<Trait> traits() {
        return shared
                ? List.of(Trait.ROWWISE, Trait.PROBABILITY, Trait.routing("weights"))
                : List.of(Trait.ROWWISE, Trait.routing("weights"));
    }

    @Override
    public boolean isProbability() {
        return true;
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            float[] p = in[0].rows()[i];
            float[] taken = in[1].rows()[i];
            float sum = sum(p, taken);
            for (float expert : taken) {
                out.rows()[i][(int) expert] = p[(int) expert] / sum;
            }
        }
    }

    /** What the probabilities are divided by. */
    private float sum(float[] p, float[] taken) {
        if (!shared) {
            return 1;
        }
        float sum = 0;
        for (float expert : taken) {
            sum += p[(int) expert];
        }
        return sum;
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            float[] taken = in[1].rows()[i];
            float sum = sum(in[0].rows()[i], taken);
            float mean = 0;
            for (float expert : taken) {
                mean += shared ? grad[(int) expert] * out.rows()[i][(int) expert] : 0;
            }
            for (float expert : taken) {
                gradIn[0].rows()[i][(int) expert] += (grad[(int) expert] - mean) / sum;
            }
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var of = in.cell(0, cell);
        var taken = IntStream.range(0, in.layout(1).size(1))
                .mapToObj(s -> in.cell(0, cell[0], in.whole(1, cell[0], s)))
                .toList();
        return new Explanation.Share(of, taken, shared);
    }
}
