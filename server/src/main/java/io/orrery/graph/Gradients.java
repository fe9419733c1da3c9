package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gradient of a scalar with respect to every node that it depends on, by reverse-mode differentiation. */
public final class Gradients {
    private final Map<String, Tensor> gradients;

    private Gradients(Map<String, Tensor> gradients) {
        this.gradients = gradients;
    }

    /**
     * Goes back through the graph from one node.
     *
     * @param by the gradient of the scalar with respect to {@code from}
     */
    public static Gradients of(Activations activations, Node from, Tensor by) {
        return of(activations, from, by, Map.of());
    }

    /**
     * Goes back through the graph from one node. Gradients of nodes in {@code into} are added to the tensors there.
     *
     * @param by the gradient of the scalar with respect to {@code from}
     * @param into sums over several texts by node name; modified
     */
    public static Gradients of(Activations activations, Node from, Tensor by, Map<String, Tensor> into) {
        return of(activations, from, by, into, Frozen.NOTHING, Optional.empty());
    }

    /**
     * Goes back through the graph from one node, with some nodes held fixed.
     *
     * @param by the gradient of the scalar with respect to {@code from}
     * @param held nodes that get no gradient
     */
    public static Gradients of(Activations activations, Node from, Tensor by, Frozen held) {
        return of(activations, from, by, Map.of(), held, Optional.empty());
    }

    /**
     * Goes back only as far as {@code until}, which must be before {@code from} in the graph's order.
     *
     * @param by the gradient of the scalar with respect to {@code from}
     * @param held nodes that get no gradient
     * @param until gets a gradient, but passes none on, and neither does any node before it
     */
    public static Gradients of(Activations activations, Node from, Tensor by, Frozen held, Node until) {
        return of(activations, from, by, Map.of(), held, Optional.of(until));
    }

    private static Gradients of(
            Activations activations,
            Node from,
            Tensor by,
            Map<String, Tensor> into,
            Frozen held,
            Optional<Node> until) {
        var gradients = new HashMap<>(into);
        gradients.put(from.name(), by);
        List<Node> order = new ArrayList<>(activations.graph().nodes());
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            if (until.isPresent() && until.get().equals(node)) {
                break;
            }
            Tensor gradient = gradients.get(node.name());
            if (gradient == null || node.inputs().isEmpty()) {
                continue;
            }
            var gradIn = new Tensor[node.inputs().size()];
            for (int input = 0; input < gradIn.length; input++) {
                gradIn[input] = gradIn(activations, node, input, gradients, held);
            }
            node.op().backward(activations.run(), activations.inputs(node), activations.tensor(node), gradient, gradIn);
        }
        return new Gradients(gradients);
    }

    /** Where an op adds the gradient by an input: null, or a tensor that is thrown away, if the input is held fixed. */
    private static Tensor gradIn(
            Activations activations, Node node, int input, Map<String, Tensor> gradients, Frozen held) {
        Node by = node.inputs().get(input);
        if (!held.holds(by)) {
            return gradients.computeIfAbsent(by.name(), name -> Tensor.zeros(activations.layout(by)));
        }
        return node.op().leavesOut(input) ? null : Tensor.zeros(activations.layout(by));
    }

    /** Whether the scalar depends on a node. */
    public boolean reaches(Node node) {
        return gradients.containsKey(node.name());
    }

    /** The gradient with respect to a node; zeros where the scalar does not depend on it. */
    public Tensor by(Node node, Sizes sizes, int positions) {
        Tensor gradient = gradients.get(node.name());
        return gradient != null ? gradient : Tensor.zeros(node.layout(sizes, positions));
    }
}
