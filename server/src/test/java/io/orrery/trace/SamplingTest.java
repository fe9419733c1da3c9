package io.orrery.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.orrery.trace.Distribution.SamplingStage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final int DRAWS = 100_000;

    /** Logarithms of the probabilities 0.2, 0.5 and 0.3. */
    private static final float[] LOGITS = {(float) Math.log(0.2), (float) Math.log(0.5), (float) Math.log(0.3)};

    @Test
    void temperature0TakesTheMostProbableTokenAndTheFirstOfEqualOnes() {
        assertThat(Sampling.GREEDY.next(LOGITS, 1)).isEqualTo(1);
        assertThat(Sampling.GREEDY.next(new float[] {1, 2, 2}, 1)).isEqualTo(1);
        assertThat(with(1, 1, 1).next(new float[] {1, 2, 2}, 1)).isEqualTo(1);
    }

    @Test
    void temperature1DrawsTokensInProportionToTheirProbabilities() {
        assertShares(with(1, 0, 1), 0.2, 0.5, 0.3);
    }

    @Test
    void logitsAreDividedByTheTemperature() {
        // p² / Σ p²: 0.04, 0.25 and 0.09 of 0.38
        assertShares(with(0.5, 0, 1), 0.04 / 0.38, 0.25 / 0.38, 0.09 / 0.38);
    }

    @Test
    void topKKeepsTheMostProbableTokens() {
        assertShares(with(1, 2, 1), 0, 0.625, 0.375);
        assertShares(with(1, 3, 1), 0.2, 0.5, 0.3);
    }

    @Test
    void topPKeepsTheFewestTokensThatReachTheProbability() {
        assertShares(with(1, 0, 0.4), 0, 1, 0);
        assertShares(with(1, 0, 0.6), 0, 0.625, 0.375);
        assertShares(with(1, 0, 0.9), 0.2, 0.5, 0.3);
        assertShares(with(1, 0, 1e-12), 0, 1, 0);
    }

    @Test
    void topPAppliesToTheTokensThatTopKKept() {
        // Top-k leaves 0.625 and 0.375; the first alone reaches 0.6.
        assertShares(with(1, 2, 0.6), 0, 1, 0);
    }

    @Test
    void tinyTemperatureAndHugeLogitsDoNotOverflow() {
        assertThat(with(1e-300, 0, 1).next(new float[] {1e30f, 2e30f, -3e38f}, 0))
                .isEqualTo(1);
    }

    @Test
    void randomNumberOfAPositionIsThatManyDrawsAfterTheSeed() {
        var inOrder = new SplittableRandom(7);
        for (int position = 0; position < 100; position++) {
            assertThat(new Sampling(1, 0, 1, 7).uniform(position)).isEqualTo(inOrder.nextDouble());
        }
    }

    @Test
    void invalidSettingsAreRefused() {
        assertThatThrownBy(() -> with(-1, 0, 1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> with(101, 0, 1)).hasMessageContaining("101");
        assertThatThrownBy(() -> with(Double.NaN, 0, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> with(1, -1, 1)).hasMessageContaining("not -1");
        assertThatThrownBy(() -> with(1, 0, 0)).hasMessageContaining("not 0.0");
        assertThatThrownBy(() -> with(1, 0, 1.1)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> new Sampling(1, 0, 1, -1)).hasMessageContaining("-1");
    }

    @Test
    void probabilitiesOfEachStageAddUpToOne() {
        var distribution = Distribution.of(LOGITS, new Sampling(0.5, 2, 0.7, 0));

        assertThat(distribution.token(0)).isEqualTo(1);
        assertThat(distribution.token(2)).isZero();
        assertThat(distribution.p(SamplingStage.MODEL, 0)).isCloseTo(0.5, within(1e-7));
        assertThat(distribution.rest(SamplingStage.MODEL, 1)).isCloseTo(0.5, within(1e-7));
        assertThat(distribution.p(SamplingStage.TEMPERATURE, 1)).isCloseTo(0.09 / 0.38, within(1e-7));
        assertThat(distribution.p(SamplingStage.TOP_K, 0)).isCloseTo(0.25 / 0.34, within(1e-7));
        assertThat(distribution.p(SamplingStage.TOP_K, 2)).isZero();
        assertThat(distribution.p(SamplingStage.TOP_P, 0)).isEqualTo(1);
        assertThat(Distribution.stages().stream().map(distribution::kept)).containsExactly(3, 3, 2, 1);
        for (SamplingStage stage : Distribution.stages()) {
            assertThat(distribution.p(stage, 0) + distribution.rest(stage, 1)).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void greedyIsADistributionWithOneToken() {
        var distribution = Distribution.of(new float[] {1, 2, 2}, Sampling.GREEDY);

        assertThat(Distribution.stages().stream().map(distribution::kept)).containsExactly(3, 1, 1, 1);
        assertThat(distribution.drawn(0.99)).isEqualTo(new Distribution.Drawn(1, 0, 0, 1));
    }

    @Test
    void comparisonGivesTheDivergenceInBothDirections() {
        float[] other = {(float) Math.log(0.4), (float) Math.log(0.4), (float) Math.log(0.2)};
        double there = 0.2 * Math.log(0.2 / 0.4) + 0.5 * Math.log(0.5 / 0.4) + 0.3 * Math.log(0.3 / 0.2);
        double back = 0.4 * Math.log(0.4 / 0.2) + 0.4 * Math.log(0.4 / 0.5) + 0.2 * Math.log(0.2 / 0.3);

        var comparison = Comparison.of(LOGITS, other, 1);

        assertThat(comparison.divergence()).isCloseTo(there, within(1e-6));
        assertThat(comparison.reverse()).isCloseTo(back, within(1e-6));
        // In the second distribution the first two tokens are equal, so its top token is 0.
        assertThat(comparison.top()).extracting(Comparison.Both::token).containsExactly(1, 0);
        assertThat(comparison.restCount()).isEqualTo(1);
        assertThat(comparison.restFirst()).isCloseTo(0.3, within(1e-6));
        assertThat(comparison.restSecond()).isCloseTo(0.2, within(1e-6));
    }

    private static Sampling with(double temperature, int topK, double topP) {
        return new Sampling(temperature, topK, topP, 3);
    }

    private static void assertShares(Sampling sampling, double... expected) {
        var counts = new int[expected.length];
        for (int position = 0; position < DRAWS; position++) {
            counts[sampling.next(LOGITS, position)]++;
        }
        for (int token = 0; token < expected.length; token++) {
            // Five standard deviations of a share over 100,000 draws are at most 0.008.
            assertThat((double) counts[token] / DRAWS).as("token %d", token).isCloseTo(expected[token], within(0.008));
            assertThat(counts[token] == 0).isEqualTo(expected[token] == 0);
        }
    }
}
