package io.orrery.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final int ALL = Integer.MAX_VALUE;
    private static final int DRAWS = 100_000;

    /** Logarithms of probabilities: 0.2, 0.5, 0.3. */
    private static final float[] LOGITS = {(float) Math.log(0.2), (float) Math.log(0.5), (float) Math.log(0.3)};

    @Test
    void atTemperature0TheMostProbableTokenIsTakenAndOfEqualOnesTheFirst() {
        assertThat(Sampler.greedy().next(LOGITS, new Random(1))).isEqualTo(1);
        assertThat(Sampler.greedy().next(new float[] {1, 2, 2}, new Random(1))).isEqualTo(1);
        assertThat(new Sampler(1, 1, 1).next(new float[] {1, 2, 2}, new Random(1)))
                .isEqualTo(1);
    }

    @Test
    void atTemperature1TokensComeAsOftenAsTheirProbabilitySays() {
        assertShares(new Sampler(1, ALL, 1), 0.2, 0.5, 0.3);
    }

    @Test
    void theLogitsAreDividedByTheTemperature() {
        // p² / Σ p²: 0.04, 0.25 and 0.09 of 0.38
        assertShares(new Sampler(0.5, ALL, 1), 0.04 / 0.38, 0.25 / 0.38, 0.09 / 0.38);
    }

    @Test
    void topKKeepsTheMostProbableTokens() {
        assertShares(new Sampler(1, 2, 1), 0, 0.625, 0.375);
        assertShares(new Sampler(1, 3, 1), 0.2, 0.5, 0.3);
    }

    @Test
    void topPKeepsTheFewestTokensThatHaveTheProbabilityTogether() {
        assertShares(new Sampler(1, ALL, 0.4), 0, 1, 0);
        assertShares(new Sampler(1, ALL, 0.6), 0, 0.625, 0.375);
        assertShares(new Sampler(1, ALL, 0.9), 0.2, 0.5, 0.3);
        assertShares(new Sampler(1, ALL, 1e-12), 0, 1, 0);
    }

    @Test
    void topPCountsAmongWhatTopKKept() {
        // Of 0.625 and 0.375 the first alone reaches 0.6.
        assertShares(new Sampler(1, 2, 0.6), 0, 1, 0);
    }

    @Test
    void aTinyTemperatureAndHugeLogitsDoNotOverflow() {
        assertThat(new Sampler(1e-300, ALL, 1).next(new float[] {1e30f, 2e30f, -3e38f}, new Random(1)))
                .isEqualTo(1);
    }

    @Test
    void theSameSeedDrawsTheSameTokens() {
        var sampler = new Sampler(1, ALL, 1);
        var one = new Random(7);
        var other = new Random(7);
        for (int i = 0; i < 100; i++) {
            assertThat(sampler.next(LOGITS, one)).isEqualTo(sampler.next(LOGITS, other));
        }
    }

    @Test
    void senselessSettingsAreRefused() {
        assertThatThrownBy(() -> new Sampler(-1, ALL, 1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Sampler(Double.NaN, ALL, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Sampler(1, 0, 1)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> new Sampler(1, ALL, 0)).hasMessageContaining("not 0.0");
        assertThatThrownBy(() -> new Sampler(1, ALL, 1.1)).hasMessageContaining("1.1");
    }

    private static void assertShares(Sampler sampler, double... expected) {
        var random = new Random(3);
        var counts = new int[expected.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.next(LOGITS, random)]++;
        }
        for (int token = 0; token < expected.length; token++) {
            // Five standard deviations of a share of 100,000 draws are at most 0.008.
            assertThat((double) counts[token] / DRAWS).as("token %d", token).isCloseTo(expected[token], within(0.008));
            assertThat(counts[token] == 0).isEqualTo(expected[token] == 0);
        }
    }
}
