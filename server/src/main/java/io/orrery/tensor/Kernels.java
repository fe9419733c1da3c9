package io.orrery.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The few numeric loops that dominate the run time.
 *
 * <p>The JIT compiler vectorises a loop over floats if every array is indexed by the plain loop variable and the loop
 * touches at most about five arrays. A matrix product therefore takes four rows of the weight matrix at a time and adds
 * them to one result row: four arrays read, one written.
 *
 * <p>The terms of a result row are always summed in the order of the weight rows, regardless of which other rows or
 * columns are computed in the same call. A grown trace therefore equals one computed at once, bit for bit.
 */
public final class Kernels {
    /**
     * Columns per strip. Four weight rows of this width take 16 KiB, so they stay in the L1 cache while they are
     * applied to many result rows. With much narrower strips the loop overhead outweighs the cache hits.
     */
    public static final int STRIP = 1024;

    /** Up to this many result rows, the weights are not cut into strips: each strip would be reused too rarely. */
    private static final int FEW_ROWS = 4;

    /** The sums of a dot product that are kept apart, so that an addition need not wait for the one before. */
    private static final int PARTIAL_SUMS = 4;

    /** Rows that are transposed at a time. */
    private static final int TILE = 64;

    private Kernels() {}

    /**
     * y[i][j] += Σ_k x[i][k] · w[k][j] for rows i in [from, to) and columns j in [left, right).
     *
     * @param x {@code [rows, n]}
     * @param w {@code [n, columns]}
     * @param y {@code [rows, columns]}
     */
    public static void addProduct(float[][] x, float[][] w, float[][] y, int from, int to, int left, int right) {
        int columns = right - left;
        int strips = to - from <= FEW_ROWS ? 1 : Math.max(1, (columns + STRIP - 1) / STRIP);
        for (int strip = 0; strip < strips; strip++) {
            int start = left + (int) ((long) columns * strip / strips);
            int end = left + (int) ((long) columns * (strip + 1) / strips);
            addStrip(x, w, y, from, to, start, end);
        }
    }

    private static void addStrip(float[][] x, float[][] w, float[][] y, int from, int to, int left, int right) {
        int n = w.length;
        int k = 0;
        for (; k + 4 <= n; k += 4) {
            for (int i = from; i < to; i++) {
                float[] xi = x[i];
                addFour(xi[k], w[k], xi[k + 1], w[k + 1], xi[k + 2], w[k + 2], xi[k + 3], w[k + 3], y[i], left, right);
            }
        }
        for (; k < n; k++) {
            for (int i = from; i < to; i++) {
                addScaled(x[i][k], w[k], y[i], left, right);
            }
        }
    }

    /**
     * gx[i][k] += Σ_j gy[i][j] · w[k][j]: the gradient of a product with respect to its left operand.
     *
     * <p>The terms are added as in {@link #dot}, in four partial sums, but for all k at once: on a transposed copy of w,
     * the loops over k have plain indices, which the JIT compiler vectorises.
     *
     * @param gy {@code [rows, columns]}
     * @param w {@code [n, columns]}
     * @param gx {@code [rows, n]}
     */
    public static void addProductTransposed(float[][] gy, float[][] w, float[][] gx) {
        addTransposedTile(gy, w, gx, 0, w.length);
    }

    /**
     * The same for k in [from, to) alone, with the same numbers. Transposes a few rows of w at a time, so that the copy
     * stays in the L2 cache, and leaves out rows of zeros.
     */
    public static void addProductTransposed(float[][] gy, float[][] w, float[][] gx, int from, int to) {
        int[] rows = IntStream.range(0, gy.length).filter(i -> !isZero(gy[i])).toArray();
        float[][] by = Arrays.stream(rows).mapToObj(i -> gy[i]).toArray(float[][]::new);
        float[][] into = Arrays.stream(rows).mapToObj(i -> gx[i]).toArray(float[][]::new);
        for (int start = from; start < to && rows.length > 0; start += TILE) {
            addTransposedTile(by, w, into, start, Math.min(start + TILE, to));
        }
    }

