package io.orrery.tensor;

/**
 * Exponentials of many numbers, for the denominators of probabilities.
 *
 * <p>{@code Math.exp} takes one number at a time. Here exp(x) = exp(x/512)⁵¹²: a Taylor polynomial of x/512, squared nine times,
 * is a loop of products and sums, which the JIT compiler vectorises. The longer the loop, the better: several rows are best
 * put into one array. A sum of 50,000 is right to 10⁻¹⁰: the polynomial's error grows with −x, but what is far below the
 * largest weighs little.
 */
public final class Exponentials {
    /** What is further below the largest adds less than 10⁻¹⁷ of its exponential. */
    private static final double LEAST = -40;

    private static final double SHARE = 1.0 / 512;
    private static final double C2 = 1.0 / 2;
    private static final double C3 = 1.0 / 6;
    private static final double C4 = 1.0 / 24;
    private static final double C5 = 1.0 / 120;

    private Exponentials() {}

    /**
     * Puts each value's difference from the largest into an array, from an index on.
     *
     * @param largest the largest of the values
     */
    public static void differences(float[] values, double largest, double[] into, int at) {
        for (int i = 0; i < values.length; i++) {
            into[at + i] = values[i] - largest;
        }
    }

    /**
     * Replaces the first numbers by their exponentials.
     *
     * @param x differences from the largest of a row, none above 0
     */
    public static void exponentiate(double[] x, int count) {
        for (int i = 0; i < count; i++) {
            double r = Math.max(x[i], LEAST) * SHARE;
            double root = 1 + r * (1 + r * (C2 + r * (C3 + r * (C4 + r * C5))));
            double to2 = root * root;
            double to4 = to2 * to2;
            double to8 = to4 * to4;
            double to16 = to8 * to8;
            double to32 = to16 * to16;
            double to64 = to32 * to32;
            double to128 = to64 * to64;
            double to256 = to128 * to128;
            x[i] = to256 * to256;
        }
    }

    /** The sum of the numbers [from, to), in four partial sums, so that an addition need not wait for the one before. */
    public static double sum(double[] x, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        for (; i < to; i++) {
            s0 += x[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
