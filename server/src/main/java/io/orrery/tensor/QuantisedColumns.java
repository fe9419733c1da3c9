package io.orrery.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Widens blocks of many columns at once. The 32-bit words of a block stand in rows, one word of each column next to the other.
 * For one thread.
 *
 * <p>The JIT compiler of JDK 17 vectorises neither a conversion of whole numbers to floats nor a reinterpretation of their
 * bits. So a loop over ints makes the bits of 2²³ + q, which are those of q below a fixed exponent; they are copied as bytes
 * into floats; and a loop over floats subtracts 2²³, which is exact. Loops are only vectorised if all their arrays have the same
 * index.
 */
public final class QuantisedColumns {
    /** The bits of 2²³. */
    static final int EXPONENT = 0x4b00_0000;

    static final float BASE = 0x1p23f;

    /** The difference of the biases of a float's exponent and a half's, as a factor; exact, for subnormal halves too. */
    private static final float REBIAS = 0x1p112f;

    /** The bits of a half, and how far they are moved to be those of a float. */
    static final int HALF_SIGN = 0x8000;

    static final int HALF_NUMBER = 0x7fff;
    static final int SIGN_SHIFT = 16;
    static final int NUMBER_SHIFT = 13;

    private static final int WORD = 5;
    private static final int IN_WORD = Integer.SIZE - 1;

    private final int width;
    private final boolean isVector;

    /** The word of each column that was read last. */
    private final int[] word;

    private final int[] others;
    private final int[] made;
    private final IntBuffer ints;
    private final FloatBuffer floats;

    /** A factor of each column's block, for callers to keep. */
    private final float[] factors;

    /** What is added to the numbers of each column's block, or a factor of it. */
    private final float[] addends;

    private final float[] groupFactors;
    private final float[] groupAddends;

    private int[][] words;
    private int first;
    private int left;
    private int count;

    /** The row of {@link #word}; −1 before the first. */
    private int row;

    /**
     * @param width the most columns at a time
     * @param isVector whether {@link VectorLoops} are used where there are some
     */
    QuantisedColumns(int width, boolean isVector) {
        this.width = width;
        this.isVector = isVector;
        this.word = new int[width];
        this.others = new int[width];
        this.made = new int[width];
        this.factors = new float[width];
        this.addends = new float[width];
        this.groupFactors = new float[width];
        this.groupAddends = new float[width];
        var bytes = ByteBuffer.allocate(width * Integer.BYTES).order(ByteOrder.nativeOrder());
        this.ints = bytes.asIntBuffer();
        this.floats = bytes.asFloatBuffer();
    }

    /** Goes to a block of the columns [from, to), whose first word is in the given row. */
    QuantisedColumns at(int[][] rows, int firstRow, int from, int to) {
        words = rows;
        first = firstRow;
        left = from;
        count = to - from;
        row = -1;
        if (count > width) {
            throw new IllegalArgumentException(count + " columns are more than " + width);
        }
        return this;
    }

    /** Room for a factor of each column's block. */
    public float[] factors() {
        return factors;
    }

    /** Room for what is added to the numbers of each column's block, or for its factor. */
    public float[] addends() {
        return addends;
    }

    /** Room for a factor of each column's group of numbers. */
    public float[] groupFactors() {
        return groupFactors;
    }

    /** Room for what is added to each column's group of numbers. */
    public float[] groupAddends() {
        return groupAddends;
    }

    /** into[j] = factor[j] · q. */
    public void widen(Bits q, float[] factor, float[] into) {
        if (isVector && q.highs() == 0) {
            VectorLoops.widen(words[first + (q.low() >> WORD)], left, q, factor, into, count);
            return;
        }
        take(q);
        floats(into);
        scale(into, factor, BASE + q.subtracted(), count);
    }

    /** into[j] = factor[j] · q + addend[j]. */
    public void widen(Bits q, float[] factor, float[] addend, float[] into) {
        if (isVector && q.highs() == 0) {
            VectorLoops.widen(words[first + (q.low() >> WORD)], left, q, factor, addend, into, count);
            return;
        }
        take(q);
        floats(into);
        scale(into, factor, addend, BASE + q.subtracted(), count);
    }

    /** into[j] = factor[j] · table[q]. */
    public void look(Bits q, float[] factor, float[] table, float[] into) {
        int[] from = word(q.low() >> WORD);
        for (int j = 0; j < count; j++) {
            into[j] = factor[j] * table[from[j] >>> (q.low() & IN_WORD) & q.lowMask()];
        }
    }

    /** into[j] = sign · a number in half precision, of which the first byte has an even place. */
    public void half(int place, int sign, float[] into) {
        int shift = place % Integer.BYTES * Byte.SIZE;
        if (isVector) {
            VectorLoops.half(words[first + place / Integer.BYTES], left, shift, sign * REBIAS, into, count);
            return;
        }
        halves(word(place / Integer.BYTES), shift, made, count);
        floats(into);
        scale(into, sign * REBIAS, count);
    }

    /** into[j] = a number in bfloat16, of which the first byte has an even place. */
    public void bfloat16(int place, float[] into) {
        int shift = place % Integer.BYTES * Byte.SIZE;
        if (isVector) {
            VectorLoops.bfloat16(words[first + place / Integer.BYTES], left, shift, into, count);
            return;
        }
        upper(word(place / Integer.BYTES), shift, made, count);
        floats(into);
    }

    private void take(Bits q) {
        take(word(q.low() >> WORD), q.low() & IN_WORD, q.lowMask(), q.turned(), made, count);
        if (q.highs() > 0) {
            System.arraycopy(words[first + (q.high() >> WORD)], left, others, 0, count);
            add(others, q.high() & IN_WORD, q.highMask(), q.lows(), made, count);
        }
    }

    /** A word of each column. Several numbers in turn have their bits in the same. */
    private int[] word(int of) {
        if (of != row) {
            System.arraycopy(words[first + of], left, word, 0, count);
            row = of;
        }
        return word;
    }

    /** Takes the bits as those of floats. */
    private void floats(float[] into) {
        ints.clear().put(made, 0, count);
        floats.clear().get(into, 0, count);
    }

    private static void take(int[] word, int shift, int mask, int turned, int[] out, int count) {
        for (int j = 0; j < count; j++) {
            out[j] = word[j] >>> shift & mask ^ turned | EXPONENT;
        }
    }

    private static void add(int[] word, int shift, int mask, int left, int[] out, int count) {
        for (int j = 0; j < count; j++) {
            out[j] = out[j] | (word[j] >>> shift & mask) << left;
        }
    }

    private static void halves(int[] word, int shift, int[] out, int count) {
        for (int j = 0; j < count; j++) {
            out[j] = (word[j] >>> shift & HALF_SIGN) << SIGN_SHIFT | (word[j] >>> shift & HALF_NUMBER) << NUMBER_SHIFT;
        }
    }

    private static void upper(int[] word, int shift, int[] out, int count) {
        for (int j = 0; j < count; j++) {
            out[j] = word[j] >>> shift << Short.SIZE;
        }
    }

    private static void scale(float[] values, float factor, int count) {
        for (int j = 0; j < count; j++) {
            values[j] *= factor;
        }
    }

    private static void scale(float[] values, float[] factor, float offset, int count) {
        for (int j = 0; j < count; j++) {
            values[j] = factor[j] * (values[j] - offset);
        }
    }

    private static void scale(float[] values, float[] factor, float[] addend, float offset, int count) {
        for (int j = 0; j < count; j++) {
            values[j] = factor[j] * (values[j] - offset) + addend[j];
        }
    }
}
