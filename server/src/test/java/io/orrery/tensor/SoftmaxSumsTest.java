package io.orrery.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxSumsTest {
    /** 10⁻¹⁰ of the sum, as a percentage. */
    private static final double RIGHT = 1e-8;

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 5", "149, 20", "1025, 40", "50000, 2", "50000, 10.8", "50000, 100"})
    void isTheSumOfTheLibrarysExponentials(int count, double spread) {
        var random = new Random(count);
        var values = new float[count];
        values[count / 2] = 7;
        for (int i = 0; i < count; i++) {
            if (i != count / 2) {
                values[i] = (float) (7 - spread * (0.95 + 0.05 * random.nextDouble()));
            }
        }
        double expected = 0;
        for (float value : values) {
            expected += Math.exp(value - 7.0);
        }

        assertThat(sum(values, count / 2)).isCloseTo(expected, withinPercentage(RIGHT));
    }

    @Test
    void whatIsInfinitelyFarBelowAddsNothingThatIsSeen() {
        assertThat(sum(new float[] {Float.NEGATIVE_INFINITY, 2, -1e30f}, 1)).isCloseTo(1, withinPercentage(RIGHT));
        assertThat(sum(new float[] {Float.NaN, 2}, 0)).isNaN();
    }

    @Test
    void rowsAreWeighedByTheirOwnLargestOfWhichTheFirstIsNamed() {
        var sums = new SoftmaxSums(3, 3);

        assertThat(sums.put(0, new float[] {1, 3, 3})).isEqualTo(1);
        assertThat(sums.put(1, new float[] {-100, -101, -103})).isZero();
        sums.exponentiate(2);

        assertThat(sums.rows()).isEqualTo(3);
        assertThat(sums.sum(0)).isCloseTo(2 + Math.exp(-2), withinPercentage(RIGHT));
        assertThat(sums.sum(1)).isCloseTo(1 + Math.exp(-1) + Math.exp(-3), withinPercentage(RIGHT));
    }

    private static double sum(float[] values, int largest) {
        var sums = new SoftmaxSums(1, values.length);
        assertThat(sums.put(0, values)).isEqualTo(largest);
        sums.exponentiate(1);
        return sums.sum(0);
    }
}
