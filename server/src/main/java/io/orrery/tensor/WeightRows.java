package io.orrery.tensor;

/**
 * A matrix w {@code [rows, columns]} whose numbers stay as a file stores them, and are widened to float32 where they are
 * used. Quantised and half-precision weights so take the memory of their file.
 *
 * <p>The file's lines are the matrix's rows, or, where it stores out × in, its columns. A product widens a tile of the
 * matrix, transposed if need be, applies it to all rows of the left operand, and forgets it. Terms are added in the order
 * in which {@link Kernels} adds those of float32 rows, so both give the same numbers, bit for bit.
 */
public final class WeightRows {
    /** Columns of a tile: long enough loops, and four rows of it stay in the L1 cache. */
    private static final int TILE_COLUMNS = 512;

    /** Rows of a tile, if blocks are not longer: with its columns, 128 KiB of the L2 cache. */
    private static final int TILE_ROWS = 64;

    /** Lines that are widened together, so that neighbours are written together. */
    private static final int TOGETHER = 8;

    /** Up to this many rows of the left operand, a product is made of sums along the lines, without a tile. */
    private static final int FEW_ROWS = 2;

    private static final long ARRAY_HEADER = 16;
    private static final long REFERENCE = 8;
    private static final long ALIGNMENT = 8;

    private final Encoding encoding;
    private final byte[][] lines;
    private final int numbers;
    private final boolean byColumns;

    /**
     * A matrix over stored lines, which are not copied.
     *
     * @param lines whole blocks of the encoding
     * @param numbers how many numbers a line has
     * @param byColumns whether a line is a column of the matrix; otherwise it is a row
     */
    public WeightRows(Encoding encoding, byte[][] lines, int numbers, boolean byColumns) {
        this.encoding = encoding;
        this.lines = lines;
        this.numbers = numbers;
        this.byColumns = byColumns;
    }

