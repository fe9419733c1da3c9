package io.orrery.model.file;

/** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
public final class HalfFloat {
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
}