    private static boolean isZero(float[] row) {
        for (float value : row) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static void addTransposedTile(float[][] gy, float[][] w, float[][] gx, int from, int to) {
        float[][] byColumn = transposed(w, from, to);
        int n = to - from;
        var s0 = new float[n];
        var s1 = new float[n];
        var s2 = new float[n];
        var s3 = new float[n];
        int whole = byColumn.length / PARTIAL_SUMS * PARTIAL_SUMS;
        for (int i = 0; i < gy.length; i++) {
            float[] g = gy[i];
            addEveryFourth(g, byColumn, 0, whole, s0);
            addEveryFourth(g, byColumn, 1, whole, s1);
            addEveryFourth(g, byColumn, 2, whole, s2);
            addEveryFourth(g, byColumn, 3, whole, s3);
            for (int j = whole; j < byColumn.length; j++) {
                addScaled(g[j], byColumn[j], s0, 0, n);
            }
            float[] into = gx[i];
            for (int k = 0; k < n; k++) {
                into[from + k] += (s0[k] + s1[k]) + (s2[k] + s3[k]);
            }
        }
    }

    /** sum[k] = Σ g[j] · w[j][k] over j = first, first + 4, … below {@code end}, in this order. */
    private static void addEveryFourth(float[] g, float[][] w, int first, int end, float[] sum) {
        Arrays.fill(sum, 0);
        int n = sum.length;
        int j = first;
        for (; j + 3 * PARTIAL_SUMS < end; j += 4 * PARTIAL_SUMS) {
            addFour(g[j], w[j], g[j + 4], w[j + 4], g[j + 8], w[j + 8], g[j + 12], w[j + 12], sum, 0, n);
        }
        for (; j < end; j += PARTIAL_SUMS) {
            addScaled(g[j], w[j], sum, 0, n);
        }
    }

    /** Rows [from, to) of w, transposed. */
    private static float[][] transposed(float[][] w, int from, int to) {
        var byColumn = new float[w[0].length][to - from];
        for (int k = from; k < to; k++) {
            float[] row = w[k];
            for (int j = 0; j < row.length; j++) {
                byColumn[j][k - from] = row[j];
            }
        }
        return byColumn;
    }

    /**
     * gw[k][j] += Σ_i x[i][k] · gy[i][j]: the gradient of a product with respect to its right operand.
     *
     * @param x {@code [rows, n]}
     * @param gy {@code [rows, columns]}
     * @param gw {@code [n, columns]}
     */
    public static void addOuter(float[][] x, float[][] gy, float[][] gw) {
        int columns = gw[0].length;
        int rows = gy.length;
        for (int k = 0; k < gw.length; k++) {
            float[] y = gw[k];
            int i = 0;
            for (; i + 4 <= rows; i += 4) {
                float[] g0 = gy[i];
                float[] g1 = gy[i + 1];
                float[] g2 = gy[i + 2];
                float[] g3 = gy[i + 3];
                addFour(x[i][k], g0, x[i + 1][k], g1, x[i + 2][k], g2, x[i + 3][k], g3, y, 0, columns);
            }
            for (; i < rows; i++) {
                addScaled(x[i][k], gy[i], y, 0, columns);
            }
        }
    }

    /** y[j] += a · x[j] for j in [left, right). */
    public static void addScaled(float a, float[] x, float[] y, int left, int right) {
        for (int j = left; j < right; j++) {
            y[j] += a * x[j];
        }
    }

    /** Σ_j a[aFrom + j] · b[bFrom + j] over n terms, accumulated in four partial sums that are added at the end. */
    public static float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int j = 0;
        for (; j + 4 <= n; j += 4) {
            s0 += a[aFrom + j] * b[bFrom + j];
            s1 += a[aFrom + j + 1] * b[bFrom + j + 1];
            s2 += a[aFrom + j + 2] * b[bFrom + j + 2];
            s3 += a[aFrom + j + 3] * b[bFrom + j + 3];
        }
        for (; j < n; j++) {
            s0 += a[aFrom + j] * b[bFrom + j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static void addFour(
            float a0,
            float[] x0,
            float a1,
            float[] x1,
            float a2,
            float[] x2,
            float a3,
            float[] x3,
            float[] y,
            int left,
            int right) {
        for (int j = left; j < right; j++) {
            y[j] = y[j] + a0 * x0[j] + a1 * x1[j] + a2 * x2[j] + a3 * x3[j];
        }
    }
}
