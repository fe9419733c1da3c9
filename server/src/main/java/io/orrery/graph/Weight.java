package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.List;

/**
 * A tensor of the model: stored, not computed.
 *
 * @param fixed whether training leaves it as it is
 */
record Weight(String name, List<Axis> shape, boolean fixed) implements Op {
    @Override
    public String kind() {
        return "weight";
    }

    @Override
    public List<Trait> traits() {
        return fixed ? List.of(Trait.TABLE, Trait.LEARNED, Trait.FIXED) : List.of(Trait.TABLE, Trait.LEARNED);
    }

    @Override
    public List<Axis> axes(List<List<Axis>> inputs) {
        return shape;
    }

    @Override
    public void forward(Run run, Tensor[] in, Tensor out, int from, int to) {
        throw new IllegalStateException("a weight is given, not computed: " + name);
    }

    @Override
    public void backward(Run run, Tensor[] in, Tensor out, Tensor gradOut, Tensor[] gradIn) {
        // A weight has no inputs: its gradient ends here.
    }

    @Override
    public Explanation explain(Run run, Operands in, int[] cell) {
        var index = java.util.Arrays.stream(cell).boxed().toList();
        return new Explanation.Learned(new Cell(name, index));
    }
}
