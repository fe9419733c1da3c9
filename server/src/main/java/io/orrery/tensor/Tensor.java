package io.orrery.tensor;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A tensor with named axes, stored as rows of floats, or, if it is a weight, as its file stores it ({@link WeightRows}).
 * Readers address cells by the named axes; kernels use the rows. A tensor must not be modified after it has been shared.
 */
public final class Tensor {
    private static final int LOWER_BITS = 16;

    private static final float[][] NO_ROWS = {};

    private final Layout layout;
    private final float[][] rows;
    private final Optional<WeightRows> stored;
    private final float masked;

    /**
     * A tensor over {@code rows}, which are not copied.
     *
     * @param masked the value of masked cells, which are not stored
     */
    public Tensor(Layout layout, float[][] rows, float masked) {
        this.layout = layout;
        this.rows = rows;
        this.stored = Optional.empty();
        this.masked = masked;
    }

    /** A weight that is kept as it is stored. */
    public Tensor(Layout layout, WeightRows stored) {
        if (stored.rows() != layout.rows() || stored.columns() != layout.columns(0)) {
            throw new IllegalArgumentException(
                    stored.rows() + " × " + stored.columns() + " stored numbers for " + layout);
        }
        this.layout = layout;
        this.rows = NO_ROWS;
        this.stored = Optional.of(stored);
        this.masked = 0;
    }

    /** A tensor of zeros. */
    public static Tensor zeros(Layout layout) {
        var rows = new float[layout.rows()][];
        int columns = rows.length == 0 ? 0 : layout.columns(0);
        for (int r = 0; r < rows.length; r++) {
            rows[r] = new float[layout.isCausal() ? layout.columns(r) : columns];
        }
        return new Tensor(layout, rows, 0);
    }

    /** A tensor of the given values, in row-major order of the named axes. */
    public static Tensor of(Layout layout, float[] values) {
        if (values.length != layout.cells()) {
            throw new IllegalArgumentException(values.length + " values for " + layout);
        }
        var tensor = zeros(layout);
        var index = new int[layout.rank()];
        int[] shape = layout.shape();
        for (float value : values) {
            int column = layout.column(index);
            if (column >= 0) {
                tensor.rows[layout.row(index)][column] = value;
            }
            advance(index, shape);
        }
        return tensor;
    }

    public Layout layout() {
        return layout;
    }

    /**
     * The rows themselves, not a copy.
     *
     * @throws IllegalStateException for a weight that is kept as it is stored, which has no rows of float32
     */
    public float[][] rows() {
        if (stored.isPresent()) {
            throw new IllegalStateException(layout + " is kept as it is stored");
        }
        return rows;
    }

    /** The matrix of a weight that is kept as it is stored. */
    public Optional<WeightRows> stored() {
        return stored;
    }

    public int rowCount() {
        return stored.map(WeightRows::rows).orElse(rows.length);
    }

    /** Rows [from, to); those themselves, or widened ones. */
    public float[][] rows(int from, int to) {
        if (stored.isEmpty()) {
            return Arrays.copyOfRange(rows, from, to);
        }
        var widened = new float[to - from][stored.get().columns()];
        stored.get().widen(from, to, 0, stored.get().columns(), widened);
        return widened;
    }

    /** A copy of the columns [left, right) of the rows [from, to). */
    public float[][] block(int from, int to, int left, int right) {
        var block = new float[to - from][right - left];
        if (stored.isPresent()) {
            stored.get().widen(from, to, left, right, block);
            return block;
        }
        for (int row = from; row < to; row++) {
            System.arraycopy(rows[row], left, block[row - from], 0, right - left);
        }
        return block;
    }

    /** A copy of a column, {@code [rows]}. */
    public float[] column(int column) {
        if (stored.isPresent() && stored.get().isByColumns()) {
            return stored.get().line(column);
        }
        var values = new float[rowCount()];
        for (int row = 0; row < values.length; row++) {
            values[row] = stored.isPresent() ? rows(row, row + 1)[0][column] : rows[row][column];
        }
        return values;
    }

    /** The same numbers with another layout. They are not copied. */
    public Tensor laidOut(Layout other) {
        return stored.map(matrix -> new Tensor(other, matrix)).orElseGet(() -> new Tensor(other, rows, masked));
    }

