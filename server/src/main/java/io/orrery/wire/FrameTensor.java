package io.orrery.wire;

import io.orrery.tensor.Tensor;
import java.util.List;

/**
 * A range of rows of one tensor, as sent in a frame.
 *
 * @param axes the tensor's named axes
 * @param shape shape of the whole tensor
 * @param from the first row of the range, along {@link #rowAxis}
 * @param to the end of the range, exclusive
 * @param values the cells of the range, row-major in the order of the axes; −∞ means masked, ∞ a router's logit of an expert that is forced
 * @param colourScale the value that is drawn in full colour; computed over the whole tensor
 */
public record FrameTensor(
        String name, List<String> axes, int[] shape, int from, int to, float[] values, float colourScale) {
    public FrameTensor {
        for (float value : values) {
            if (Float.isNaN(value)) {
                throw new IllegalArgumentException(name + " holds " + value + ", which is no number");
            }
        }
    }

    /** The rows [from, to) of a tensor. */
    public static FrameTensor rows(String name, Tensor tensor, int from, int to, float colourScale) {
        var layout = tensor.layout();
        int axis = rowAxis(layout.axes());
        return new FrameTensor(
                name, layout.axes(), layout.shape(), from, to, tensor.toArray(axis, from, to), colourScale);
    }

    /** A whole tensor. */
    public static FrameTensor whole(String name, Tensor tensor, float colourScale) {
        return rows(name, tensor, 0, rowCount(tensor), colourScale);
    }

    /** The size of a tensor's row axis. */
    public static int rowCount(Tensor tensor) {
        return tensor.layout().size(rowAxis(tensor.layout().axes()));
    }

    /** The index of the row axis: the first axis named {@code pos} or {@code q_pos}, otherwise axis 0. */
    public static int rowAxis(List<String> axes) {
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(axis).equals("pos") || axes.get(axis).equals("q_pos")) {
                return axis;
            }
        }
        return 0;
    }

    /** The length of {@link #values} along the last axis. */
    int lastLength() {
        int last = shape.length - 1;
        return rowAxis(axes) == last ? to - from : shape[last];
    }

    float greatestMagnitude() {
        float greatest = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                greatest = Math.max(greatest, Math.abs(value));
            }
        }
        return greatest;
    }

    /**
     * The values, max-pooled by magnitude: each group of {@code pool} neighbours along the last axis is represented by
     * its finite value of greatest magnitude, or −∞ if all are masked.
     */
    float[] pooled(int pool) {
        int length = lastLength();
        int lines = length == 0 ? 0 : values.length / length;
        int pools = (length + pool - 1) / pool;
        var pooled = new float[lines * pools];
        for (int i = 0; i < pooled.length; i++) {
            int line = i / pools * length;
            int start = line + i % pools * pool;
            int end = Math.min(start + pool, line + length);
            float kept = Float.NEGATIVE_INFINITY;
            for (int j = start; j < end; j++) {
                boolean replaces = Float.isFinite(values[j])
                        && (kept == Float.NEGATIVE_INFINITY || Math.abs(values[j]) > Math.abs(kept));
                kept = replaces ? values[j] : kept;
            }
            pooled[i] = kept;
        }
        return pooled;
    }
}
