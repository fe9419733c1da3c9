package io.orrery.wire;

import java.nio.ByteBuffer;

/** The element type of a tensor in a frame. */
enum Element {
    /** Exact. */
    F32(4) {
        @Override
        void put(ByteBuffer out, float value, double scale) {
            out.putFloat(value);
        }
    },
    /** IEEE half precision, rounded to nearest even. */
    F16(2) {
        @Override
        void put(ByteBuffer out, float value, double scale) {
            out.putShort(half(value));
        }
    },
    /** An integer from −127 to 127, to be multiplied by the scale; −128 means −∞. */
    I8(1) {
        @Override
        void put(ByteBuffer out, float value, double scale) {
            double bounded = Math.min(value, Byte.MAX_VALUE * scale);
            out.put(value == Float.NEGATIVE_INFINITY ? Byte.MIN_VALUE : (byte) Math.round(bounded / scale));
        }
    };

    /** The largest finite half-precision number. */
    private static final float LARGEST_HALF = 65504f;

    /** The smallest normal half-precision number. */
    private static final float SMALLEST_NORMAL_HALF = 0x1p-14f;

    private final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    abstract void put(ByteBuffer out, float value, double scale);

    /**
     * The divisor applied before encoding, given the greatest finite magnitude. A double, because a float could
     * underflow to 0.
     */
    double scale(float greatest) {
        return this == I8 && greatest > 0 ? greatest / 127.0 : 1;
    }

    /**
     * The next smaller element type. {@link #F16} is skipped if it would overflow to infinity, which means "masked"
     * here, or if every number would be subnormal or 0.
     */
    Element smaller(float greatest) {
        boolean halfFits = greatest == 0 || (greatest <= LARGEST_HALF && greatest >= SMALLEST_NORMAL_HALF);
        return this == F32 && halfFits ? F16 : I8;
    }

    String word() {
        return switch (this) {
            case F32 -> "f32";
            case F16 -> "f16";
            case I8 -> "i8";
        };
    }

    /**
     * The bits of the nearest half-precision number, ties to even. JDK 20 and later have {@code Float.floatToFloat16}.
     */
    static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (magnitude < SMALLEST_NORMAL_HALF) {
            // Subnormal halves are multiples of 2⁻²⁴; the product is exact and rint rounds to even.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        if (Float.isInfinite(magnitude)) {
            return (short) (sign | 0x7c00);
        }
        // Rounds to nearest even: adds half of the last place kept, minus one if that place is even. A carry overflows
        // into the exponent, as it should.
        int rounded = (bits & 0x7fffffff) + 0xfff + (bits >>> 13 & 1);
        return (short) (sign | Math.min(0x7c00, (rounded >>> 13) - ((127 - 15) << 10)));
    }
}