    /** The value above the diagonal of a causal tensor: −∞ for scores, 0 for a pattern. */
    public float masked() {
        return masked;
    }

    /** One cell. Indices start at 0 and follow the order of the named axes. */
    public float at(int... index) {
        return cells().at(index);
    }

    /** Reads single cells. Of a weight that is kept as it is stored, those that were read last are kept widened. For one thread. */
    public Cells cells() {
        var reader = stored.map(matrix -> matrix.new Reader());
        return index -> {
            int column = layout.column(index);
            if (column < 0) {
                return masked;
            }
            int row = layout.row(index);
            return reader.isPresent() ? reader.get().at(row, column) : rows[row][column];
        };
    }

    /** Reads one cell by its indices, which follow the order of the named axes. */
    @FunctionalInterface
    public interface Cells {
        float at(int... index);
    }

    /** All cells, in row-major order of the named axes. */
    public float[] toArray() {
        return toArray(0, 0, layout.size(0));
    }

    /** The cells with {@code from ≤ index < to} along one axis, in row-major order of the named axes. */
    public float[] toArray(int axis, int from, int to) {
        int[] shape = layout.shape();
        if (from < 0 || to < from || to > shape[axis]) {
            throw new IllegalArgumentException(
                    from + " to " + to + " along " + layout.axes().get(axis) + " of " + layout);
        }
        shape[axis] = to - from;
        int cells = 1;
        for (int size : shape) {
            cells = Math.multiplyExact(cells, size);
        }
        var values = new float[cells];
        var reader = cells();
        var index = new int[shape.length];
        var cell = new int[shape.length];
        for (int i = 0; i < cells; i++) {
            System.arraycopy(index, 0, cell, 0, index.length);
            cell[axis] += from;
            values[i] = reader.at(cell);
            advance(index, shape);
        }
        return values;
    }

    /** The memory of the stored cells, in bytes. */
    public long bytes() {
        long bytes = stored.map(WeightRows::bytes).orElse(0L);
        for (float[] row : rows) {
            bytes += 4L * row.length;
        }
        return bytes;
    }

    /**
     * The value that is drawn in full colour: the 98.5th percentile (nearest rank) of the absolute values of all
     * stored, finite cells. 0 if there are none.
     *
     * <p>An embedding table has tens of millions of cells, so this counts instead of sorting: a radix select in two
     * passes. Non-negative floats are ordered like their bit patterns. The first pass finds the upper 16 bits of the
     * result, the second pass the lower 16.
     */
    public float colourScale() {
        var counts = new int[1 << (Float.SIZE - 1 - LOWER_BITS)];
        eachPiece(values -> {
            for (float value : values) {
                if (Float.isFinite(value)) {
                    counts[bits(value) >>> LOWER_BITS]++;
                }
            }
        });
        long finite = Arrays.stream(counts).asLongStream().sum();
        if (finite == 0) {
            return 0;
        }
        long rank = (long) Math.ceil(0.985 * finite);
        int upper = 0;
        while (rank > counts[upper]) {
            rank -= counts[upper++];
        }
        var lower = new int[1 << LOWER_BITS];
        int found = upper;
        eachPiece(values -> {
            for (float value : values) {
                if (Float.isFinite(value) && bits(value) >>> LOWER_BITS == found) {
                    lower[bits(value) & (1 << LOWER_BITS) - 1]++;
                }
            }
        });
        int low = 0;
        while (rank > lower[low]) {
            rank -= lower[low++];
        }
        return Float.intBitsToFloat(upper << LOWER_BITS | low);
    }

    /** All stored cells, in pieces of any order. */
    private void eachPiece(Consumer<float[]> values) {
        if (stored.isPresent()) {
            stored.get().eachOf(0, stored.get().lines(), values);
        } else {
            Arrays.stream(rows).forEach(values);
        }
    }

    private static int bits(float value) {
        return Float.floatToRawIntBits(Math.abs(value));
    }

    private static void advance(int[] index, int[] shape) {
        for (int axis = index.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape[axis]) {
                return;
            }
            index[axis] = 0;
        }
    }
}
