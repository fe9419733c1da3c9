package io.orrery.wire;

import java.nio.ByteBuffer;

/** How a number travels in a frame. */
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
    /** A whole number from −127 to 127, times the scale; −128 is −∞. */
    I8(1) {
        @Override
        void put(ByteBuffer out, float value, double scale) {
            out.put(value == Float.NEGATIVE_INFINITY ? Byte.MIN_VALUE : (byte) Math.round(value / scale));
        }
    };

    /** The largest and the smallest normal number of half precision. */
    private static final float LARGEST_HALF = 65504f;

    private static final float SMALLEST_NORMAL_HALF = 0x1p-14f;

    private final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    abstract void put(ByteBuffer out, float value, double scale);

    /** By what the numbers were divided, given the greatest finite magnitude. In double: a float could vanish. */
    double scale(float greatest) {
        return this == I8 && greatest > 0 ? greatest / 127.0 : 1;
    }

    /**
     * The next smaller element. Half precision is passed over where it would turn a number into an infinity, which means
     * "masked" here, or all of them nearly into zero.
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

    /** The nearest half-precision number, of two the even one; the JDK has this from version 20. */
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
        // Adding half of the last place kept, less one when that place is even, carries into the exponent by itself.
        int rounded = (bits & 0x7fffffff) + 0xfff + (bits >>> 13 & 1);
        return (short) (sign | Math.min(0x7c00, (rounded >>> 13) - ((127 - 15) << 10)));
    }
}
