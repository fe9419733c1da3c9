package io.orrery.wire;

import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a tensor, or an overview of it: of each axis the cells from one to another, and of the last two axes so many
 * neighbours made one, which is the one of greatest finite magnitude. It travels exact, as float32.
 *
 * @param from the first index along each axis
 * @param to the index after the last
 * @param across how many neighbours of the last axis but one become one
 * @param pool how many neighbours of the last axis become one
 */
public record TensorPart(
        String name, Tensor tensor, List<Integer> from, List<Integer> to, int across, int pool, float colourScale) {
    private static final String HEAD = "head";

    public TensorPart {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /** How many bytes the numbers take. */
    public long bytes() {
        long cells = 1;
        for (int axis = 0; axis < from.size(); axis++) {
            cells = Math.multiplyExact(cells, length(axis));
        }
        return cells * Float.BYTES;
    }

    /** How many neighbours along an axis become one. */
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

    /** The cells, row-major in the order of the axes; −∞ where all that became one are masked. */
    float[] values() {
        int rank = from.size();
        var values = new float[Math.toIntExact(bytes() / Float.BYTES)];
        var index = new int[rank];
        for (int i = 0; i < values.length; i++) {
            values[i] = greatest(index);
            for (int axis = rank - 1; axis >= 0 && ++index[axis] == length(axis); axis--) {
                index[axis] = 0;
            }
        }
        return values;
    }

    private float greatest(int[] pooled) {
        int rank = pooled.length;
        int last = rank - 1;
        var cell = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            cell[axis] = from.get(axis) + pooled[axis] * poolOf(axis);
        }
        int right = Math.min(to.get(last), cell[last] + pool);
        int bottom = rank == 1 ? 1 : Math.min(to.get(last - 1), cell[last - 1] + across);
        int left = cell[last];
        int top = rank == 1 ? 0 : cell[last - 1];
        float kept = Float.NEGATIVE_INFINITY;
        for (int row = top; row < bottom; row++) {
            if (rank > 1) {
                cell[last - 1] = row;
            }
            for (int column = left; column < right; column++) {
                cell[last] = column;
                float value = tensor.at(cell);
                if (Float.isFinite(value) && (!Float.isFinite(kept) || Math.abs(value) > Math.abs(kept))) {
                    kept = value;
                }
            }
        }
        return kept;
    }

    /** What the header of a frame says of it. */
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
