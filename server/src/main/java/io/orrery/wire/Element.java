package io.orrery.wire;

import io.orrery.model.file.HalfFloat;
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
            out.putShort(HalfFloat.of(value));
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
        boolean halfFits = greatest == 0 || (greatest <= HalfFloat.LARGEST && greatest >= HalfFloat.SMALLEST_NORMAL);
        return this == F32 && halfFits ? F16 : I8;
    }

    String word() {
        return switch (this) {
            case F32 -> "f32";
            case F16 -> "f16";
            case I8 -> "i8";
        };
    }
}
