package io.orrery.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A matrix w {@code [rows, columns]} whose numbers stay as a file stores them, and are widened to float32 where they are
 * used. Quantised and half-precision weights so take the memory of their file.
 *
 * <p>The file's lines are the matrix's rows, or, where it stores out × in, its columns; the words of columns are put next to
 * each other, but none is changed. A product widens a tile of the matrix, applies it to all rows of the left operand, and forgets it. Terms are added in the order
 * in which {@link Kernels} adds those of float32 rows, so both give the same numbers, bit for bit.
 */
public final class WeightRows {
    /** Columns of a tile: long enough loops, and a few rows of it stay in the L1 cache. */
    private static final int TILE_COLUMNS = 512;

    /** Rows of a tile, if blocks are not longer. */
    private static final int TILE_ROWS = 32;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ARRAY_HEADER = 16;
    private static final long REFERENCE = 8;
    private static final long ALIGNMENT = 8;

    private final Encoding encoding;
    private final int count;
    private final int numbers;
    private final boolean byColumns;

    /** The bytes of each row; empty if lines are columns. */
    private final byte[][] lines;

    /**
     * The little-endian words of the columns' blocks: each array has one word of all columns, so that a product reads
     * neighbours. Empty if lines are rows.
     */
    private final int[][] words;

    /** Bytes and words of a piece of a column, and its numbers. */
    private final int pieceBytes;

    private final int pieceWords;
    private final int pieceNumbers;

    /**
     * A matrix without its numbers, which {@link #put} adds.
     *
     * @param count how many lines are stored
     * @param numbers how many numbers a line has: whole blocks of the encoding
     * @param byColumns whether a line is a column of the matrix; otherwise it is a row
     */
    public WeightRows(Encoding encoding, int count, int numbers, boolean byColumns) {
        this.encoding = encoding;
        this.count = count;
        this.numbers = numbers;
        this.byColumns = byColumns;
        this.pieceNumbers = encoding.columnNumbers();
        this.pieceBytes = pieceNumbers / encoding.elements() * encoding.bytes();
        this.pieceWords = pieceWords(encoding);
        this.lines = new byte[byColumns ? 0 : count][];
        this.words = new int[byColumns ? numbers / pieceNumbers * pieceWords : 0][count];
    }

    private static int pieceWords(Encoding encoding) {
        int bytes = encoding.columnNumbers() / encoding.elements() * encoding.bytes();
        return (bytes + Integer.BYTES - 1) / Integer.BYTES;
    }

    /** The memory of so many lines, in bytes: an array has a header, and objects are aligned. */
    public static long heapBytes(Encoding encoding, long count, long numbers, boolean byColumns) {
        return byColumns
                ? numbers / encoding.columnNumbers() * pieceWords(encoding) * array(Integer.BYTES * count)
                : count * array(numbers / encoding.elements() * encoding.bytes());
    }

