package io.orrery.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * Maps a tensor's named axes to rows of floats. Each axis is either a row axis or a column axis. A cell's row number is
 * its row-axis indices flattened in axis order; its column number is the other indices, flattened the same way.
 *
 * <p>Kernels are fastest on plain {@code float[]} rows, so the storage order is independent of the order in which the
 * axes are documented. {@code W_Q [head, d_model, d_head]} has d_model rows of (head, d_head); a vector is a single
 * row. A causal layout, {@code [head, q_pos, k_pos]} with one row per q_pos, stores only the cells with k_pos ≤ q_pos.
 */
public final class Layout {
    private static final long ARRAY_HEADER = 16;
    private static final long ALIGNMENT = 8;

    private final List<String> axes;
    private final int[] shape;
    private final boolean[] isRow;
    private final boolean causal;

    private Layout(List<String> axes, int[] shape, boolean[] isRow, boolean causal) {
        if (axes.size() != shape.length) {
            throw new IllegalArgumentException(axes.size() + " axes, but a shape of " + shape.length);
        }
        this.axes = List.copyOf(axes);
        this.shape = shape;
        this.isRow = isRow;
        this.causal = causal;
    }

    /** A layout whose row axes are those at the indices {@code rowAxes}. */
    public static Layout of(List<String> axes, int[] shape, int... rowAxes) {
        var isRow = new boolean[shape.length];
        for (int axis : rowAxes) {
            isRow[axis] = true;
        }
        return new Layout(axes, shape.clone(), isRow, false);
    }

    /** {@code [head, q_pos, k_pos]} over {@code positions} positions; only cells with k_pos ≤ q_pos are stored. */
    public static Layout causal(List<String> axes, int heads, int positions) {
        return new Layout(axes, new int[] {heads, positions, positions}, new boolean[] {false, true, false}, true);
    }

    public List<String> axes() {
        return axes;
    }

    public int[] shape() {
        return shape.clone();
    }

    public int size(int axis) {
        return shape[axis];
    }

    public int rank() {
        return shape.length;
    }

    /** Whether an axis is a row axis; otherwise it is a column axis. */
    public boolean isRow(int axis) {
        return isRow[axis];
    }

    /** Whether the cells above the diagonal (k_pos > q_pos) are masked, and so not stored. */
    public boolean isCausal() {
        return causal;
    }

    /** The number of cells of the whole shape, including masked ones. */
    public long cells() {
        long cells = 1;
        for (int size : shape) {
            cells *= size;
        }
        return cells;
    }

    public int rows() {
        return product(true);
    }

    /** The number of cells stored in a row. */
    public int columns(int row) {
        return causal ? shape[0] * (row + 1) : product(false);
    }

    /** The memory of a row of this many floats, in bytes: an array has a header, and objects are aligned. */
    public static long heapBytes(long columns) {
        return (ARRAY_HEADER + Float.BYTES * columns + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** The memory of all rows, in bytes. */
    public long heapBytes() {
        long bytes = 0;
        for (int row = 0; row < rows(); row++) {
            bytes += heapBytes(columns(row));
        }
        return bytes;
    }

    /** The row in which a cell is stored. */
    public int row(int... index) {
        return flatten(true, index);
    }

    /** The column in which a cell is stored, or −1 for a masked cell. */
    public int column(int... index) {
        if (causal) {
            return index[2] > index[1] ? -1 : index[0] * (index[1] + 1) + index[2];
        }
        return flatten(false, index);
    }

    /** Whether {@code index} has the right rank and lies within the shape. */
    public boolean contains(int... index) {
        if (index.length != shape.length) {
            return false;
        }
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape[axis]) {
                return false;
            }
        }
        return true;
    }

    private int product(boolean ofRows) {
        int product = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            if (isRow[axis] == ofRows) {
                product = Math.multiplyExact(product, shape[axis]);
            }
        }
        return product;
    }

    private int flatten(boolean ofRows, int[] index) {
        int flat = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            if (isRow[axis] == ofRows) {
                flat = flat * shape[axis] + index[axis];
            }
        }
        return flat;
    }

    @Override
    public String toString() {
        return axes + Arrays.toString(shape);
    }
}
