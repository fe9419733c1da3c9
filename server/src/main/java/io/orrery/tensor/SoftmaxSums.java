package io.orrery.tensor;

import java.util.Arrays;

/**
 * The denominators of the probabilities of several rows of logits: Σ exp(logit − the largest of its row). For one thread.
 *
 * <p>{@code Math.exp} takes one number at a time. Here exp(x) = exp(x/256)²⁵⁶: a polynomial of x/256, squared eight times,
 * is a loop of products and sums, which the JIT compiler vectorises. The longer the loop, the better, so all rows are in one
 * array, and so that it can subtract, the largest logit of each row stands beside each of its logits. A sum of 50,000 is right
 * to 10⁻¹⁰: the polynomial's error grows with −x, but what is far below the largest weighs little.
 */
public final class SoftmaxSums {
    /** What is further below the largest adds less than 10⁻¹⁷ of its exponential. */
    private static final double LEAST = -40;

    /**
     * The coefficients contain the powers of 1/256, so that x need not be divided. The polynomial equals exp(x/256) at 0 and at
     * five more points between −14 and 0, spaced like Chebyshev's: there, its power is right to 6 · 10⁻¹², where the Taylor
     * polynomial's is right to 10⁻⁸.
     */
    private static final double SHARE = 1.0 / 256;

    private static final double C1 = 0.99999999998213195 * SHARE;
    private static final double C2 = 0.49999999544667841 * SHARE * SHARE;
    private static final double C3 = 0.16666628963166261 * SHARE * SHARE * SHARE;
    private static final double C4 = 0.041653027271668175 * SHARE * SHARE * SHARE * SHARE;
    private static final double C5 = 0.0081087879544328989 * SHARE * SHARE * SHARE * SHARE * SHARE;

    private final int columns;

    /** The logits, and then their exponentials, {@code [row, column]}. */
    private final double[] x;

    /** The largest logit of the row, {@code [row, column]}. */
    private final double[] largest;

    /** Makes room for so many rows of so many columns. */
    public SoftmaxSums(int rows, int columns) {
        this.columns = columns;
        this.x = new double[Math.multiplyExact(rows, columns)];
        this.largest = new double[x.length];
    }

    /** How many rows there is room for. */
    public int rows() {
        return x.length / columns;
    }

    /**
     * Puts the logits of a row in their place.
     *
     * @return the column of the largest; of equal ones the first
     */
    public int put(int row, float[] logits) {
        int start = row * columns;
        float most = logits[0];
        int column = 0;
        for (int i = 0; i < logits.length; i++) {
            float logit = logits[i];
            x[start + i] = logit;
            if (logit > most) {
                most = logit;
                column = i;
            }
        }
        Arrays.fill(largest, start, start + columns, most);
        return column;
    }

    /** Replaces the logits of the first rows by their exponentials. */
    public void exponentiate(int rows) {
        exponentiate(x, largest, rows * columns);
    }

    private static void exponentiate(double[] x, double[] largest, int count) {
        for (int i = 0; i < count; i++) {
            double r = Math.max(x[i] - largest[i], LEAST);
            double r2 = r * r;
            // In pairs of terms, so that fewer products wait for the one before.
            double root = (1 + r * C1) + r2 * ((C2 + r * C3) + r2 * (C4 + r * C5));
            double to2 = root * root;
            double to4 = to2 * to2;
            double to8 = to4 * to4;
            double to16 = to8 * to8;
            double to32 = to16 * to16;
            double to64 = to32 * to32;
            double to128 = to64 * to64;
            x[i] = to128 * to128;
        }
    }

    /** The sum of a row's exponentials, in four partial sums, so that an addition need not wait for the one before. */
    public double sum(int row) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = row * columns;
        int end = i + columns;
        for (; i + 4 <= end; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        for (; i < end; i++) {
            s0 += x[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
