package io.orrery.trace;

import java.util.Arrays;
import java.util.List;

/**
 * The probabilities of all tokens to come next, in descending order, before and after each stage of a {@link Sampling}.
 * Immutable.
 */
public final class Distribution {
    /** What changes the probabilities, in this order. */
    public enum Stage {
        /** As the model says. */
        MODEL("model"),
        TEMPERATURE("temperature"),
        TOP_K("topK"),
        TOP_P("topP");

        private final String word;

        Stage(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * The token that a number in [0, 1) chooses, with the tokens kept side by side in descending order.
     *
     * @param from where its part of [0, 1) begins
     * @param to where it ends
     */
    public record Drawn(int token, double from, double to) {}

    private static final int INT_BITS = 32;

    private final int[] order;
    private final double[] model;
    private final double[] heated;
    private final int[] kept;
    private final double[] sums;

    private Distribution(int[] order, double[] model, double[] heated, int[] kept) {
        this.order = order;
        this.model = model;
        this.heated = heated;
        this.kept = kept;
        this.sums = new double[kept.length];
        for (int stage = 0; stage < kept.length; stage++) {
            double[] weights = weights(stage);
            for (int i = 0; i < kept[stage]; i++) {
                sums[stage] += weights[i];
            }
        }
    }

    /** @param logits {@code [d_vocab]} */
    public static Distribution of(float[] logits, Sampling sampling) {
        int[] order = descending(logits);
        double greatest = logits[order[0]];
        var model = new double[order.length];
        var heated = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            // Subtracting the greatest before dividing keeps a tiny temperature from overflowing.
            double below = logits[order[i]] - greatest;
            model[i] = Math.exp(below);
            heated[i] = sampling.temperature() == 0 ? (i == 0 ? 1 : 0) : Math.exp(below / sampling.temperature());
        }
        int afterHeat = sampling.temperature() == 0 ? 1 : order.length;
        int afterK = sampling.topK() == 0 ? afterHeat : Math.min(afterHeat, sampling.topK());
        int afterP = nucleus(heated, afterK, sampling.topP());
        return new Distribution(order, model, heated, new int[] {order.length, afterHeat, afterK, afterP});
    }

    /** How many of the first {@code kept} have the part {@code topP} of their sum, at least one. */
    private static int nucleus(double[] weights, int kept, double topP) {
        double all = 0;
        for (int i = 0; i < kept; i++) {
            all += weights[i];
        }
        int count = 0;
        double sum = 0;
        while (count < kept && (count == 0 || topP == 1 || sum < topP * all)) {
            sum += weights[count++];
        }
        return count;
    }

    /** The tokens by falling logit; of equal ones the first comes first. */
    private static int[] descending(float[] logits) {
        var keys = new long[logits.length];
        for (int token = 0; token < keys.length; token++) {
            // Adding 0 makes one zero of two.
            int bits = Float.floatToIntBits(logits[token] + 0f);
            int ascending = bits ^ ((bits >> (INT_BITS - 1)) & Integer.MAX_VALUE);
            keys[token] = ((long) ~ascending << INT_BITS) | token;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** The size of the vocabulary. */
    public int size() {
        return order.length;
    }

    /** The token at a rank, from 0. */
    public int token(int rank) {
        return order[rank];
    }

    /** How many tokens still have a probability after a stage. */
    public int kept(Stage stage) {
        return kept[stage.ordinal()];
    }

    /** The probability of the token at a rank after a stage. */
    public double p(Stage stage, int rank) {
        int s = stage.ordinal();
        return rank < kept[s] ? weights(s)[rank] / sums[s] : 0;
    }

    /** The probability that all tokens from a rank on have together, after a stage. */
    public double rest(Stage stage, int rank) {
        int s = stage.ordinal();
        double sum = 0;
        // From the small to the large: a sum of many tiny numbers is lost in none.
        for (int i = kept[s] - 1; i >= rank; i--) {
            sum += weights(s)[i];
        }
        return sum / sums[s];
    }

    /** @param uniform a number in [0, 1) */
    public Drawn drawn(double uniform) {
        int last = Stage.TOP_P.ordinal();
        double sum = sums[last];
        double from = 0;
        for (int i = 0; i < kept[last] - 1; i++) {
            double to = from + heated[i] / sum;
            if (uniform < to) {
                return new Drawn(order[i], from, to);
            }
            from = to;
        }
        return new Drawn(order[kept[last] - 1], from, 1);
    }

    /** The probability that the model itself gives each token, by token. */
    double[] byToken() {
        var p = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            p[order[i]] = model[i] / sums[0];
        }
        return p;
    }

    /** The stages, in order. */
    public static List<Stage> stages() {
        return List.of(Stage.values());
    }

    private double[] weights(int stage) {
        return stage == Stage.MODEL.ordinal() ? model : heated;
    }
}