    /** The memory of so many lines, in bytes: an array has a header, and objects are aligned. */
    public static long heapBytes(Encoding encoding, long lines, long numbers) {
        long bytes = numbers / encoding.elements() * encoding.bytes();
        return lines * (REFERENCE + (ARRAY_HEADER + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    }

    public int rows() {
        return byColumns ? numbers : lines.length;
    }

    public int columns() {
        return byColumns ? lines.length : numbers;
    }

    /** Whether the stored lines are the columns. */
    boolean isByColumns() {
        return byColumns;
    }

    int lines() {
        return lines.length;
    }

    /** Numbers of a line. */
    int numbers() {
        return numbers;
    }

    long bytes() {
        return heapBytes(encoding, lines.length, numbers);
    }

    /** A stored line, widened. */
    float[] line(int line) {
        var values = new float[numbers];
        encoding.decode(lines[line], 0, numbers / encoding.elements(), values, 0);
        return values;
    }

    /** Widens rows [from, to) of columns [left, right) into the start of {@code into}'s rows. */
    void widen(int from, int to, int left, int right, float[][] into) {
        int elements = encoding.elements();
        int first = byColumns ? from : left;
        int last = byColumns ? to : right;
        int block = first / elements;
        int blocks = (last + elements - 1) / elements - block;
        int skipped = first - block * elements;
        if (!byColumns) {
            var scratch = new float[blocks * elements];
            for (int row = from; row < to; row++) {
                encoding.decode(lines[row], block * encoding.bytes(), blocks, scratch, 0);
                System.arraycopy(scratch, skipped, into[row - from], 0, right - left);
            }
            return;
        }
        var scratch = new float[TOGETHER][blocks * elements];
        for (int column = left; column < right; column += TOGETHER) {
            int count = Math.min(TOGETHER, right - column);
            for (int i = 0; i < count; i++) {
                encoding.decode(lines[column + i], block * encoding.bytes(), blocks, scratch[i], 0);
            }
            if (count == TOGETHER) {
                interleave(scratch, skipped, to - from, into, column - left);
            } else {
                for (int i = 0; i < count; i++) {
                    for (int k = 0; k < to - from; k++) {
                        into[k][column - left + i] = scratch[i][skipped + k];
                    }
                }
            }
        }
    }

    private static void interleave(float[][] from, int skipped, int count, float[][] into, int at) {
        float[] c0 = from[0];
        float[] c1 = from[1];
        float[] c2 = from[2];
        float[] c3 = from[3];
        float[] c4 = from[4];
        float[] c5 = from[5];
        float[] c6 = from[6];
        float[] c7 = from[7];
        for (int k = 0; k < count; k++) {
            float[] row = into[k];
            row[at] = c0[skipped + k];
            row[at + 1] = c1[skipped + k];
            row[at + 2] = c2[skipped + k];
            row[at + 3] = c3[skipped + k];
            row[at + 4] = c4[skipped + k];
            row[at + 5] = c5[skipped + k];
            row[at + 6] = c6[skipped + k];
            row[at + 7] = c7[skipped + k];
        }
    }

    /** As {@link Kernels#addProduct} does with rows of float32. */
    void addProduct(float[][] x, float[][] y, int from, int to, int left, int right) {
        if (byColumns && to - from <= FEW_ROWS) {
            addProductOfFew(x, y, from, to, left, right);
            return;
        }
        int n = rows();
        int height = Math.max(TILE_ROWS, byColumns ? encoding.elements() : 1);
        int width = Math.min(TILE_COLUMNS, right - left);
        var tile = new float[Math.min(height, n)][width];
        var sums = new float[to - from][width];
        for (int start = left; start < right; start += width) {
            int columns = Math.min(width, right - start);
            for (int i = from; i < to; i++) {
                System.arraycopy(y[i], start, sums[i - from], 0, columns);
            }
            for (int k = 0; k < n; k += height) {
                int end = Math.min(k + height, n);
                widen(k, end, start, start + columns, tile);
                Kernels.addTile(x, k, end, tile, sums, from, to, columns);
            }
            for (int i = from; i < to; i++) {
                System.arraycopy(sums[i - from], 0, y[i], start, columns);
            }
        }
    }

    private void addProductOfFew(float[][] x, float[][] y, int from, int to, int left, int right) {
        var w = new float[TOGETHER][numbers];
        int blocks = numbers / encoding.elements();
        for (int column = left; column < right; column += TOGETHER) {
            int count = Math.min(TOGETHER, right - column);
            for (int i = 0; i < count; i++) {
                encoding.decode(lines[column + i], 0, blocks, w[i], 0);
            }
            for (int i = from; i < to; i++) {
                if (count == TOGETHER) {
                    addDots(x[i], w, y[i], column);
                } else {
                    for (int j = 0; j < count; j++) {
                        addDot(x[i], w[j], y[i], column + j);
                    }
                }
            }
        }
    }

    private static void addDot(float[] x, float[] w, float[] y, int at) {
        float sum = y[at];
        for (int k = 0; k < w.length; k++) {
            sum += x[k] * w[k];
        }
        y[at] = sum;
    }

    /** Eight sums at once, so that an addition need not wait for the one before. */
    private static void addDots(float[] x, float[][] w, float[] y, int at) {
        float[] w0 = w[0];
        float[] w1 = w[1];
        float[] w2 = w[2];
        float[] w3 = w[3];
        float[] w4 = w[4];
        float[] w5 = w[5];
        float[] w6 = w[6];
        float[] w7 = w[7];
        float s0 = y[at];
        float s1 = y[at + 1];
        float s2 = y[at + 2];
        float s3 = y[at + 3];
        float s4 = y[at + 4];
        float s5 = y[at + 5];
        float s6 = y[at + 6];
        float s7 = y[at + 7];
        for (int k = 0; k < w0.length; k++) {
            float factor = x[k];
            s0 += factor * w0[k];
            s1 += factor * w1[k];
            s2 += factor * w2[k];
            s3 += factor * w3[k];
            s4 += factor * w4[k];
            s5 += factor * w5[k];
            s6 += factor * w6[k];
            s7 += factor * w7[k];
        }
        y[at] = s0;
        y[at + 1] = s1;
        y[at + 2] = s2;
        y[at + 3] = s3;
        y[at + 4] = s4;
        y[at + 5] = s5;
        y[at + 6] = s6;
        y[at + 7] = s7;
    }

    /** Reads single numbers. It keeps some blocks widened, as neighbours are usually read one after the other. For one thread. */
    final class Reader {
        private static final int KEPT = 1024;

        private final float[][] kept = new float[KEPT][];
        private final long[] keys = new long[KEPT];

        float at(int row, int column) {
            int line = byColumns ? column : row;
            int place = byColumns ? row : column;
            int elements = encoding.elements();
            int part = place / elements;
            long key = (long) line << Integer.SIZE | part;
            int slot = (line + part * 31) & KEPT - 1;
            if (kept[slot] == null || keys[slot] != key) {
                kept[slot] = kept[slot] == null ? new float[elements] : kept[slot];
                encoding.decode(lines[line], part * encoding.bytes(), 1, kept[slot], 0);
                keys[slot] = key;
            }
            return kept[slot][place - part * elements];
        }
    }
}
