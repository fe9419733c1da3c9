package io.orrery.graph;

import io.orrery.tensor.Layout;
import java.util.List;

/**
 * A named tensor of the graph, and the op that computes it.
 *
 * @param name its hook name, such as {@code blocks.0.attn.hook_q}
 * @param inputs in the order of the op's operands
 * @param axes the named axes of its tensor
 * @param role what kind of tensor it is
 * @param border the role whose colour its border has
 * @param keep whether its tensor is kept in a trace and drawn
 * @param constant the same for every text: a weight, or computed from weights alone
 * @param rowAxes which axes number the rows of its tensor
 */
public record Node(
        String name,
        Op op,
        List<Node> inputs,
        List<Axis> axes,
        TensorKind role,
        TensorKind border,
        Keep keep,
        boolean constant,
        List<Integer> rowAxes) {

    /** Whether its tensor is computed when it is read. */
    public boolean isDerived() {
        return keep != Keep.KEPT;
    }

    public boolean isWeight() {
        return op instanceof Weight;
    }

    /** Whether its op has a trait. */
    public boolean has(Trait trait) {
        return op.traits().contains(trait);
    }

    /** Whether its op has a trait of this name, with any value. */
    public boolean has(String trait) {
        return op.traits().stream().anyMatch(one -> one.word().equals(trait));
    }

    /** The layout of its tensor for a number of positions, which does not matter for a constant node. */
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
