package io.orrery.trace;

import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Chooses the next token: the most probable one at temperature 0, else one drawn by its probability. The logits are
 * divided by the temperature; of the tokens in descending order the first {@code topK} are kept, and of these as many as
 * are needed for a probability of {@code topP} (Holtzman et al. 2019, arXiv:1904.09751).
 *
 * @param temperature 0 or more
 * @param topK at least 1
 * @param topP more than 0, at most 1
 */
public record Sampler(double temperature, int topK, double topP) {
    public Sampler {
        if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a temperature is 0 or more, not " + temperature);
        }
        if (topK < 1) {
            throw new IllegalArgumentException("at least 1 token must be kept, not " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("a probability to keep is more than 0 and at most 1, not " + topP);
        }
    }

    /** Always the most probable token. */
    public static Sampler greedy() {
        return new Sampler(0, Integer.MAX_VALUE, 1);
    }

    /**
     * The next token; of equally probable ones the first comes first.
     *
     * @param logits {@code [d_vocab]}
     */
    public int next(float[] logits, RandomGenerator random) {
        if (temperature == 0 || topK == 1) {
            return largest(logits);
        }
        int[] tokens = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -logits[token]))
                .limit(topK)
                .mapToInt(token -> token)
                .toArray();
        var weights = new double[tokens.length];
        double all = 0;
        for (int i = 0; i < tokens.length; i++) {
            // Dividing after subtracting the largest keeps a tiny temperature from overflowing.
            weights[i] = Math.exp((logits[tokens[i]] - logits[tokens[0]]) / temperature);
            all += weights[i];
        }
        int kept = 0;
        double sum = 0;
        while (kept < tokens.length && (kept == 0 || sum < topP * all)) {
            sum += weights[kept++];
        }
        double left = random.nextDouble() * sum;
        for (int i = 0; i < kept; i++) {
            left -= weights[i];
            if (left < 0) {
                return tokens[i];
            }
        }
        return tokens[kept - 1];
    }

    private static int largest(float[] logits) {
        int best = 0;
        for (int token = 1; token < logits.length; token++) {
            best = logits[token] > logits[best] ? token : best;
        }
        return best;
    }
}
