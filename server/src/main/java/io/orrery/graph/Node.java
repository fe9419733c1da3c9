package io.orrery.graph;

import io.orrery.tensor.Layout;
import java.util.List;

/**
 * An operation in its place: a tensor with a name, and how it is computed.
 *
 * @param name its hook name, such as {@code blocks.0.attn.hook_q}
 * @param inputs in the order in which the op takes them
 * @param axes the named axes of its tensor
 * @param role what it is to the reader
 * @param frame the role that its frame shows
 * @param keep whether its tensor is kept in a trace and drawn
 * @param constant the same for every text: a weight, or computed from weights alone
 * @param rowAxes which axes number the rows of its tensor
 */
public record Node(
        String name,
        Op op,
        List<Node> inputs,
        List<Axis> axes,
        Role role,
        Role frame,
        Keep keep,
        boolean constant,
        List<Integer> rowAxes) {

    /** Whether it is computed when it is read. */
    public boolean isDerived() {
        return keep != Keep.KEPT;
    }

    public boolean isWeight() {
        return op instanceof Weight;
    }

    /** How its tensor is laid out over so many positions; for a constant node the number does not matter. */
    public Layout layout(Sizes sizes, int positions) {
        var names = axes.stream().map(Axis::name).toList();
        int[] shape =
                axes.stream().mapToInt(axis -> axis.length(sizes, positions)).toArray();
        if (op.isCausal()) {
            return Layout.causal(names, shape[0], positions);
        }
        return Layout.of(names, shape, rowAxes.stream().mapToInt(axis -> axis).toArray());
    }

    @Override
    public String toString() {
        return name;
    }
}
