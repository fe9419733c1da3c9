package io.orrery.wire;

import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A rectangular part of a tensor, optionally max-pooled by magnitude along the last two axes. Each pooled block is
 * represented by its finite value of greatest magnitude. The values are sent exactly, as float32.
 *
 * @param from the first index along each axis
 * @param to the end along each axis, exclusive
 * @param across pool size along the second-to-last axis
 * @param pool pool size along the last axis
 * @param colourScale the value that is drawn in full colour; computed over the whole tensor
 */
public record TensorPart(
        String name, Tensor tensor, List<Integer> from, List<Integer> to, int across, int pool, float colourScale) {
    private static final String HEAD = "head";

    public TensorPart {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /** The size of the values, in bytes. */
    public long bytes() {
        long cells = 1;
        for (int axis = 0; axis < from.size(); axis++) {
            cells = Math.multiplyExact(cells, length(axis));
        }
        return cells * Float.BYTES;
    }

    /** The pool size along an axis. */
    private int poolOf(int axis) {
        int last = from.size() - 1;
        if (axis == last) {
            return pool;
        }
        return axis == last - 1 ? across : 1;
    }

    private int length(int axis) {
        return (to.get(axis) - from.get(axis) + poolOf(axis) - 1) / poolOf(axis);
    }

    /** The pooled values, row-major in the order of the axes; −∞ where every cell of a block is masked. */
    Values values() {
        return new Values();
    }

    /** Reads the values one by one, so that they need no memory of their own. */
    final class Values {
        private final int rank = from.size();
        private final Tensor.Cells cells = tensor.cells();
        private final int[] length =
                IntStream.range(0, rank).map(TensorPart.this::length).toArray();
        private final int[] start = from.stream().mapToInt(i -> i).toArray();
        private final int[] end = to.stream().mapToInt(i -> i).toArray();
        private final boolean isPooled = pool > 1 || across > 1;

        /** The index of the next value along each axis. */
        private final int[] index = new int[rank];

        private final int[] cell = new int[rank];

        float next() {
            for (int axis = 0; axis < rank; axis++) {
                cell[axis] = start[axis] + index[axis] * poolOf(axis);
            }
            float value = isPooled ? greatest() : finite(cells.at(cell));
            for (int axis = rank - 1; axis >= 0 && ++index[axis] == length[axis]; axis--) {
                index[axis] = 0;
            }
            return value;
        }

        /** The finite value of greatest magnitude in the block that begins at the cell. */
        private float greatest() {
            int last = rank - 1;
            int left = cell[last];
            int right = Math.min(end[last], left + pool);
            int top = rank == 1 ? 0 : cell[last - 1];
            int bottom = rank == 1 ? 1 : Math.min(end[last - 1], top + across);
            float kept = Float.NEGATIVE_INFINITY;
            for (int row = top; row < bottom; row++) {
                if (rank > 1) {
                    cell[last - 1] = row;
                }
                for (int column = left; column < right; column++) {
                    cell[last] = column;
                    float value = cells.at(cell);
                    if (Float.isFinite(value) && (!Float.isFinite(kept) || Math.abs(value) > Math.abs(kept))) {
                        kept = value;
                    }
                }
            }
            return kept;
        }

        private static float finite(float value) {
            return Float.isFinite(value) ? value : Float.NEGATIVE_INFINITY;
        }
    }

    /** The entry for this part in a frame's JSON header. */
    Map<String, Object> entry() {
        Layout layout = tensor.layout();
        int rows = FrameTensor.rowAxis(layout.axes());
        int last = layout.rank() - 1;
        int heads = layout.axes().indexOf(HEAD);
        var entry = new LinkedHashMap<String, Object>();
        entry.put("name", name);
        entry.put("axes", layout.axes());
        entry.put("shape", layout.shape());
        entry.put("dtype", Element.F32.word());
        entry.put("scale", 1);
        entry.put("rows", range(rows));
        if (last != rows) {
            entry.put("columns", range(last));
        }
        if (heads >= 0 && heads != rows) {
            entry.put("heads", range(heads));
        }
        if (pool > 1) {
            entry.put("pool", pool);
        }
        if (across > 1) {
            entry.put("across", across);
        }
        entry.put("colourScale", colourScale);
        entry.put("offset", 0);
        entry.put("length", bytes());
        return entry;
    }

    private List<Integer> range(int axis) {
        return List.of(from.get(axis), to.get(axis));
    }
}
