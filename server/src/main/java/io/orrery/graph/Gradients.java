package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        var graph = activations.graph();
        var gradients = new HashMap<>(into);
        gradients.put(from.name(), by);
        List<Node> order = new ArrayList<>(graph.nodes());
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            Tensor gradient = gradients.get(node.name());
            if (gradient == null || node.inputs().isEmpty()) {
                continue;
            }
            var gradIn = node.inputs().stream()
                    .map(input -> gradients.computeIfAbsent(
                            input.name(), name -> Tensor.zeros(input.layout(graph.sizes(), activations.positions()))))
                    .toArray(Tensor[]::new);
            node.op().backward(activations.run(), activations.inputs(node), activations.tensor(node), gradient, gradIn);
        }
        return new Gradients(gradients);
    }

    /** The gradient with respect to a node; zeros where the scalar does not depend on it. */
    public Tensor by(Node node, Sizes sizes, int positions) {
        Tensor gradient = gradients.get(node.name());
        return gradient != null ? gradient : Tensor.zeros(node.layout(sizes, positions));
    }
}
