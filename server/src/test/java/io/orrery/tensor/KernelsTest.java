package io.orrery.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelsTest {
    /** Trained weights depend on the order in which terms are added. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 11, 16, 23, 39, 64, 149, 200})
    void gradientOfTheLeftOperandIsMadeOfDotProducts(int columns) {
        var random = new Random(columns);
        float[][] gy = random(5, columns, random);
        float[][] w = random(7, columns, random);
        float[][] gx = random(5, 7, random);
        var expected = new float[5][7];
        for (int i = 0; i < 5; i++) {
            for (int k = 0; k < 7; k++) {
                expected[i][k] = gx[i][k] + Kernels.dot(gy[i], 0, w[k], 0, columns);
            }
        }
        Kernels.addProductTransposed(gy, tensor(w), gx);
        assertThat(gx).isDeepEqualTo(expected);
    }

    private static Tensor tensor(float[][] rows) {
        return new Tensor(Layout.of(List.of("in", "out"), new int[] {rows.length, rows[0].length}, 0), rows, 0);
    }

    private static float[][] random(int rows, int columns, Random random) {
        var values = new float[rows][columns];
        for (float[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return values;
    }
}
