package io.orrery.model.file;

/** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
public final class HalfFloat {
    /** The largest finite number. */
    public static final float LARGEST = 65504f;

    /** The smallest normal number. */
    public static final float SMALLEST_NORMAL = 0x1p-14f;

    private static final int EXPONENT = 0x7c00;

    /** The difference of the exponents' biases, where a float has its exponent. */
    private static final int REBIAS = 127 - 15 << 23;

    private HalfFloat() {}

    /** Converts to a float of the same value. JDK 20 and later have {@code Float.float16ToFloat}. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half & EXPONENT;
        int magnitude = (half & 0x7fff) << 13;
        if (exponent != 0 && exponent != EXPONENT) {
            return Float.intBitsToFloat(sign | magnitude + REBIAS);
        }
        if (exponent == EXPONENT) {
            return Float.intBitsToFloat(sign | magnitude + 2 * REBIAS);
        }
        // Zero, or subnormal: fraction · 2⁻²⁴, exact in a float.
        float small = (half & 0x3ff) * 0x1p-24f;
        return sign == 0 ? small : -small;
    }

    /**
     * The bits of the nearest half-precision number, ties to even; infinite from 65520 on. JDK 20 and later have {@code Float.floatToFloat16}.
     */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (magnitude < SMALLEST_NORMAL) {
            // Subnormal halves are multiples of 2⁻²⁴; the product is exact and rint rounds to even.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        if (Float.isNaN(value)) {
            return (short) (sign | EXPONENT | 0x200);
        }
        if (Float.isInfinite(value)) {
            return (short) (sign | EXPONENT);
        }
        // Rounds to nearest even: adds half of the last place kept, minus one if that place is even. A carry overflows
        // into the exponent, as it should.
        int rounded = (bits & 0x7fffffff) + 0xfff + (bits >>> 13 & 1);
        return (short) (sign | Math.min(EXPONENT, (rounded >>> 13) - ((127 - 15) << 10)));
    }
}
