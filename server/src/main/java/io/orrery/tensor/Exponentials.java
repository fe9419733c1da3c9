package io.orrery.tensor;

/**
 * Sums of exponentials of many numbers, for the denominators of probabilities.
 *
 * <p>{@code Math.exp} takes one number at a time. Here exp(x) = exp(x/64)⁶⁴: a Taylor polynomial of x/64, squared six times, is
 * a loop of products and sums, which the JIT compiler vectorises. A sum of 100,000 is right to 10⁻¹⁰: the polynomial's error grows with
 * −x, but what is far below the largest weighs little.
 */
public final class Exponentials {
    /** Numbers at a time: their copy stays in the L1 cache. */
    private static final int CHUNK = 1024;

    /** What is further below the largest adds less than 10⁻¹⁷ of its exponential. */
    private static final double LEAST = -40;

    private static final double SHARE = 1.0 / 64;
    private static final double C2 = 1.0 / 2;
    private static final double C3 = 1.0 / 6;
    private static final double C4 = 1.0 / 24;
    private static final double C5 = 1.0 / 120;
    private static final double C6 = 1.0 / 720;
    private static final double C7 = 1.0 / 5040;
    private static final double C8 = 1.0 / 40320;

    private Exponentials() {}

    /**
     * Σ exp(value − largest).
     *
     * @param largest the largest of the values
     */
    public static double sum(float[] values, double largest) {
        var x = new double[Math.min(CHUNK, values.length)];
        double sum = 0;
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            for (int i = 0; i < count; i++) {
                x[i] = values[from + i] - largest;
            }
            exponentiate(x, count);
            sum += sum(x, count);
        }
        return sum;
    }

    private static void exponentiate(double[] x, int count) {
        for (int i = 0; i < count; i++) {
            double r = Math.max(x[i], LEAST) * SHARE;
            double root = 1 + r * (1 + r * (C2 + r * (C3 + r * (C4 + r * (C5 + r * (C6 + r * (C7 + r * C8)))))));
            double to2 = root * root;
            double to4 = to2 * to2;
            double to8 = to4 * to4;
            double to16 = to8 * to8;
            double to32 = to16 * to16;
            x[i] = to32 * to32;
        }
    }

    /** In four partial sums, so that an addition need not wait for the one before. */
    private static double sum(double[] x, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        for (; i < count; i++) {
            s0 += x[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
