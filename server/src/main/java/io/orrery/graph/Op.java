package io.orrery.graph;

import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * One kind of computation: forward for any range of rows, backward for all of them, and the arithmetic of one cell.
 *
 * <p>An output row may read any row of a weight, but only rows of an activation at or before its own position. Its
 * arithmetic must not depend on which other rows are computed in the same call. Outputs start as zeros.
 */
public interface Op {
    /** The op's name in the graph's JSON; a key of the strings files. */
    String kind();

    /** The parameters of the op's formula, besides its inputs, as in the graph's JSON. */
    default Map<String, Object> params() {
        return Map.of();
    }

    /** The properties that readers of the graph depend on, so that they need not know the op itself. */
    default List<Trait> traits() {
        return List.of();
    }

    /**
     * The axes of the output.
     *
     * @throws IllegalArgumentException if the inputs' axes do not match
     */
    List<Axis> axes(List<List<Axis>> inputs);

    /** Whether only cells with k_pos ≤ q_pos are stored. */
    default boolean isCausal() {
        return false;
    }

    /** The value of a cell above the diagonal of a causal output. */
    default float masked() {
        return 0;
    }

    /** Whether the output is probabilities. Their colour scale is always 0 to 1. */
    default boolean isProbability() {
        return false;
    }

    /**
     * The row axes of a weight, as this op's kernel prefers them. By default the axes that the weight shares with the
     * first input, which are summed over.
     */
    default int[] weightRows(int input, List<List<Axis>> inputs) {
        List<Axis> first = inputs.get(0);
        List<Axis> weight = inputs.get(input);
        return java.util.stream.IntStream.range(0, weight.size())
                .filter(axis -> first.contains(weight.get(axis)))
                .toArray();
    }

    /** The tensor that {@link #forward} fills: zeros by default. A view returns an input's rows. */
    default Tensor begin(Tensor[] in, Layout layout) {
        return Tensor.zeros(layout);
    }

    /** Computes the output's rows [from, to). */
    void forward(Run run, Tensor[] in, Tensor out, int from, int to);

    /**
     * Backpropagates: given the gradient of the loss with respect to the output, adds the gradient with respect to each
     * input to {@code gradIn}, which is null for an input that {@link #leavesOut}.
     */
    void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn);

    /**
     * Whether {@link #backward} takes null in {@code gradIn} for an input, and then leaves out its gradient. For inputs
     * that can be weights, or are held fixed.
     */
    default boolean leavesOut(int input) {
        return false;
    }

    /**
     * Forward-mode differentiation: adds to the output's rows [from, to) their change for a small change of the inputs.
     * The divisor of a norm and the scores of attention are always held fixed, so their ops have none.
     *
     * @param change of each input; null for one that does not change
     * @param out the change of the output, zeros at first
     */
    default void tangent(Run run, Tensor[] in, Tensor[] change, Tensor out, int from, int to) {
        throw new IllegalStateException(kind() + " is held fixed");
    }

    /** The cells that one cell of the output was computed from, and the formula. */
    Explanation explain(Run run, Operands in, int[] cell);
}
