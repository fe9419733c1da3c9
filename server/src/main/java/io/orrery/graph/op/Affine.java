package io.orrery.graph.op;

import io.orrery.graph.Axis;
import io.orrery.graph.Explanation;
import io.orrery.graph.Op;
import io.orrery.graph.Operands;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * x {@code [pos, n]}, w {@code [n]}, b {@code [n]}? → {@code [pos, n]}: x · w + b, cell by cell (a norm's γ and β). Of heads, x
 * {@code [pos, head, d_head]}, w is either {@code [head, d_head]}, or {@code [d_head]} for each of them.
 *
 * @param aboutOne whether x is multiplied by 1 + w, as in Gemma, whose w is learned from 0
 */
public record Affine(boolean aboutOne) implements Op {
    /** x · w + b. */
    public Affine() {
        this(false);
    }

    @Override
    public String kind() {
        return "affine";
    }

    @Override
    public List<Trait> traits() {
        return aboutOne ? List.of(Trait.ROWWISE, Trait.ABOUT_ONE) : List.of(Trait.ROWWISE);
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return inputs.get(0);
    }

    @Override
    public int[] weightRows(int input, List<List<Axis>> inputs) {
        return new int[0];
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        float[] w = factors(in[1], out.layout().columns(0));
        for (int i = from; i < to; i++) {
            float[] x = in[0].rows()[i];
            float[] y = out.rows()[i];
            if (in.length > 2) {
                float[] b = in[2].rows()[0];
                for (int j = 0; j < y.length; j++) {
                    y[j] = x[j] * w[j] + b[j];
                }
            } else {
                for (int j = 0; j < y.length; j++) {
                    y[j] = x[j] * w[j];
                }
            }
        }
    }

    /**
     * What each of so many cells of a row is multiplied by.
     *
     * @param weight w, perhaps of one head for all
     */
    float[] factors(Tensor weight, int cells) {
        float[] w = weight.rows()[0];
        if (w.length == cells && !aboutOne) {
            return w;
        }
        var factors = new float[cells];
        for (int j = 0; j < cells; j++) {
            factors[j] = aboutOne ? 1 + w[j % w.length] : w[j % w.length];
        }
        return factors;
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        float[] w = factors(in[1], gradOut.layout().columns(0));
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            float[] x = in[0].rows()[i];
            float[] gradX = gradIn[0].rows()[i];
            for (int j = 0; j < grad.length; j++) {
                gradX[j] += grad[j] * w[j];
            }
            if (gradIn[1] != null) {
                float[] gradW = gradIn[1].rows()[0];
                for (int j = 0; j < grad.length; j++) {
                    gradW[j % gradW.length] += grad[j] * x[j];
                }
            }
            if (in.length > 2 && gradIn[2] != null) {
                Kernels.addScaled(1, grad, gradIn[2].rows()[0], 0, grad.length);
            }
        }
    }

    @Override
    public boolean leavesOut(int input) {
        return input > 0;
    }

    @Override
    public void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        forward(run, new Tensor[] {change[0], in[1]}, out, from, to);
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var x = in.cell(0, cell);
        var terms = new ArrayList<Explanation.Product>();
        // w has the last axes of x
        int[] of = Arrays.copyOfRange(cell, cell.length - in.layout(1).rank(), cell.length);
        terms.add(in.term(x, in.cell(1, of)));
        if (aboutOne) {
            terms.add(in.term(x));
        }
        if (in.count() > 2) {
            terms.add(in.term(in.cell(2, of)));
        }
        return new Explanation.Sum(List.copyOf(terms), 1);
    }
}
