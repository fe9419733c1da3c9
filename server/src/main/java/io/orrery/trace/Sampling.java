package io.orrery.trace;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import java.util.SplittableRandom;

/**
 * How the next token is chosen: always the most probable one at temperature 0, else one drawn by its probability. The
 * logits are divided by the temperature; of the tokens in descending order the first {@code topK} are kept, and of these
 * as many as are needed for a probability of {@code topP} (Holtzman et al. 2019, arXiv:1904.09751).
 *
 * <p>A token is drawn with the number of the seed that belongs to its position. So what comes does not depend on what was
 * tried before: a text that goes back and on again continues as it did, here as on another machine.
 *
 * @param temperature from 0 to {@link #HOTTEST}
 * @param topK how many tokens are kept; 0 for all
 * @param topP more than 0, at most 1
 * @param seed what is drawn from, from 0
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
    /** At this temperature all tokens of any model are about equally probable. */
    public static final double HOTTEST = 100;

    /** 2^53 − 1: the largest whole number that a browser holds exactly. */
    public static final long LARGEST_SEED = (1L << 53) - 1;

    /** Always the most probable token. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0);

    /** What {@link SplittableRandom} adds to its state for each number (Steele, Lea and Flood 2014). */
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    /** @throws OrreryException with {@link LibraryError.UnusableSampling} where a setting makes no sense */
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
     * The token to stand at a position; of equally probable ones the first comes first.
     *
     * @param logits {@code [d_vocab]}, after the position before
     */
    public int next(float[] logits, int position) {
        return isGreedy()
                ? largest(logits)
                : Distribution.of(logits, this).drawn(uniform(position)).token();
    }

    /** The number in [0, 1) that the token at a position is drawn with: the position-th, from 0, of the seed. */
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
