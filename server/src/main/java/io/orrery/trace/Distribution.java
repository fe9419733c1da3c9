package io.orrery.trace;

import java.util.Arrays;
import java.util.List;

/** The next-token probabilities in descending order, before and after each stage of a {@link Sampling}. Immutable. */
public final class Distribution {
    /** The stages that change the probabilities, in order. */
    public enum SamplingStage {
        /** The model's own probabilities. */
        MODEL("model"),
        TEMPERATURE("temperature"),
        TOP_K("topK"),
        TOP_P("topP");

        private final String word;

        SamplingStage(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * A sampled token. The kept tokens divide [0, 1) into intervals, in descending order of probability; the token is
     * the one whose interval contains the random number.
     *
     * @param rank its rank among all tokens, from 0
     * @param from start of its interval
     * @param to end of its interval
     */
    public record Drawn(int token, int rank, double from, double to) {}

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
            // Subtract the greatest logit before dividing, so that a tiny temperature does not overflow.
            double below = logits[order[i]] - greatest;
            model[i] = Math.exp(below);
            heated[i] = sampling.temperature() == 0 ? (i == 0 ? 1 : 0) : Math.exp(below / sampling.temperature());
        }
        int afterHeat = sampling.temperature() == 0 ? 1 : order.length;
        int afterK = sampling.topK() == 0 ? afterHeat : Math.min(afterHeat, sampling.topK());
        int afterP = nucleus(heated, afterK, sampling.topP());
        return new Distribution(order, model, heated, new int[] {order.length, afterHeat, afterK, afterP});
    }

    /**
     * The smallest number of tokens, at least one, that have the share {@code topP} of the first {@code kept} tokens'
     * probability.
     */
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

    /** The tokens in descending order of logit; equal ones in ascending order of id. */
    private static int[] descending(float[] logits) {
        var keys = new long[logits.length];
        for (int token = 0; token < keys.length; token++) {
            // Adding 0 turns −0 into +0.
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
    public int kept(SamplingStage stage) {
        return kept[stage.ordinal()];
    }

    /** The probability of the token at a rank after a stage. */
    public double p(SamplingStage stage, int rank) {
        int s = stage.ordinal();
        return rank < kept[s] ? weights(s)[rank] / sums[s] : 0;
    }

    /** The total probability of all tokens from a rank on, after a stage. */
    public double rest(SamplingStage stage, int rank) {
        int s = stage.ordinal();
        double sum = 0;
        // Add from the smallest up, so that many tiny numbers are not lost to rounding.
        for (int i = kept[s] - 1; i >= rank; i--) {
            sum += weights(s)[i];
        }
        return sum / sums[s];
    }

    /** The total probability after a stage of the tokens that can be drawn. */
    public double drawable(SamplingStage stage) {
        return 1 - rest(stage, kept(SamplingStage.TOP_P));
    }

    /** @param uniform a number in [0, 1) */
    public Drawn drawn(double uniform) {
        int last = SamplingStage.TOP_P.ordinal();
        double sum = sums[last];
        double from = 0;
        for (int i = 0; i < kept[last] - 1; i++) {
            double to = from + heated[i] / sum;
            if (uniform < to) {
                return new Drawn(order[i], i, from, to);
            }
            from = to;
        }
        return new Drawn(order[kept[last] - 1], kept[last] - 1, from, 1);
    }

    /** The model's own probability of each token, by token id. */
    public double[] byToken() {
        var p = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            p[order[i]] = model[i] / sums[0];
        }
        return p;
    }

    /** The stages, in order. */
    public static List<SamplingStage> stages() {
        return List.of(SamplingStage.values());
    }

    private double[] weights(int stage) {
        return stage == SamplingStage.MODEL.ordinal() ? model : heated;
    }
}
