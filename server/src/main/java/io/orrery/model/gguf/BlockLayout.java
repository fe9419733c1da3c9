package io.orrery.model.gguf;

import io.orrery.model.file.HalfFloat;
import io.orrery.tensor.Bits;
import io.orrery.tensor.QuantisedColumns;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How a quantised type stores a block of numbers: each is scale · q + minimum, where q are a few bits of the block, or what a
 * table has for them. Immutable.
 */
final class BlockLayout {
    /** Whole numbers as floats: a table, because up to JDK 17 each conversion waits for the previous one (JDK-8318562). */
    private static final float[] WHOLE = new float[256];

    static {
        for (int i = 0; i < WHOLE.length; i++) {
            WHOLE[i] = i;
        }
    }

    private final Scales scales;
    private final Bits[] numbers;
    private final Bits[] scaleBits;
    private final Bits[] minimumBits;
    private final boolean isTable;
    private final float[] table;

    /**
     * @param count numbers of a block
     * @param bits those of each number
     * @param table what the bits stand for; empty if for themselves
     */
    BlockLayout(int count, IntFunction<Bits> bits, Scales scales, float... table) {
        int groups = scales.isOfBlock() ? 0 : count / scales.group();
        this.scales = scales;
        this.numbers = IntStream.range(0, count).mapToObj(bits).toArray(Bits[]::new);
        this.scaleBits = IntStream.range(0, groups).mapToObj(scales::scale).toArray(Bits[]::new);
        this.minimumBits = IntStream.range(0, scales.hasMinima() ? groups : 0)
                .mapToObj(scales::minimum)
                .toArray(Bits[]::new);
        this.isTable = table.length > 0;
        this.table = isTable ? table : WHOLE;
    }

    /** Where a block has numbers in half precision, in bytes. */
    int[] halves() {
        return scales.hasMinima() ? new int[] {scales.scaleAt(), scales.minimumAt()} : new int[] {scales.scaleAt()};
    }

    /** Widens the block at {@code raw[at]}. */
    void widen(byte[] raw, int at, float[] into, int to) {
        float d = half(raw, at + scales.scaleAt());
        float m = scales.hasMinima() ? half(raw, at + scales.minimumAt()) : 0;
        for (int start = 0; start < numbers.length; start += scales.group()) {
            int group = start / scales.group();
            float scale = scales.isOfBlock() ? d : d * whole(scaleBits[group], raw, at);
            float minimum = scales.isOfBlock() || !scales.hasMinima() ? m : -m * whole(minimumBits[group], raw, at);
            widen(raw, at, start, scale, minimum, into, to);
        }
    }

    private void widen(byte[] raw, int at, int start, float scale, float minimum, float[] into, int to) {
        Bits[] all = numbers;
        float[] level = table;
        int end = start + scales.group();
        float zero = WHOLE[all[0].subtracted()];
        boolean hasMinima = scales.hasMinima();
        for (int t = start; t < end; t++) {
            float value = scale * (level[all[t].of(raw, at)] - zero);
            into[to + t] = hasMinima ? value + minimum : value;
        }
    }

    private static float whole(Bits bits, byte[] raw, int at) {
        return bits.of(raw, at) - bits.subtracted();
    }

    private static float half(byte[] raw, int at) {
        return HalfFloat.toFloat((short) (raw[at] & 0xff | raw[at + 1] << 8));
    }

    /** Widens a block of each of some columns to the same floats. */
    void widen(QuantisedColumns block, float[][] into, int to) {
        block.half(scales.scaleAt(), 1, block.factors());
        if (scales.hasMinima()) {
            block.half(scales.minimumAt(), scales.isOfBlock() ? 1 : -1, block.addends());
        }
        float[] scale = scales.isOfBlock() ? block.factors() : block.groupFactors();
        float[] minimum = scales.isOfBlock() ? block.addends() : block.groupAddends();
        for (int t = 0; t < numbers.length; t++) {
            if (!scales.isOfBlock() && t % scales.group() == 0) {
                block.widen(scaleBits[t / scales.group()], block.factors(), scale);
                if (scales.hasMinima()) {
                    block.widen(minimumBits[t / scales.group()], block.addends(), minimum);
                }
            }
            if (isTable) {
                block.look(numbers[t], scale, table, into[to + t]);
            } else if (scales.hasMinima()) {
                block.widen(numbers[t], scale, minimum, into[to + t]);
            } else {
                block.widen(numbers[t], scale, into[to + t]);
            }
        }
    }
}
