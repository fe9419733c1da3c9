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
import java.util.List;

/**
 * x {@code [pos, …]}, W, b? → {@code [pos, …]}: x · W + b. Axes that x and W share are summed over; those of W
 * alone are the output's. So {@code [pos, d_model] · W_Q [head, d_model, d_head] → [pos, head, d_head]} and
 * {@code [pos, head, d_head] · W_O [head, d_head, d_model] → [pos, d_model]}.
 */
public record Linear() implements Op {
    @Override
    public String kind() {
        return "linear";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.PRODUCT);
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        List<Axis> x = inputs.get(0);
        List<Axis> w = inputs.get(1);
        if (!w.containsAll(x.subList(1, x.size()))) {
            throw new IllegalArgumentException(w + " does not sum over all of " + x);
        }
        var out = new ArrayList<Axis>(List.of(Axis.POS));
        w.stream().filter(axis -> !x.contains(axis)).forEach(out::add);
        if (inputs.size() > 2 && !inputs.get(2).equals(out.subList(1, out.size()))) {
            throw new IllegalArgumentException("a bias of " + inputs.get(2) + " for " + out);
        }
        return List.copyOf(out);
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        float[][] x = in[0].rows();
        Tensor w = in[1];
        float[][] y = out.rows();
        int n = w.layout().rows();
        int columns = w.layout().columns(0);
        if (in.length > 2) {
            float[] bias = in[2].rows()[0];
            for (int i = from; i < to; i++) {
                System.arraycopy(bias, 0, y[i], 0, columns);
            }
        }
        // Divided by columns, each weight is read, and widened if it is kept as stored, by one thread only; divided by
        // rows,
        // loops over narrow weights stay long.
        int threads = run.workers().threads();
        if (to - from >= threads
                && columns < threads * Kernels.STRIP
                && w.stored().isEmpty()) {
            run.workers().share(from, to, (long) n * columns, (a, b) -> Kernels.addProduct(x, w, y, a, b, 0, columns));
        } else {
            run.workers()
                    .share(0, columns, (long) n * (to - from), (a, b) -> Kernels.addProduct(x, w, y, from, to, a, b));
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        float[][] grad = gradOut.rows();
        Tensor w = in[1];
        if (gradIn[1] == null) {
            // One text alone, as for a saliency; a training has a text for each thread.
            run.workers()
                    .share(
                            0,
                            w.layout().rows(),
                            (long) grad.length * w.layout().columns(0),
                            (from, to) -> Kernels.addProductTransposed(grad, w, gradIn[0].rows(), from, to));
        } else {
            Kernels.addProductTransposed(grad, w, gradIn[0].rows());
            Kernels.addOuter(in[0].rows(), grad, gradIn[1].rows());
        }
        if (in.length > 2 && gradIn[2] != null) {
            float[] gradBias = gradIn[2].rows()[0];
            for (float[] row : grad) {
                Kernels.addScaled(1, row, gradBias, 0, row.length);
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
        List<String> xAxes = in.layout(0).axes();
        List<String> wAxes = in.layout(1).axes();
        var terms = new ArrayList<Explanation.Product>();
        var xIndex = new int[xAxes.size()];
        xIndex[0] = cell[0];
        var wIndex = new int[wAxes.size()];
        int next = 1;
        for (int axis = 0; axis < wIndex.length; axis++) {
            if (!xAxes.contains(wAxes.get(axis))) {
                wIndex[axis] = cell[next++];
            }
        }
        do {
            for (int axis = 1; axis < xIndex.length; axis++) {
                wIndex[wAxes.indexOf(xAxes.get(axis))] = xIndex[axis];
            }
            terms.add(in.term(in.cell(0, xIndex), in.cell(1, wIndex)));
        } while (advance(xIndex, in));
        if (in.count() > 2) {
            terms.add(in.term(in.cell(2, java.util.Arrays.copyOfRange(cell, 1, cell.length))));
        }
        return new Explanation.Sum(List.copyOf(terms), 1);
    }

    private static boolean advance(int[] xIndex, Operands in) {
        for (int axis = xIndex.length - 1; axis > 0; axis--) {
            if (++xIndex[axis] < in.layout(0).size(axis)) {
                return true;
            }
            xIndex[axis] = 0;
        }
        return false;
    }
}
