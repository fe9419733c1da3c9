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
import java.util.Map;

/**
 * A table {@code [n, d_model]} → {@code [pos, d_model]}: the row of each token, or of each position. The table
 * may be laid out by columns, for an op that reads all of it.
 *
 * @param scale factor by which each number is multiplied, 1 in most models
 */
public record Lookup(By by, double scale) implements Op {
    /** Rows as they are. */
    public Lookup(By by) {
        this(by, 1);
    }

    /** The number that chooses the row. */
    public enum By {
        TOKEN("embed", "token"),
        POSITION("pos_embed", "position");

        private final String kind;
        private final String word;

        By(String kind, String word) {
            this.kind = kind;
            this.word = word;
        }
    }

    @Override
    public String kind() {
        return by.kind;
    }

    @Override
    public Map<String, Object> params() {
        return scale == 1 ? Map.of() : Map.of("scale", scale);
    }

    @Override
    public List<Trait> traits() {
        return scale == 1
                ? List.of(Trait.ROWWISE, Trait.looksUp(by.word))
                : List.of(Trait.ROWWISE, Trait.looksUp(by.word), Trait.scale(scale));
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return List.of(Axis.POS, inputs.get(0).get(1));
    }

    @Override
    public int[] weightRows(int input, List<List<Axis>> inputs) {
        return new int[] {0};
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        Tensor table = in[0];
        float[][] y = out.rows();
        if (table.layout().isRow(0)) {
            for (int i = from; i < to; i++) {
                int row = row(run, i);
                float[] values = table.rows(row, row + 1)[0];
                System.arraycopy(values, 0, y[i], 0, values.length);
            }
        } else {
            for (int i = from; i < to; i++) {
                float[] values = table.column(row(run, i));
                System.arraycopy(values, 0, y[i], 0, values.length);
            }
        }
        for (int i = from; scale != 1 && i < to; i++) {
            for (int j = 0; j < y[i].length; j++) {
                y[i][j] = (float) (scale * y[i][j]);
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        if (gradIn[0] == null) {
            return;
        }
        float[][] gradTable = gradIn[0].rows();
        boolean byRows = gradIn[0].layout().isRow(0);
        for (int i = 0; i < gradOut.rows().length; i++) {
            float[] grad = gradOut.rows()[i];
            int row = row(run, i);
            if (byRows) {
                Kernels.addScaled((float) scale, grad, gradTable[row], 0, grad.length);
                continue;
            }
            for (int j = 0; j < grad.length; j++) {
                gradTable[j][row] += (float) scale * grad[j];
            }
        }
    }

    @Override
    public boolean leavesOut(int input) {
        return true;
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Sum(List.of(in.term(in.cell(0, row(run, cell[0]), cell[1]))), scale);
    }

    private int row(Run run, int position) {
        return by == By.TOKEN ? run.tokens()[position] : position;
    }
}
