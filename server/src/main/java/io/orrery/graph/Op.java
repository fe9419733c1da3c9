package io.orrery.graph;

import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * One kind of computation: forward for any range of rows, backward for all of them, and the arithmetic of one cell.
 *
 * <p>An output row may read any row of a weight, but of an activation only rows at or before its own position; and its
 * arithmetic must not depend on which other rows are computed beside it. Outputs begin as zeros.
 */
public interface Op {
    /** Its name in the graph's JSON, by which words are looked up. */
    String kind();

    /** Its parameters, in the graph's JSON: what its formula has besides the inputs. */
    default Map<String, Object> params() {
        return Map.of();
    }

    /** What readers of the graph must know of it without knowing the op. */
    default List<Trait> traits() {
        return List.of();
    }

    /**
     * The axes of the output.
     *
     * @throws IllegalArgumentException when the inputs do not fit together
     */
    List<Axis> axes(List<List<Axis>> inputs);

    /** Whether the output is kept for k_pos ≤ q_pos only. */
    default boolean isCausal() {
        return false;
    }

    /** The value of a cell above the diagonal of a causal output. */
    default float masked() {
        return 0;
    }

    /** Whether the output holds probabilities, drawn from 0 to 1 whatever they are. */
    default boolean isProbability() {
        return false;
    }

    /**
     * Which axes of a weight number its rows, as this op's kernel wants them: by default those that the weight shares with
     * the first input, which are summed over.
     */
    default int[] weightRows(int input, List<List<Axis>> inputs) {
        List<Axis> first = inputs.get(0);
        List<Axis> weight = inputs.get(input);
        return java.util.stream.IntStream.range(0, weight.size())
                .filter(axis -> first.contains(weight.get(axis)))
                .toArray();
    }

    /** What {@link #forward} fills: by default zeros; a view shares an input's rows. */
    default Tensor begin(Tensor[] in, Layout layout) {
        return Tensor.zeros(layout);
    }

    /** Computes the output's rows [from, to). */
    void forward(Run run, Tensor[] in, Tensor out, int from, int to);

    /** Adds to {@code gradIn} the gradient of the loss by each input, given {@code gradOut}, that by the output. */
    void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn);

    /** What one cell of the output was computed from. */
    Explanation explain(Run run, Operands in, int[] cell);
}
