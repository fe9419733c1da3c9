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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * x {@code [pos, n]} or {@code [pos, slot, n]}, W {@code [expert, n, m]}, experts taken {@code [pos, slot]} → {@code [pos, slot, m]}: x · W of the expert in each
 * slot. The matrices of experts that are not taken are not read.
 */
public record ExpertLinear() implements Op {
    /** Rows that an expert's matrix is applied to at a time. */
    private static final int AT_ONCE = 16;

    @Override
    public String kind() {
        return "expert_linear";
    }

    @Override
    public List<Trait> traits() {
        return List.of(Trait.PRODUCT, Trait.routing("product"));
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        List<Axis> x = inputs.get(0);
        List<Axis> w = inputs.get(1);
        Axis slot = inputs.get(2).get(1);
        if (!w.get(1).equals(x.get(x.size() - 1)) || x.size() > 2 && !x.get(1).equals(slot)) {
            throw new IllegalArgumentException(w + " does not sum over the last axis of " + x);
        }
        return List.of(Axis.POS, slot, w.get(2));
    }

    /** A row of x and its slot, for the products of one expert. */
    private record Use(int row, int slot) {}

    /** The uses of an expert. */
    private record Uses(int expert, List<Use> all) {}

    /** The experts that are taken in the rows [from, to). */
    private static List<Uses> uses(Tensor taken, int from, int to) {
        Map<Integer, List<Use>> uses = new TreeMap<>();
        for (int i = from; i < to; i++) {
            float[] row = taken.rows()[i];
            for (int s = 0; s < row.length; s++) {
                uses.computeIfAbsent((int) row[s], expert -> new ArrayList<>()).add(new Use(i, s));
            }
        }
        return uses.entrySet().stream()
                .map(one -> new Uses(one.getKey(), one.getValue()))
                .toList();
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        int n = in[1].layout().size(1);
        int m = in[1].layout().size(2);
        boolean ofSlots = in[0].layout().rank() > 2;
        int columns = in[1].layout().columns(0);
        var uses = uses(in[2], from, to);
        long each = Math.max(1, (to - from) * in[2].layout().size(1) / Math.max(1, uses.size()));
        run.workers().share(0, uses.size(), n * m * each, (first, last) -> {
            float[][] y = new float[0][];
            for (var one : uses.subList(first, last)) {
                int e = one.expert();
                var ofExpert = one.all();
                for (int start = 0; start < ofExpert.size(); start += AT_ONCE) {
                    var some = ofExpert.subList(start, Math.min(start + AT_ONCE, ofExpert.size()));
                    // Products write the columns that they read, so these rows are as wide as all experts together.
                    if (y.length < some.size()) {
                        y = new float[some.size()][columns];
                    }
                    var x = new float[some.size()][];
                    for (int i = 0; i < x.length; i++) {
                        x[i] = part(
                                in[0].rows()[some.get(i).row()],
                                ofSlots ? some.get(i).slot() * n : 0,
                                n);
                    }
                    Kernels.addProduct(x, in[1], y, 0, x.length, e * m, (e + 1) * m);
                    for (int i = 0; i < x.length; i++) {
                        System.arraycopy(
                                y[i],
                                e * m,
                                out.rows()[some.get(i).row()],
                                some.get(i).slot() * m,
                                m);
                        Arrays.fill(y[i], e * m, (e + 1) * m, 0);
                    }
                }
            }
        });
    }

    private static float[] part(float[] row, int from, int count) {
        return from == 0 && row.length == count ? row : Arrays.copyOfRange(row, from, from + count);
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        int n = in[1].layout().size(1);
        int m = in[1].layout().size(2);
        boolean ofSlots = in[0].layout().rank() > 2;
        for (var one : uses(in[2], 0, gradOut.rows().length)) {
            int e = one.expert();
            float[][] w = in[1].block(0, n, e * m, (e + 1) * m);
            for (var use : one.all()) {
                float[] grad = gradOut.rows()[use.row()];
                int at = ofSlots ? use.slot() * n : 0;
                for (int k = 0; k < n; k++) {
                    gradIn[0].rows()[use.row()][at + k] += Kernels.dot(grad, use.slot() * m, w[k], 0, m);
                    for (int j = 0; gradIn[1] != null && j < m; j++) {
                        gradIn[1].rows()[k][e * m + j] += in[0].rows()[use.row()][at + k] * grad[use.slot() * m + j];
                    }
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
        int expert = in.whole(2, cell[0], cell[1]);
        boolean ofSlots = in.layout(0).rank() > 2;
        var terms = IntStream.range(0, in.layout(1).size(1))
                .mapToObj(k -> in.term(
                        ofSlots ? in.cell(0, cell[0], cell[1], k) : in.cell(0, cell[0], k),
                        in.cell(1, expert, k, cell[2])))
                .toList();
        return new Explanation.Sum(terms, 1);
    }
}
