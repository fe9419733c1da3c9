package io.orrery.model.file;

/** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
public final class HalfFloat {
    private HalfFloat() {}

    /** Converts to a float of the same value. JDK 20 and later have {@code Float.float16ToFloat}. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            // Zero, or subnormal: fraction · 2⁻²⁴, exact in a float.
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int floatExponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | floatExponent << 23 | fraction << 13);
    }
}
