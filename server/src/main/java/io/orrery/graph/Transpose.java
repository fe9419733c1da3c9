package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.List;

/** {@code [a, b] → [b, a]}: the unembedding of a tied model. It reads weights alone, so it is computed once a model. */
record Transpose() implements Op {
    /** As many rows are turned at once as a cache line has floats: a table of a whole vocabulary fits no cache. */
    private static final int ROWS_AT_ONCE = 16;

    @Override
    public String kind() {
        return "transpose";
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        List<Axis> w = inputs.get(0);
        if (w.size() != 2) {
            throw new IllegalArgumentException("only a matrix can be transposed, not " + w);
        }
        return List.of(w.get(1), w.get(0));
    }

    @Override
    public int[] weightRows(int input, List<List<Axis>> inputs) {
        return new int[] {0};
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        float[][] w = in[0].rows();
        run.workers().share(from, to, w.length, (a, b) -> turn(w, out.rows(), a, b));
    }

    /** So many rows of W at once that what is read for a row of the result lies side by side. */
    private static void turn(float[][] w, float[][] out, int from, int to) {
        for (int start = 0; start < w.length; start += ROWS_AT_ONCE) {
            int end = Math.min(start + ROWS_AT_ONCE, w.length);
            for (int i = from; i < to; i++) {
                float[] row = out[i];
                for (int j = start; j < end; j++) {
                    row[j] = w[j][i];
                }
            }
        }
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        float[][] gradW = gradIn[0].rows();
        float[][] grad = gradOut.rows();
        for (int j = 0; j < gradW.length; j++) {
            for (int i = 0; i < grad.length; i++) {
                gradW[j][i] += grad[i][j];
            }
        }
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        return new Explanation.Sum(List.of(in.term(in.cell(0, cell[1], cell[0]))), 1);
    }
}
