package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.Arrays;

/** The loss of next-token prediction: the mean of −log p(target), in nats. */
public final class CrossEntropy {
    /** The target of a position that does not count. */
    public static final int IGNORED = -1;

    private CrossEntropy() {}

    /** The targets of a text: each position's next token; the last position has none. */
    public static int[] nextTokens(int... tokens) {
        var targets = new int[tokens.length];
        System.arraycopy(tokens, 1, targets, 0, tokens.length - 1);
        targets[tokens.length - 1] = IGNORED;
        return targets;
    }

    /**
     * Returns the loss, and adds its gradient with respect to the logits to {@code gradient}.
     *
     * @param logits {@code [pos, d_vocab]}
     * @param targets a token for each position, or {@link #IGNORED}
     * @param gradient {@code [pos, d_vocab]}
     */
    public static double lossAndGradient(Tensor logits, int[] targets, Tensor gradient) {
        var equal = new int[targets.length];
        Arrays.fill(equal, 1);
        return lossAndGradient(logits, targets, equal, gradient);
    }

    /**
     * The same for a weighted mean.
     *
     * @param weights how much each position counts
     */
    public static double lossAndGradient(Tensor logits, int[] targets, int[] weights, Tensor gradient) {
        int counted = 0;
        for (int i = 0; i < targets.length; i++) {
            counted += targets[i] == IGNORED ? 0 : weights[i];
        }
        double loss = 0;
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] == IGNORED) {
                continue;
            }
            float[] x = logits.rows()[i];
            float[] grad = gradient.rows()[i];
            double logSum = logOfSum(x);
            loss += weights[i] * (logSum - x[targets[i]]);
            for (int j = 0; j < x.length; j++) {
                double p = Math.exp(x[j] - logSum);
                grad[j] += (float) (weights[i] * (p - (j == targets[i] ? 1 : 0)) / counted);
            }
        }
        return loss / counted;
    }

    /** −ln of the probability of a token, nats. */
    public static double loss(float[] logits, int target) {
        return logOfSum(logits) - logits[target];
    }

    /** ln Σ exp(logits), without overflow. */
    private static double logOfSum(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return largest + Math.log(sum);
    }
}
