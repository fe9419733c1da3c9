package io.orrery.graph;

import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The weights of a model by name, and the tensors that are computed from weights alone. */
public final class Weights {
    private final Map<String, Tensor> tensors;

    private Weights(Map<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    /**
     * The weights of a graph, each laid out as its {@link Node#layout}.
     *
     * @throws IllegalArgumentException if one is missing or has another shape
     */
    public static Weights of(Graph graph, Map<String, Tensor> learned) {
        var tensors = new LinkedHashMap<String, Tensor>();
        try (var workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            var run = new Run(new int[0], workers);
            for (Node node : graph.nodes()) {
                if (!node.constant()) {
                    continue;
                }
                var layout = node.layout(graph.sizes(), 0);
                if (node.isWeight()) {
                    Tensor given = learned.get(node.name());
                    if (given == null || !given.layout().toString().equals(layout.toString())) {
                        String found =
                                given == null ? "missing" : given.layout().toString();
                        throw new IllegalArgumentException(node + " should be " + layout + ", but is " + found);
                    }
                    tensors.put(node.name(), given);
                } else {
                    var in = node.inputs().stream()
                            .map(input -> tensors.get(input.name()))
                            .toArray(Tensor[]::new);
                    var computed = node.op().begin(in, layout);
                    node.op().forward(run, in, computed, 0, layout.rows());
                    tensors.put(node.name(), computed);
                }
            }
        }
        return new Weights(tensors);
    }

    /** A constant tensor by its name. */
    public Optional<Tensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** A constant tensor of the graph that these weights belong to. */
    public Tensor get(Node node) {
        return find(node.name()).orElseThrow(() -> new IllegalArgumentException(node + " is not a weight"));
    }
}
