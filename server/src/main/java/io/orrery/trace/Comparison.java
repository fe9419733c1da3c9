package io.orrery.trace;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares the next-token distributions of two models over the whole vocabulary.
 *
 * @param divergence Kullback–Leibler divergence KL(first‖second), in nats
 * @param reverse KL(second‖first), in nats
 * @param top the most probable tokens of either model, ordered by the larger of the two probabilities
 * @param restCount the number of other tokens
 * @param restFirst the total probability of the other tokens, by the first model
 * @param restSecond the same by the second model
 */
public record Comparison(
        double divergence, double reverse, List<Both> top, int restCount, double restFirst, double restSecond) {
    public Comparison {
        top = List.copyOf(top);
    }

    /** A token with its probabilities by both models. */
    public record Both(int token, double first, double second) {
        double larger() {
            return Math.max(first, second);
        }
    }

    /**
     * Compares two distributions over the same tokens.
     *
     * @param first logits of one model, {@code [d_vocab]}
     * @param second logits of the other model, {@code [d_vocab]}
     * @param count how many of each model's most probable tokens to list
     */
    public static Comparison of(float[] first, float[] second, int count) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(first.length + " tokens and " + second.length);
        }
        var one = Distribution.of(first, Sampling.GREEDY);
        var other = Distribution.of(second, Sampling.GREEDY);
        double[] p = one.byToken();
        double[] q = other.byToken();
        var top = IntStream.concat(named(one, count), named(other, count))
                .distinct()
                .mapToObj(token -> new Both(token, p[token], q[token]))
                .sorted(Comparator.comparingDouble(Both::larger).reversed().thenComparingInt(Both::token))
                .toList();
        return new Comparison(
                divergence(first, second),
                divergence(second, first),
                top,
                first.length - top.size(),
                rest(p, top),
                rest(q, top));
    }

    private static double rest(double[] p, List<Both> top) {
        var others = p.clone();
        top.forEach(both -> others[both.token()] = 0);
        return Arrays.stream(others).sum();
    }

    private static IntStream named(Distribution distribution, int count) {
        return IntStream.range(0, Math.min(count, distribution.size())).map(distribution::token);
    }

    /**
     * Kullback–Leibler divergence KL(p‖q), in nats, of two distributions given as logits {@code [d_vocab]}.
     *
     * <p>Computed from logits, so that a probability that underflows to 0 still contributes its logarithm.
     */
    public static double divergence(float[] p, float[] q) {
        double allP = logOfSum(p);
        double allQ = logOfSum(q);
        double sum = 0;
        for (int token = 0; token < p.length; token++) {
            double log = p[token] - allP;
            sum += Math.exp(log) * (log - (q[token] - allQ));
        }
        return Math.max(0, sum);
    }

    private static double logOfSum(float[] logits) {
        double greatest = logits[Sampling.largest(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        return greatest + Math.log(sum);
    }
}
