package io.orrery.lab;

import io.orrery.graph.Activations;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A second forward pass for tests: node after node, all rows, and nothing shared. */
public final class PlainForward {
    private static final Workers WORKERS = new Workers(1);

    private PlainForward() {}

    /**
     * Runs a text.
     *
     * @param change is called with each node's name and rows before anything reads them
     * @param fixed nodes that are not computed
     */
    static Map<String, Tensor> of(Subject subject, BiConsumer<String, float[][]> change, Map<String, Tensor> fixed) {
        return of(subject.graph(), subject.weights(), subject.tokens(), change, fixed);
    }

    /** The same without a run to begin with. */
    public static Map<String, Tensor> of(
            Graph graph,
            Weights weights,
            List<Integer> tokens,
            BiConsumer<String, float[][]> change,
            Map<String, Tensor> fixed) {
        var run = new Run(tokens.stream().mapToInt(token -> token).toArray(), WORKERS);
        Map<String, Tensor> tensors = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node.constant()) {
                tensors.put(node.name(), weights.get(node));
                continue;
            }
            Tensor out = fixed.get(node.name());
            if (out == null) {
                var zeros = Tensor.zeros(node.layout(graph.sizes(), tokens.size()));
                out = new Tensor(zeros.layout(), zeros.rows(), node.op().masked());
                var in = node.inputs().stream()
                        .map(input -> tensors.get(input.name()))
                        .toArray(Tensor[]::new);
                node.op().forward(run, in, out, 0, tokens.size());
                change.accept(node.name(), out.rows());
            }
            tensors.put(node.name(), out);
        }
        return tensors;
    }

    /** The divisors and patterns of a run, and which experts it takes, to hold them fixed in another one. */
    static Map<String, Tensor> divisorsAndPatterns(Activations activations) {
        Map<String, Tensor> fixed = new HashMap<>();
        for (Node node : activations.graph().nodes()) {
            if (node.name().endsWith("hook_scale")
                    || node.name().endsWith("hook_pattern")
                    || node.name().endsWith("hook_expert_indices")
                    || node.name().endsWith("hook_expert_weights")) {
                fixed.put(node.name(), activations.tensor(node));
            }
        }
        return fixed;
    }
}
