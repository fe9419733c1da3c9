package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code [head, q_pos, k_pos]} or {@code [pos, n]} → the same shape: exp(x) / Σ exp(x) over the last axis. With a mask,
 * only over the keys that a query sees; masked cells are 0.
 */
public record Softmax(Optional<Mask> mask) implements Op {
    /** Over whole rows. */
    public static Softmax ofRows() {
        return new Softmax(Optional.empty());
    }

    /** Over the keys that a query sees. */
    public static Softmax ofScores(Mask mask) {
        return new Softmax(Optional.of(mask));
    }

    @Override
    public String kind() {
        return "softmax";
    }

    @Override
    public List<Trait> traits() {
        return mask.map(by -> by.traits(masked(), Trait.ROWWISE, Trait.PROBABILITY, Trait.attention("pattern")))
                .orElse(List.of(Trait.ROWWISE, Trait.PROBABILITY));
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    public boolean isCausal() {
        return mask.isPresent();
    }

    @Override
    public boolean isProbability() {
        return true;
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        for (int i = from; i < to; i++) {
            float[] x = in[0].rows()[i];
            float[] y = out.rows()[i];
            int n = width(x, i);
            int firstKey = first(i);
            for (int start = 0; start < x.length; start += n) {
                softmax(x, y, start + firstKey, start + n);
            }
        }
    }

    /**
     * Subtracts the largest value first, which keeps exp in range and does not change the result. Of a changed row that has ∞ this is the limit:
     * those cells share the whole.
     */
    private static void softmax(float[] x, float[] y, int start, int end) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int j = start; j < end; j++) {
            largest = Math.max(largest, x[j]);
        }
        double sum = 0;
        for (int j = start; j < end; j++) {
            double power = x[j] == largest ? 1 : Math.exp(x[j] - largest);
            y[j] = (float) power;
            sum += power;
        }
        double share = 1 / sum;
        for (int j = start; j < end; j++) {
            y[j] = (float) (y[j] * share);
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            float[] y = out.rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            int n = width(y, i);
            int firstKey = first(i);
            for (int start = 0; start < y.length; start += n) {
                float mean = 0;
                for (int j = start + firstKey; j < start + n; j++) {
                    mean += y[j] * grad[j];
                }
                for (int j = start + firstKey; j < start + n; j++) {
                    gradX[j] += y[j] * (grad[j] - mean);
                }
            }
        }
    }

    private int width(float[] row, int position) {
        return isCausal() ? position + 1 : row.length;
    }

    private int first(int position) {
        return mask.map(by -> by.first(position)).orElse(0);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        int last = cell.length - 1;
        if (mask.isPresent() && mask.get().hides(cell[1], cell[2])) {
            return mask.get().explain(cell[1], cell[2], 0);
        }
        int n = isCausal() ? cell[1] + 1 : in.layout(0).size(last);
        int firstKey = isCausal() ? first(cell[1]) : 0;
        var over = IntStream.range(firstKey, n)
                .mapToObj(j -> {
                    int[] index = cell.clone();
                    index[last] = j;
                    return in.cell(0, index);
                })
                .toList();
        return new Explanation.Softmax(in.cell(0, cell), over);
    }
}
