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
 * Router logits {@code [pos, expert]} → {@code [pos, slot]}: the numbers of the experts with the largest logits, the largest first (Shazeer
 * et al. 2017, arXiv:1701.06538). Of equal ones the first comes first. The numbers are whole, and no derivative goes through them.
 *
 * @param slot the axis of the experts that are taken
 */
public record TopExperts(Axis slot) implements Op {
    @Override
    public String kind() {
        return "top_experts";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.ROWWISE, Trait.routing("taken"));
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return List.of(Axis.POS, slot);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            float[] logits = in[0].rows()[i];
            float[] taken = out.rows()[i];
            var isTaken = new boolean[logits.length];
            for (int s = 0; s < taken.length; s++) {
                int best = -1;
                for (int e = 0; e < logits.length; e++) {
                    if (!isTaken[e] && (best < 0 || logits[e] > logits[best])) {
                        best = e;
                    }
                }
                isTaken[best] = true;
                taken[s] = best;
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        // A choice has no gradient.
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var over = IntStream.range(0, in.layout(0).size(1))
                .mapToObj(e -> in.cell(0, cell[0], e))
                .toList();
        return new Explanation.Ranked(over, cell[1]);
    }
}
