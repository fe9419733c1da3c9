package io.orrery.model.gguf;

import io.orrery.model.file.ElementType;
import io.orrery.tensor.Bits;
import io.orrery.tensor.Encoding;
import io.orrery.tensor.QuantisedColumns;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * The element types of the GGUF format that can be decoded. Quantised types store blocks of numbers with their own
 * scales; the layouts are those of ggml's {@code dequantize_row_*}.
 */
public enum GgufType implements Encoding {
    F32(0, ElementType.F32),
    F16(1, ElementType.F16),
    Q4_0(2, 32, 18, plain(4, pairs(2), 8, Scales.OF_BLOCK)),
    Q4_1(3, 32, 20, plain(4, pairs(4), 0, Scales.WITH_MINIMUM)),
    Q5_0(6, 32, 22, split(4, pairs(6), 1, t -> 8 * 2 + t, 16, Scales.OF_BLOCK)),
    Q5_1(7, 32, 24, split(4, pairs(8), 1, t -> 8 * 4 + t, 0, Scales.WITH_MINIMUM)),
    Q8_0(8, 32, 34, plain(8, t -> 8 * (2 + t), 0, Scales.OF_BLOCK)),
    Q2_K(10, 256, 84, plain(2, quarters(16), 0, Scales.PAIRS)),
    Q3_K(11, 256, 110, split(2, quarters(32), 1, t -> t % 32 * 8 + t / 32, 4, Scales.SPREAD)),
    Q4_K(12, 256, 144, plain(4, halves(16), 0, Scales.PACKED)),
    Q5_K(13, 256, 176, split(4, halves(48), 1, t -> 8 * (16 + t % 32) + t / 32, 0, Scales.PACKED)),
    Q6_K(
            14,
            256,
            210,
            split(4, t -> 8 * (t / 128 * 64 + t % 64) + t / 64 % 2 * 4, 2, quarters(128), 32, Scales.SIGNED)),
    /** Its bits are places in a table ({@code kvalues_iq4nl} in ggml). */
    IQ4_NL(
            20,
            32,
            18,
            new BlockLayout(
                    32,
                    t -> Bits.at(pairs(2).applyAsInt(t), 4, 0),
                    Scales.OF_BLOCK,
                    -127,
                    -104,
                    -83,
                    -65,
                    -49,
                    -35,
                    -22,
                    -10,
                    1,
                    13,
                    25,
                    38,
                    53,
                    69,
                    89,
                    113)),
    BF16(30, ElementType.BF16);

    /** Numbers of a block with groups. */
    private static final int SUPERBLOCK = 256;

    private final int code;
    private final int elements;
    private final int bytes;

    /** Of a quantised type; the others are single numbers. */
    private final Optional<BlockLayout> layout;

    private final ElementType single;

    GgufType(int code, ElementType single) {
        this.code = code;
        this.elements = 1;
        this.bytes = single.bytes();
        this.layout = Optional.empty();
        this.single = single;
    }

    GgufType(int code, int elements, int bytes, BlockLayout layout) {
        this.code = code;
        this.elements = elements;
        this.bytes = bytes;
        this.layout = Optional.of(layout);
        this.single = ElementType.U8;
    }

    /** Of 32 numbers, the first 16 are the lower halves of 16 bytes, the others the upper ones. */
    private static IntUnaryOperator pairs(int from) {
        return t -> 8 * (from + t % 16) + t / 16 * 4;
    }

    /** Of each 64 numbers, the first 32 are the lower halves of 32 bytes, the others the upper ones. */
    private static IntUnaryOperator halves(int from) {
        return t -> 8 * (from + t / 64 * 32 + t % 32) + t / 32 % 2 * 4;
    }

    /** Of each 128 numbers, the first 32 are the lowest two bits of 32 bytes, and so on. */
    private static IntUnaryOperator quarters(int from) {
        return t -> 8 * (from + t / 128 * 32 + t % 32) + t / 32 % 4 * 2;
    }

    private static BlockLayout plain(int bits, IntUnaryOperator place, int offset, Scales scales) {
        return split(bits, place, 0, place, offset, scales);
    }

    private static BlockLayout split(
            int lows, IntUnaryOperator low, int highs, IntUnaryOperator high, int offset, Scales scales) {
        return new BlockLayout(
                scales.isOfBlock() ? scales.group() : SUPERBLOCK,
                t -> new Bits(low.applyAsInt(t), lows, high.applyAsInt(t), highs, offset),
                scales);
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
    public boolean isFloat32() {
        return single.isFloat32();
    }

    @Override
    public int columnNumbers() {
        return layout.isPresent() ? elements : single.columnNumbers();
    }

    @Override
    public void decode(byte[] raw, int at, int blocks, float[] into, int to) {
        if (layout.isEmpty()) {
            single.decode(raw, at, blocks, into, to);
            return;
        }
        for (int block = 0; block < blocks; block++) {
            layout.get().widen(raw, at + block * bytes, into, to + block * elements);
        }
    }

    @Override
    public void decode(QuantisedColumns columns, float[][] into, int to) {
        if (layout.isPresent()) {
            layout.get().widen(columns, into, to);
        } else {
            single.decode(columns, into, to);
        }
    }

    /** The number that stands for this type in a file. */
    public int code() {
        return code;
    }

    /** Where a block has numbers in half precision, in bytes; of a quantised type. */
    public int[] halves() {
        return layout.orElseThrow().halves();
    }

    static Optional<GgufType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
}
