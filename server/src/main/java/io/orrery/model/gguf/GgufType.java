package io.orrery.model.gguf;

import io.orrery.model.file.ElementType;
import io.orrery.model.file.HalfFloat;
import io.orrery.tensor.Encoding;
import java.util.Arrays;
import java.util.Optional;

/**
 * The element types of the GGUF format that can be decoded. Quantised types store blocks of numbers with their own
 * scales; the layouts are those of ggml's {@code dequantize_row_*}.
 */
public enum GgufType implements Encoding {
    F32(0, 1, 4) {
        @Override
        public void decode(byte[] raw, int at, int blocks, float[] into, int to) {
            ElementType.F32.decode(raw, at, blocks, into, to);
        }

        @Override
        public boolean isFloat32() {
            return true;
        }
    },
    F16(1, 1, 2) {
        @Override
        public void decode(byte[] raw, int at, int blocks, float[] into, int to) {
            ElementType.F16.decode(raw, at, blocks, into, to);
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
    /** d, 4 bytes of fifth bits, 16 bytes of two 4-bit numbers: d · (q − 16). */
    Q5_0(6, 32, 22) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at);
            int fifth = i32(raw, at + 2);
            for (int j = 0; j < 16; j++) {
                int pair = u8(raw, at + 6 + j);
                into[to + j] = d * (FLOATS[pair & 15 | (fifth >> j & 1) << 4] - 16);
                into[to + 16 + j] = d * (FLOATS[pair >> 4 | (fifth >> j + 16 & 1) << 4] - 16);
            }
        }
    },
    /** d, m, 4 bytes of fifth bits, 16 bytes of two 4-bit numbers: d · q + m. */
    Q5_1(7, 32, 24) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at);
            float m = half(raw, at + 2);
            int fifth = i32(raw, at + 4);
            for (int j = 0; j < 16; j++) {
                int pair = u8(raw, at + 8 + j);
                into[to + j] = d * FLOATS[pair & 15 | (fifth >> j & 1) << 4] + m;
                into[to + 16 + j] = d * FLOATS[pair >> 4 | (fifth >> j + 16 & 1) << 4] + m;
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
    /** 16 bytes of a 4-bit scale and minimum for 16 numbers, 64 bytes of four 2-bit numbers, d, dmin: d · scale · q − dmin · min. */
    Q2_K(10, 256, 84) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at + 80);
            float dMin = half(raw, at + 82);
            for (int group = 0; group < 16; group++) {
                int both = u8(raw, at + group);
                float scale = d * FLOATS[both & 15];
                float min = dMin * FLOATS[both >> 4];
                // Each half of 128 numbers has four quarters of 32, which share bytes.
                int from = at + 16 + group / 8 * 32 + group % 2 * 16;
                int shift = group % 8 / 2 * 2;
                for (int j = 0; j < 16; j++) {
                    into[to + group * 16 + j] = scale * FLOATS[raw[from + j] >> shift & 3] - min;
                }
            }
        }
    },
    /** 32 bytes of third bits, 64 of four 2-bit numbers, 12 of 6-bit scales for 16 numbers, d: d · (scale − 32) · (q − 4). */
    Q3_K(11, 256, 110) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at + 108);
            for (int group = 0; group < 16; group++) {
                int low = u8(raw, at + 96 + group % 8) >> group / 8 * 4 & 15;
                int high = u8(raw, at + 104 + group % 4) >> group / 4 * 2 & 3;
                float scale = d * ((low | high << 4) - 32);
                int from = at + 32 + group / 8 * 32 + group % 2 * 16;
                int thirds = at + group % 2 * 16;
                int shift = group % 8 / 2 * 2;
                for (int j = 0; j < 16; j++) {
                    int third = raw[thirds + j] >> group / 2 & 1;
                    into[to + group * 16 + j] = scale * (FLOATS[raw[from + j] >> shift & 3 | third << 2] - 4);
                }
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
                    into[to + group * 32 + j] = scale * FLOATS[raw[from + j] >> shift & 15] - min;
                }
            }
        }
    },
    /** d, dmin, 12 bytes as in Q4_K, 32 bytes of fifth bits, 128 bytes of two 4-bit numbers. */
    Q5_K(13, 256, 176) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at);
            float dMin = half(raw, at + 2);
            for (int group = 0; group < 8; group++) {
                float scale = d * scale(raw, at + 4, group);
                float min = dMin * min(raw, at + 4, group);
                int from = at + 48 + group / 2 * 32;
                int shift = group % 2 * 4;
                for (int j = 0; j < 32; j++) {
                    int fifth = raw[at + 16 + j] >> group & 1;
                    into[to + group * 32 + j] = scale * FLOATS[raw[from + j] >> shift & 15 | fifth << 4] - min;
                }
            }
        }
    },
    /** 128 bytes of low 4 bits, 64 of high 2 bits, 16 signed scales, d: d · scale · (q − 32). */
    Q6_K(14, 256, 210) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at + 208);
            for (int group = 0; group < 16; group++) {
                // Each half of 128 numbers has four quarters of 32, which share the bytes with the high bits.
                int quarter = group % 8 / 2;
                float scale = d * raw[at + 192 + group];
                int lows = at + group / 8 * 64 + quarter % 2 * 32 + group % 2 * 16;
                int highs = at + 128 + group / 8 * 32 + group % 2 * 16;
                for (int j = 0; j < 16; j++) {
                    int low = raw[lows + j] >> quarter / 2 * 4 & 15;
                    int high = raw[highs + j] >> quarter * 2 & 3;
                    into[to + group * 16 + j] = scale * (FLOATS[low | high << 4] - 32);
                }
            }
        }
    },
    /** d, 16 bytes of two places in a table of levels: d · level. */
    IQ4_NL(20, 32, 18) {
        @Override
        void read(byte[] raw, int at, float[] into, int to) {
            float d = half(raw, at);
            for (int j = 0; j < 16; j++) {
                int pair = u8(raw, at + 2 + j);
                into[to + j] = d * LEVELS[pair & 15];
                into[to + 16 + j] = d * LEVELS[pair >> 4];
            }
        }
    },
    BF16(30, 1, 2) {
        @Override
        public void decode(byte[] raw, int at, int blocks, float[] into, int to) {
            ElementType.BF16.decode(raw, at, blocks, into, to);
        }
    };

    /**
     * Numbers of up to 6 bits as floats: a table, because up to JDK 17 each conversion waits for the previous one
     * (JDK-8318562).
     */
    private static final float[] FLOATS = new float[64];

    static {
        for (int i = 0; i < FLOATS.length; i++) {
            FLOATS[i] = i;
        }
    }

    /** The levels of IQ4_NL ({@code kvalues_iq4nl} in ggml). */
    private static final float[] LEVELS = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

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
    public void decode(byte[] raw, int at, int blocks, float[] into, int to) {
        for (int block = 0; block < blocks; block++) {
            read(raw, at + block * bytes, into, to + block * elements);
        }
    }

    /** Decodes the block at {@code raw[at]} into {@code into}, starting at {@code into[to]}. */
    void read(byte[] raw, int at, float[] into, int to) {
        throw new UnsupportedOperationException(name());
    }

    static Optional<GgufType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    /** The 6-bit scale of a group of Q4_K and Q5_K. */
    private static int scale(byte[] raw, int at, int group) {
        return group < 4 ? u8(raw, at + group) & 63 : u8(raw, at + group + 4) & 15 | u8(raw, at + group - 4) >> 6 << 4;
    }

    /** The 6-bit minimum of a group of Q4_K and Q5_K. */
    private static int min(byte[] raw, int at, int group) {
        return group < 4 ? u8(raw, at + group + 4) & 63 : u8(raw, at + group + 4) >> 4 | u8(raw, at + group) >> 6 << 4;
    }

    private static int u8(byte[] raw, int at) {
        return raw[at] & 0xff;
    }

    private static int i32(byte[] raw, int at) {
        return u8(raw, at) | u8(raw, at + 1) << 8 | u8(raw, at + 2) << 16 | u8(raw, at + 3) << 24;
    }

    private static float half(byte[] raw, int at) {
        return HalfFloat.toFloat((short) (u8(raw, at) | u8(raw, at + 1) << 8));
    }
}
