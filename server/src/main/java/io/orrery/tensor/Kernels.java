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

    /** Rows of a weight that are transposed at a time: the partial sums of 32 result rows take 256 KiB of the L2 cache. */
    private static final int TRANSPOSED_STRIP = 512;

    /** Columns that are added to the partial sums at a time: four to each. */
    private static final int AT_ONCE = PARTIAL_SUMS * PARTIAL_SUMS;

    /** The most columns that are transposed at a time: 128 KiB, for which the L2 cache has room. */
    private static final int TURNED = 4 * AT_ONCE;

    /** Rows whose columns are copied together, so that they and the copies stay in the L1 cache. */
    private static final int TURNED_ROWS = 16;

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

    /** The same for a weight that may be kept as it is stored. */
    public static void addProduct(float[][] x, Tensor w, float[][] y, int from, int to, int left, int right) {
        if (w.stored().isPresent()) {
            w.stored().get().addProduct(x, y, from, to, left, right);
        } else {
            addProduct(x, w.rows(), y, from, to, left, right);
        }
    }

    /**
     * sums[i − shift][j] += Σ_k x[i][k] · tile[k − first][j] for k in [first, end), rows i in [from, to) and columns j in [left, right), in
     * the order of {@link #addProduct}. A tile begins at a multiple of four rows.
     */
    static void addTile(
            float[][] x,
            int first,
            int end,
            float[][] tile,
            float[][] sums,
            int shift,
            int from,
            int to,
            int left,
            int right) {
        if (left == right) {
            return;
        }
        int k = first;
        for (; k + 4 <= end; k += 4) {
            float[] w0 = tile[k - first];
            float[] w1 = tile[k - first + 1];
            float[] w2 = tile[k - first + 2];
            float[] w3 = tile[k - first + 3];
            for (int i = from; i < to; i++) {
                float[] xi = x[i];
                addFour(xi[k], w0, xi[k + 1], w1, xi[k + 2], w2, xi[k + 3], w3, sums[i - shift], left, right);
            }
        }
        for (; k < end; k++) {
            for (int i = from; i < to; i++) {
                addScaled(x[i][k], tile[k - first], sums[i - shift], left, right);
            }
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
     * <p>The terms are added as in {@link #dot}, in four partial sums, but for many k at once: on a transposed copy of a few
     * columns of w, the loops over k have plain indices, which the JIT compiler vectorises. Rows of zeros are left out.
     *
     * @param gy {@code [rows, columns]}
     * @param w {@code [n, columns]}
     * @param gx {@code [rows, n]}
     */
    public static void addProductTransposed(float[][] gy, Tensor w, float[][] gx) {
        addProductTransposed(gy, w, gx, 0, w.rowCount());
    }

    /** The same for k in [from, to) alone, with the same numbers. */
    public static void addProductTransposed(float[][] gy, Tensor w, float[][] gx, int from, int to) {
        int[] rows = IntStream.range(0, gy.length).filter(i -> !isZero(gy[i])).toArray();
        if (rows.length == 0) {
            return;
        }
        float[][] by = Arrays.stream(rows).mapToObj(i -> gy[i]).toArray(float[][]::new);
        float[][] into = Arrays.stream(rows).mapToObj(i -> gx[i]).toArray(float[][]::new);
        for (int start = from; start < to; start += TRANSPOSED_STRIP) {
            addTransposedStrip(by, w, into, start, Math.min(start + TRANSPOSED_STRIP, to));
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

    private static void addTransposedStrip(float[][] gy, Tensor weight, float[][] gx, int from, int to) {
        int n = to - from;
        int columns = gy[0].length;
        var stored = weight.stored();
        float[][] w = stored.isPresent() ? new float[n][TURNED] : Arrays.copyOfRange(weight.rows(), from, to);
        var sums = new float[gy.length][PARTIAL_SUMS][n];
        var turned = new float[TURNED][n];
        int whole = columns / PARTIAL_SUMS * PARTIAL_SUMS;
        int j = 0;
        while (j + AT_ONCE <= columns) {
            int width = Math.min(TURNED, (columns - j) / AT_ONCE * AT_ONCE);
            if (stored.isPresent()) {
                stored.get().widen(from, to, j, j + width, w);
            }
            transpose(w, stored.isPresent() ? 0 : j, width, turned);
            for (int c = 0; c < width; c += AT_ONCE) {
                for (int p = 0; p < PARTIAL_SUMS; p++) {
                    addFourColumns(gy, j, turned, c + p, p, sums);
                }
            }
            j += width;
        }
        if (stored.isPresent()) {
            stored.get().widen(from, to, j, columns, w);
        }
        int shift = stored.isPresent() ? j : 0;
        for (; j < columns; j++) {
            for (int k = 0; k < n; k++) {
                turned[0][k] = w[k][j - shift];
            }
            // What is left of the last four is added to the first sum.
            int sum = j < whole ? j % PARTIAL_SUMS : 0;
            for (int i = 0; i < gy.length; i++) {
                addScaled(gy[i][j], turned[0], sums[i][sum], 0, n);
            }
        }
        for (int i = 0; i < gy.length; i++) {
            float[][] s = sums[i];
            float[] into = gx[i];
            for (int k = 0; k < n; k++) {
                into[from + k] += (s[0][k] + s[1][k]) + (s[2][k] + s[3][k]);
            }
        }
    }

    /** Adds columns c, c + 4, c + 8 and c + 12 of the copy, which are columns j + c … of gy, to the partial sums p of all rows. */
    private static void addFourColumns(float[][] gy, int j, float[][] turned, int c, int p, float[][][] sums) {
        float[] w0 = turned[c];
        float[] w1 = turned[c + 4];
        float[] w2 = turned[c + 8];
        float[] w3 = turned[c + 12];
        int at = j + c;
        for (int i = 0; i < gy.length; i++) {
            float[] g = gy[i];
            addFour(g[at], w0, g[at + 4], w1, g[at + 8], w2, g[at + 12], w3, sums[i][p], 0, w0.length);
        }
    }

    /** Copies {@code width} columns from j on, each into an array of its own, a few rows at a time. */
    private static void transpose(float[][] w, int j, int width, float[][] turned) {
        int n = turned[0].length;
        for (int first = 0; first < n; first += TURNED_ROWS) {
            int last = Math.min(first + TURNED_ROWS, n);
            for (int c = 0; c < width; c += 4) {
                float[] t0 = turned[c];
                float[] t1 = turned[c + 1];
                float[] t2 = turned[c + 2];
                float[] t3 = turned[c + 3];
                for (int k = first; k < last; k++) {
                    float[] row = w[k];
                    t0[k] = row[j + c];
                    t1[k] = row[j + c + 1];
                    t2[k] = row[j + c + 2];
                    t3[k] = row[j + c + 3];
                }
            }
        }
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
