package io.orrery.graph;

import io.orrery.graph.architecture.AlternatingModel;
import io.orrery.graph.architecture.Experts;
import io.orrery.graph.architecture.Gemma3;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.architecture.GptNeoX;
import io.orrery.graph.architecture.Llama;
import io.orrery.graph.architecture.Olmo2;
import io.orrery.graph.architecture.Positions;
import io.orrery.graph.architecture.Qwen3;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Mask;
import io.orrery.graph.op.Rotary;
import io.orrery.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Models of odd sizes with random weights, for tests of ops in their graphs. */
public final class TinyModels {
    private static final Sizes GPT2 = new Sizes(12, 5, 21, 7, 2, 3, 3, 9);

    /** Heads are wider together than the residual stream, and two query heads share a key head. */
    private static final Sizes LLAMA = new Sizes(12, 6, 21, 7, 2, 4, 2, 9);

    private static final Sizes NEOX = new Sizes(12, 6, 21, 7, 2, 2, 2, 9);

    private TinyModels() {}

    static Graph gpt2(Gelu.Form form, boolean tied) {
        return new Graph(Gpt2.declare(GPT2, 1e-5, form, tied));
    }

    /** Its heads are even, so that they can be rotated. */
    private static Graph gpt2(Positions positions) {
        return new Graph(Gpt2.declare(NEOX, 1e-5, Gelu.Form.TANH, positions, false));
    }

    static Graph llama(Rotary rotary, boolean biased, boolean tied) {
        return new Graph(Llama.declare("llama", LLAMA, 1e-5, rotary, biased, tied));
    }

    private static Graph gemma3(boolean aboutOne) {
        var kinds = Map.of(
                "local", new Gemma3.Sight(Rotary.of(50), Mask.window(3)),
                "global", new Gemma3.Sight(Rotary.of(100), Mask.CAUSAL));
        return new Graph(Gemma3.declare(LLAMA, 1e-5, 0.3, kinds, List.of("local", "global"), aboutOne, true));
    }

    /** Each architecture in all its variations, by a name for the tests. */
    public static Map<String, Graph> all() {
        var scaled = new Rotary(50, Optional.of(new Rotary.Llama3Scaling(8, 1, 4, 30)));
        var graphs = new LinkedHashMap<String, Graph>();
        graphs.put("gpt2, tied", gpt2(Gelu.Form.TANH, true));
        graphs.put("gpt2, untied", gpt2(Gelu.Form.TANH, false));
        graphs.put("gpt2, exact gelu, tied", gpt2(Gelu.Form.ERF, true));
        graphs.put("gpt2, exact gelu, untied", gpt2(Gelu.Form.ERF, false));
        graphs.put("gpt2, fixed positions", gpt2(Positions.SINUSOIDAL));
        graphs.put("gpt2, rotary positions", gpt2(Positions.ROTARY));
        graphs.put("gpt2, no positions", gpt2(Positions.NONE));
        graphs.put("llama, untied", llama(Rotary.of(100), false, false));
        graphs.put("llama, biases, tied", llama(Rotary.of(100), true, true));
        graphs.put("llama, scaled positions", llama(scaled, false, true));
        graphs.put("qwen3", new Graph(Qwen3.declare(LLAMA, 1e-5, Rotary.of(100), false)));
        var experts = new Experts(5, 2, true);
        graphs.put("qwen3_moe", new Graph(Qwen3.declare(LLAMA, 1e-5, Rotary.of(100), false, experts)));
        var whole = new Experts(4, 3, false);
        graphs.put("qwen3_moe, whole", new Graph(Qwen3.declare(LLAMA, 1e-5, Rotary.of(100), true, whole)));
        graphs.put("olmo2", new Graph(Olmo2.declare(LLAMA, 1e-5, Rotary.of(100), false)));
        graphs.put("gpt_neox", new Graph(GptNeoX.declare(NEOX, 1e-5, Gelu.Form.ERF, Rotary.of(100), 4, false)));
        graphs.put("gemma3", gemma3(true));
        graphs.put("gemma3, whole weights", gemma3(false));
        graphs.put("alternating layers", new Graph(AlternatingModel.declare()));
        return graphs;
    }

    /** 20,000 tokens. */
    public static Graph withALargeVocabulary() {
        var sizes = new Sizes(
                GPT2.d_model(),
                GPT2.d_head(),
                GPT2.d_mlp(),
                20_000,
                GPT2.n_layers(),
                GPT2.n_heads(),
                GPT2.n_key_value_heads(),
                GPT2.n_ctx());
        return new Graph(Gpt2.declare(sizes, 1e-5, Gelu.Form.TANH, false));
    }

    /** The vocabulary of {@link #ofManyHeads}. */
    public static final int FEW_TOKENS = 600;

    /** Narrow, with 16 heads in each of three layers, and a context of 64. */
    public static Graph ofManyHeads() {
        var sizes = new Sizes(32, 4, 48, FEW_TOKENS, 3, 16, 16, 64);
        return new Graph(Gpt2.declare(sizes, 1e-5, Gelu.Form.TANH, true));
    }

    /** Narrow, with 8,000 tokens, three layers, and a context of 64. */
    public static Graph ofManyTokens() {
        var sizes = new Sizes(16, 4, 32, 8_000, 3, 2, 1, 64);
        return new Graph(Llama.declare("llama", sizes, 1e-5, Rotary.of(100), false, false));
    }

    public static Weights weights(Graph graph, Random random) {
        Map<String, Tensor> weights = new HashMap<>();
        for (Node node : graph.weights()) {
            weights.put(node.name(), random(node, graph.sizes(), 0, random));
        }
        return Weights.of(graph, weights);
    }

    static Tensor random(Node node, Sizes sizes, int positions, Random random) {
        var tensor = Tensor.zeros(node.layout(sizes, positions));
        for (float[] row : tensor.rows()) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (0.5 * random.nextGaussian());
            }
        }
        return new Tensor(tensor.layout(), tensor.rows(), node.op().masked());
    }

    public static int[] tokens(Graph graph, int count, Random random) {
        return random.ints(count, 0, graph.sizes().d_vocab()).toArray();
    }
}