    private static long array(long bytes) {
        return REFERENCE + (ARRAY_HEADER + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /**
     * Puts some lines in their place. Several threads may put different ones.
     *
     * @param from the first line
     * @param some how many
     * @param raw their bytes
     * @param at where those of the first begin
     * @param step from where one begins to where the next does
     */
    public void put(int from, int some, byte[] raw, int at, int step) {
        if (!byColumns) {
            int length = numbers / encoding.elements() * encoding.bytes();
            for (int i = 0; i < some; i++) {
                lines[from + i] = Arrays.copyOfRange(raw, at + i * step, at + i * step + length);
            }
            return;
        }
        for (int row = 0; row < words.length; row++) {
            int[] word = words[row];
            int inPiece = row % pieceWords * Integer.BYTES;
            int place = at + row / pieceWords * pieceBytes + inPiece;
            // The last word of a piece may be half a word.
            boolean isWhole = inPiece + Integer.BYTES <= pieceBytes;
            for (int i = 0; i < some; i++) {
                word[from + i] = isWhole ? (int) INTS.get(raw, place) : (short) SHORTS.get(raw, place);
                place += step;
            }
        }
    }

    public int rows() {
        return byColumns ? numbers : count;
    }

    public int columns() {
        return byColumns ? count : numbers;
    }

    /** Whether the stored lines are the columns. */
    boolean isByColumns() {
        return byColumns;
    }

    int lines() {
        return count;
    }

    long bytes() {
        return heapBytes(encoding, count, numbers, byColumns);
    }

    /** A stored line, widened. */
    float[] line(int line) {
        var values = new float[numbers];
        if (!byColumns) {
            encoding.decode(lines[line], 0, numbers / encoding.elements(), values, 0);
            return values;
        }
        for (int piece = 0; piece < numbers / pieceNumbers; piece++) {
            widenPiece(line, piece, values, piece * pieceNumbers);
        }
        return values;
    }

    /** Widens the lines [from, to), in pieces of any order. */
    public void eachOf(int from, int to, Consumer<float[]> values) {
        if (!byColumns) {
            for (int line = from; line < to; line++) {
                values.accept(line(line));
            }
            return;
        }
        int width = Math.min(TILE_COLUMNS, to - from);
        var buffers = new QuantisedColumns(width, Vectors.areReady());
        for (int start = from; start < to; start += width) {
            var tile = new float[pieceNumbers][Math.min(width, to - start)];
            for (int row = 0; row < numbers; row += pieceNumbers) {
                widen(row, row + pieceNumbers, start, start + tile[0].length, tile, buffers);
                for (float[] piece : tile) {
                    values.accept(piece);
                }
            }
        }
    }

    private void widenPiece(int column, int piece, float[] into, int to) {
        var raw = new byte[pieceWords * Integer.BYTES];
        for (int word = 0; word < pieceWords; word++) {
            INTS.set(raw, word * Integer.BYTES, words[piece * pieceWords + word][column]);
        }
        encoding.decode(raw, 0, pieceNumbers / encoding.elements(), into, to);
    }

    /** Widens rows [from, to) of columns [left, right) into the start of {@code into}'s rows. */
    void widen(int from, int to, int left, int right, float[][] into) {
        widen(
                from,
                to,
                left,
                right,
                into,
                new QuantisedColumns(Math.min(TILE_COLUMNS, right - left), Vectors.areReady()));
    }

    private void widen(int from, int to, int left, int right, float[][] into, QuantisedColumns columns) {
        if (!byColumns) {
            widenRows(from, to, left, right, into);
        } else if (right - left <= TILE_COLUMNS && from % pieceNumbers == 0 && to % pieceNumbers == 0) {
            for (int row = from; row < to; row += pieceNumbers) {
                encoding.decode(columns.at(words, row / pieceNumbers * pieceWords, left, right), into, row - from);
            }
        } else {
            var tile = new float[pieceNumbers][Math.min(TILE_COLUMNS, right - left)];
            for (int row = from / pieceNumbers * pieceNumbers; row < to; row += pieceNumbers) {
                for (int start = left; start < right; start += TILE_COLUMNS) {
                    int end = Math.min(start + TILE_COLUMNS, right);
                    encoding.decode(columns.at(words, row / pieceNumbers * pieceWords, start, end), tile, 0);
                    for (int k = Math.max(from, row); k < Math.min(to, row + pieceNumbers); k++) {
                        System.arraycopy(tile[k - row], 0, into[k - from], start - left, end - start);
                    }
                }
            }
        }
    }

    private void widenRows(int from, int to, int left, int right, float[][] into) {
        int elements = encoding.elements();
        int block = left / elements;
        int blocks = (right + elements - 1) / elements - block;
        var scratch = new float[blocks * elements];
        for (int row = from; row < to; row++) {
            encoding.decode(lines[row], block * encoding.bytes(), blocks, scratch, 0);
            System.arraycopy(scratch, left - block * elements, into[row - from], 0, right - left);
        }
    }

    /** As {@link Kernels#addProduct} does with rows of float32. */
    void addProduct(float[][] x, float[][] y, int from, int to, int left, int right) {
        addProduct(x, y, from, to, left, right, Vectors.areReady());
    }

    /** @param isVector whether the loops are those of the vector module, which has to be there */
    void addProduct(float[][] x, float[][] y, int from, int to, int left, int right, boolean isVector) {
        int n = rows();
        int height = Math.max(TILE_ROWS, byColumns ? pieceNumbers : 1);
        int width = Math.min(TILE_COLUMNS, right - left);
        var tile = new float[Math.min(height, n)][width];
        var sums = new float[to - from][width];
        var buffers = new QuantisedColumns(width, isVector);
        for (int start = left; start < right; start += width) {
            int columns = Math.min(width, right - start);
            for (int i = from; i < to; i++) {
                System.arraycopy(y[i], start, sums[i - from], 0, columns);
            }
            for (int k = 0; k < n; k += height) {
                int end = Math.min(k + height, n);
                widen(k, end, start, start + columns, tile, buffers);
                if (isVector) {
                    VectorLoops.addTile(x, k, end, tile, sums, from, to, columns);
                } else {
                    Kernels.addTile(x, k, end, tile, sums, from, from, to, 0, columns);
                }
            }
            for (int i = from; i < to; i++) {
                System.arraycopy(sums[i - from], 0, y[i], start, columns);
            }
        }
    }

    /** Reads single numbers. It keeps some blocks widened, as neighbours are usually read one after the other. For one thread. */
    final class Reader {
        private static final int KEPT = 1024;

        private final float[][] kept = new float[KEPT][];
        private final long[] keys = new long[KEPT];

        float at(int row, int column) {
            int line = byColumns ? column : row;
            int place = byColumns ? row : column;
            int elements = byColumns ? pieceNumbers : encoding.elements();
            int part = place / elements;
            long key = (long) line << Integer.SIZE | part;
            int slot = (line + part * 31) & KEPT - 1;
            if (kept[slot] == null || keys[slot] != key) {
                kept[slot] = kept[slot] == null ? new float[elements] : kept[slot];
                if (byColumns) {
                    widenPiece(line, part, kept[slot], 0);
                } else {
                    encoding.decode(lines[line], part * encoding.bytes(), 1, kept[slot], 0);
                }
                keys[slot] = key;
            }
            return kept[slot][place - part * elements];
        }
    }
}
