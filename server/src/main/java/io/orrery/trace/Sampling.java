package io.orrery.trace;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import java.util.SplittableRandom;

/**
 * How the next token is chosen. At temperature 0, it is the most probable token; else a token is drawn at random by its
 * probability. The logits are divided by the temperature. The {@code topK} most probable tokens are kept, and of these
 * the most probable ones that together have a probability of {@code topP} (Holtzman et al. 2019, arXiv:1904.09751).
 *
 * <p>The random number for a token depends only on the seed and the token's position. So a text that is shortened and
 * continued again gets the same tokens, on any machine.
 *
 * @param temperature from 0 to {@link #HOTTEST}
 * @param topK how many tokens to keep; 0 for all
 * @param topP more than 0, at most 1
 * @param seed the seed of the random numbers; at least 0
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
    /** At this temperature all tokens of any model are about equally probable. */
    public static final double HOTTEST = 100;

    /** 2^53 − 1: the largest whole number that a browser holds exactly. */
    public static final long LARGEST_SEED = (1L << 53) - 1;

    /** Always chooses the most probable token. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0);

    /** The increment of {@link SplittableRandom}'s state for each number (Steele, Lea and Flood 2014). */
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    /** @throws OrreryException with {@link LibraryError.UnusableSampling} if a setting is out of range */
    public Sampling {
        if (!(temperature >= 0 && temperature <= HOTTEST)) {
            throw unusable("temperature", String.valueOf(temperature));
        }
        if (topK < 0) {
            throw unusable("topK", String.valueOf(topK));
        }
        if (!(topP > 0 && topP <= 1)) {
            throw unusable("topP", String.valueOf(topP));
        }
        if (seed < 0 || seed > LARGEST_SEED) {
            throw unusable("seed", String.valueOf(seed));
        }
    }

    private static OrreryException unusable(String setting, String value) {
        return new OrreryException(new LibraryError.UnusableSampling(setting, value));
    }

    boolean isGreedy() {
        return temperature == 0 || topK == 1;
    }

    /**
     * The token for a position. Equally probable tokens are ordered by id.
     *
     * @param logits {@code [d_vocab]}, of the previous position
     */
    public int next(float[] logits, int position) {
        return isGreedy()
                ? largest(logits)
                : Distribution.of(logits, this).drawn(uniform(position)).token();
    }

    /**
     * The random number in [0, 1) for the token at a position: the number at that index, from 0, in the seed's
     * sequence.
     */
    public double uniform(int position) {
        return new SplittableRandom(seed + position * GOLDEN_GAMMA).nextDouble();
    }

    static int largest(float[] logits) {
        int best = 0;
        for (int token = 1; token < logits.length; token++) {
            best = logits[token] > logits[best] ? token : best;
        }
        return best;
    }
}
