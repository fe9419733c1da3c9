package io.orrery.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatTest {
    /** IEEE 754-2019, table 3.1: a half is (−1)^s · 2^(e−15) · 1.f, or (−1)^s · 2^−14 · 0.f if e is 0. */
    @Test
    void everyFiniteHalfHasItsStandardValue() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            if (exponent == 31) {
                continue;
            }
            double fraction = (bits & 1023) / 1024.0;
            double magnitude = exponent == 0 ? Math.scalb(fraction, -14) : Math.scalb(1 + fraction, exponent - 15);
            double expected = bits >> 15 == 0 ? magnitude : -magnitude;
            assertThat((double) HalfFloat.toFloat((short) bits))
                    .as("bits %04x", bits)
                    .isEqualTo(expected);
        }
    }

    @Test
    void infinitiesAndNanArePreserved() {
        assertThat(HalfFloat.toFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfFloat.toFloat((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloat.toFloat((short) 0x7e00)).isNaN();
        assertThat(HalfFloat.toFloat((short) 0xfc01)).isNaN();
    }

    @Test
    void halfPrecisionRoundsToNearestTiesToEven() {
        // From the examples in Wikipedia, "Half-precision floating-point format".
        assertThat(HalfFloat.of(1f)).isEqualTo((short) 0x3c00);
        assertThat(HalfFloat.of(0x1.004p0f)).isEqualTo((short) 0x3c01);
        assertThat(HalfFloat.of(-2f)).isEqualTo((short) 0xc000);
        assertThat(HalfFloat.of(65504f)).isEqualTo((short) 0x7bff);
        assertThat(HalfFloat.of(6.1035156e-5f)).isEqualTo((short) 0x0400);
        assertThat(HalfFloat.of(0x1.ff8p-15f)).isEqualTo((short) 0x03ff);
        assertThat(HalfFloat.of(5.9604645e-8f)).isEqualTo((short) 0x0001);
        assertThat(HalfFloat.of(0.33325195f)).isEqualTo((short) 0x3555);
        assertThat(HalfFloat.of(-0f)).isEqualTo((short) 0x8000);
        assertThat(HalfFloat.of(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
        assertThat(HalfFloat.of(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
        assertThat(HalfFloat.of(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
        assertThat(HalfFloat.of(2 - 0x1p-12f)).isEqualTo((short) 0x4000);
        assertThat(HalfFloat.toFloat(HalfFloat.of(Float.NaN))).isNaN();
    }
}
