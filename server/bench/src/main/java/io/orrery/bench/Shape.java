package io.orrery.bench;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Sizes;
import io.orrery.graph.Weights;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.op.Gelu;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.model.gguf.GgufType;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.WeightRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The shapes of a model. The run time of a trace depends on them and on the weights' type, not on the weights. */
record Shape(String name, boolean isGpt2, Sizes sizes) {
    /** 124 million parameters. */
    static final Shape GPT2 = new Shape("gpt2", true, new Sizes(768, 64, 3072, 50257, 12, 12, 12, 1024));

    static final Shape SMOLLM2 = new Shape("smollm2-135m", false, new Sizes(576, 64, 1536, 49152, 30, 9, 3, 2048));
    static final Shape LLAMA = new Shape("llama-3.2-1b", false, new Sizes(2048, 64, 8192, 128256, 16, 32, 8, 2048));

    static final double EPSILON = 1e-5;

    /** A model with its weights. */
    record Weighted(Graph graph, Weights weights) {}

    /**
     * The model with random weights.
     *
     * @param file which {@link RandomGguf} wrote for these shapes. Orrery reads no GPT-2 from such files: it gets weights
     *     of the same type that were never in a file
     */
    Weighted open(Path file, GgufType type) throws IOException {
        if (!isGpt2) {
            Model model = Presets.open(file.toString());
            return new Weighted(model.graph(), model.weights());
        }
        var graph = new Graph(Gpt2.declare(sizes, EPSILON, Gelu.Form.TANH, true));
        Map<String, Tensor> learned = new HashMap<>();
        for (Node node : graph.weights()) {
            learned.put(node.name(), random(node, type));
        }
        return new Weighted(graph, Weights.of(graph, learned));
    }

    private Tensor random(Node node, GgufType type) {
        var layout = node.layout(sizes, 0);
        boolean isMatrix = layout.rows() > 1 && !node.name().equals("pos_embed.W_pos");
        if (isMatrix && !type.isFloat32()) {
            var stored = new WeightRows(type, layout.columns(0), layout.rows(), true);
            int bytes = layout.rows() / type.elements() * type.bytes();
            byte[] line = RandomGguf.blocks(type, bytes);
            for (int i = 0; i < layout.columns(0); i++) {
                stored.put(i, 1, line, 0, bytes);
            }
            return new Tensor(layout, stored);
        }
        var tensor = Tensor.zeros(layout);
        for (float[] row : tensor.rows()) {
            GgufType.F32.decode(RandomGguf.blocks(GgufType.F32, Float.BYTES * row.length), 0, row.length, row, 0);
        }
        return tensor;
    }
}
