package io.orrery.tensor;

/**
 * Exponentials of many numbers, for the denominators of probabilities.
 *
 * <p>{@code Math.exp} takes one number at a time. Here exp(x) = exp(x/32)³²: a Taylor polynomial of x/32, squared five times, is
 * a loop of products and sums, which the JIT compiler vectorises. The longer the loop, the better: several rows are best put
 * into one array. A sum of 50,000 is right to 3 · 10⁻⁶, as logits are, which are floats, too: the polynomial's error grows
 * with −x, but what is far below the largest weighs little.
 */
public final class Exponentials {
    /** What is further below the largest adds less than 10⁻¹⁴ of its exponential. */
    private static final float LEAST = -36;

    /** So few floats are summed as floats that the roundings do not add up. */
    private static final int CHUNK = 256;

    private static final float SHARE = 1f / 32;
    private static final float C2 = 1f / 2;
    private static final float C3 = 1f / 6;
    private static final float C4 = 1f / 24;
    private static final float C5 = 1f / 120;
    private static final float C6 = 1f / 720;
    private static final float C7 = 1f / 5040;

    private Exponentials() {}

    /**
     * Replaces the first numbers by exp(number − largest).
     *
     * @param largest for each number, the largest of its row
     */
    public static void exponentiate(float[] x, float[] largest, int count) {
        for (int i = 0; i < count; i++) {
            float r = Math.max(x[i] - largest[i], LEAST) * SHARE;
            float root = 1 + r * (1 + r * (C2 + r * (C3 + r * (C4 + r * (C5 + r * (C6 + r * C7))))));
            float to2 = root * root;
            float to4 = to2 * to2;
            float to8 = to4 * to4;
            float to16 = to8 * to8;
            x[i] = to16 * to16;
        }
    }

    /** The sum of the numbers [from, to). */
    public static double sum(float[] x, int from, int to) {
        double sum = 0;
        for (int start = from; start < to; start += CHUNK) {
            sum += sumOfFew(x, start, Math.min(start + CHUNK, to));
        }
        return sum;
    }

    /** In eight partial sums, so that an addition need not wait for the one before. */
    private static float sumOfFew(float[] x, int from, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
            s4 += x[i + 4];
            s5 += x[i + 5];
            s6 += x[i + 6];
            s7 += x[i + 7];
        }
        for (; i < to; i++) {
            s0 += x[i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
