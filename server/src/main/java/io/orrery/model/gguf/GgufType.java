package io.orrery.model.gguf;

import io.orrery.model.file.ElementType;
import io.orrery.model.file.Encoding;
import io.orrery.model.file.HalfFloat;
import java.util.Arrays;
import java.util.Optional;

/**
 * The element types of the GGUF format that can be decoded. Quantised types store blocks of numbers with their own
 * scales; the layouts are those of ggml's {@code dequantize_row_*}.
 */
public enum GgufType implements Encoding {
    F32(0, 1, 4) {
        @Override
        public void decode(byte[] raw, int blocks, float[] into) {
            ElementType.F32.decode(raw, blocks, into);
        }
    },
    F16(1, 1, 2) {
        @Override
        public void decode(byte[] raw, int blocks, float[] into) {
            ElementType.F16.decode(raw, blocks, into);
        }
    },
    /** d, 16 bytes of two 4-bit numbers: d · (q − 8). */
    Q4_0(2, 32, 18) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at);
            for (int j = 0; j < 16; j++) {
                int pair = u8(raw, at + 2 + j);
                into[to + j] = d * (FLOATS[pair & 15] - 8);
                into[to + 16 + j] = d * (FLOATS[pair >> 4] - 8);
            }
        }
    },
    /** d, m, 16 bytes of two 4-bit numbers: d · q + m. */
    Q4_1(3, 32, 20) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at);
            float m = half(raw, at + 2);
            for (int j = 0; j < 16; j++) {
                int pair = u8(raw, at + 4 + j);
                into[to + j] = d * FLOATS[pair & 15] + m;
                into[to + 16 + j] = d * FLOATS[pair >> 4] + m;
            }
        }
    },
    /** d, 32 signed bytes: d · q. */
    Q8_0(8, 32, 34) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at);
            for (int j = 0; j < 32; j++) {
                into[to + j] = d * raw[at + 2 + j];
            }
        }
    },
    /** d, dmin, 12 bytes of 6-bit scales and minima for 8 groups of 32, 128 bytes of two 4-bit numbers. */
    Q4_K(12, 256, 144) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at);
            float dMin = half(raw, at + 2);
            for (int group = 0; group < 8; group++) {
                float scale = d * scale(raw, at + 4, group);
                float min = dMin * min(raw, at + 4, group);
                int from = at + 16 + group / 2 * 32;
                int shift = group % 2 * 4;
                for (int j = 0; j < 32; j++) {
                    into[to + group * 32 + j] = scale * FLOATS[u8(raw, from + j) >> shift & 15] - min;
                }
            }
        }

        private int scale(byte[] raw, int at, int group) {
            return group < 4
                    ? u8(raw, at + group) & 63
                    : u8(raw, at + group + 4) & 15 | u8(raw, at + group - 4) >> 6 << 4;
        }

        private int min(byte[] raw, int at, int group) {
            return group < 4
                    ? u8(raw, at + group + 4) & 63
                    : u8(raw, at + group + 4) >> 4 | u8(raw, at + group) >> 6 << 4;
        }
    },
    /** 128 bytes of low 4 bits, 64 of high 2 bits, 16 signed scales, d: d · scale · (q − 32). */
    Q6_K(14, 256, 210) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at + 208);
            for (int i = 0; i < 256; i++) {
                // Each half of 128 numbers has four quarters of 32, which share the bytes with the high bits.
                int half = i / 128;
                int quarter = i % 128 / 32;
                int j = i % 32;
                int low = u8(raw, at + half * 64 + quarter % 2 * 32 + j) >> quarter / 2 * 4 & 15;
                int high = u8(raw, at + 128 + half * 32 + j) >> quarter * 2 & 3;
                into[to + i] = d * raw[at + 192 + i / 16] * ((low | high << 4) - 32);
            }
        }
    };

    /**
     * 4-bit numbers as floats: a table, because up to JDK 17 each conversion waits for the previous one (JDK-8318562).
     */
    private static final float[] FLOATS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private final int code;
    private final int elements;
    private final int bytes;

    GgufType(int code, int elements, int bytes) {
        this.code = code;
        this.elements = elements;
        this.bytes = bytes;
    }

    @Override
    public int elements() {
        return elements;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public void decode(byte[] raw, int blocks, float[] into) {
        for (int block = 0; block < blocks; block++) {
            read(raw, block * bytes, into, block * elements);
        }
    }

    /** Decodes the block at {@code raw[at]} into {@code into}, starting at {@code into[to]}. */
    void read(byte[] raw, int at, float[] into, int to) {
        throw new UnsupportedOperationException(name());
    }

    static Optional<GgufType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    private static int u8(byte[] raw, int at) {
        return raw[at] & 0xff;
    }

    private static float half(byte[] raw, int at) {
        return HalfFloat.toFloat((short) (u8(raw, at) | u8(raw, at + 1) << 8));
    }
}
