package io.orrery.graph.architecture;

import static io.orrery.graph.Axis.D_MLP;
import static io.orrery.graph.Axis.D_MODEL;
import static io.orrery.graph.Axis.D_VOCAB;
import static io.orrery.graph.Axis.HEAD;
import static io.orrery.graph.Axis.KEY_VALUE_HEAD;
import static io.orrery.graph.TensorKind.ACTIVATION;
import static io.orrery.graph.TensorKind.AGGREGATE;
import static io.orrery.graph.TensorKind.KEY;
import static io.orrery.graph.TensorKind.QUERY;
import static io.orrery.graph.TensorKind.VALUE;

import io.orrery.graph.Declaration;
import io.orrery.graph.Declaration.Builder;
import io.orrery.graph.Declaration.LayerDeclaration;
import io.orrery.graph.Declaration.NodeSpec;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Affine;
import io.orrery.graph.op.Divide;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Linear;
import io.orrery.graph.op.Lookup;
import io.orrery.graph.op.Mask;
import io.orrery.graph.op.Multiply;
import io.orrery.graph.op.Rms;
import io.orrery.graph.op.Rotary;
import io.orrery.graph.op.Rotate;
import io.orrery.graph.op.Silu;
import io.orrery.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A model whose layers alternate, for tests. Even layers are local: rotary positions, a window of {@link #WINDOW}
 * positions, scores divided by √d_head, a gated MLP. Odd layers are global: no positions, every earlier key, scores divided
 * by d_head, a plain MLP with biases. So the two differ in weights, steps, mask and scale.
 */
public final class AlternatingModel {
    /** Heads are wider together than the residual stream, and two query heads share a key head. */
    public static final Sizes SIZES = new Sizes(12, 6, 10, 7, 4, 4, 2, 9);

    public static final int WINDOW = 3;
    static final double EPSILON = 1e-5;
    static final double THETA = 100;

    private AlternatingModel() {}

    public static Declaration declare() {
        return declare(SIZES);
    }

    public static Declaration declare(Sizes sizes) {
        var g = new Builder("alternating", sizes);
        g.step("start", "start");
        g.step("embed", "embedding");
        var wE = g.weight("embed.W_E", D_VOCAB, D_MODEL);
        var x = g.node("hook_embed", ACTIVATION, new Lookup(Lookup.By.TOKEN), wE);
        Map<String, LayerDeclaration> kinds = Map.of(
                "local",
                        Decoder.layer(
                                AlternatingModel::norm, AlternatingModel::localAttention, AlternatingModel::gatedMlp),
                "global",
                        Decoder.layer(
                                AlternatingModel::norm, AlternatingModel::globalAttention, AlternatingModel::plainMlp));
        x = g.layers(x, kinds, "local", "global");
        Decoder.predict(g, x, AlternatingModel::norm, wE, false);
        return g.build();
    }

    /** Random weights for a graph of this model. */
    public static Map<String, Tensor> randomWeights(Graph graph, Random random) {
        var weights = new LinkedHashMap<String, Tensor>();
        for (Node node : graph.weights()) {
            var tensor = Tensor.zeros(node.layout(graph.sizes(), 0));
            for (float[] row : tensor.rows()) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) (0.5 * random.nextGaussian());
                }
            }
            weights.put(node.name(), tensor);
        }
        return weights;
    }

    private static NodeSpec norm(Builder g, String name, NodeSpec x) {
        var scale = g.node(name + ".hook_scale", AGGREGATE, new Rms(EPSILON), x);
        var normalized = g.node(name + ".hook_normalized", ACTIVATION, new Divide(), x, scale);
        return g.node(name + ".hook_out", ACTIVATION, new Affine(), normalized, g.weight(name + ".w", D_MODEL));
    }

    private static NodeSpec localAttention(Builder g, NodeSpec x) {
        g.step("attn.qkv", "attention");
        var q = Decoder.headed(g, "Q", QUERY, HEAD, x, false);
        var k = Decoder.headed(g, "K", KEY, KEY_VALUE_HEAD, x, false);
        var v = Decoder.headed(g, "V", VALUE, KEY_VALUE_HEAD, x, false);
        g.step("attn.rotate", "attention");
        var rotQ = g.node("attn.hook_rot_q", QUERY, new Rotate(Rotary.of(THETA)), q);
        var rotK = g.node("attn.hook_rot_k", KEY, new Rotate(Rotary.of(THETA)), k);
        double scale = 1 / Math.sqrt(g.sizes().d_head());
        return Decoder.attend(g, rotQ, rotK, v, new Decoder.Scoring(scale, Mask.window(WINDOW)), false);
    }

    private static NodeSpec globalAttention(Builder g, NodeSpec x) {
        g.step("attn.qkv", "attention");
        var q = Decoder.headed(g, "Q", QUERY, HEAD, x, false);
        var k = Decoder.headed(g, "K", KEY, KEY_VALUE_HEAD, x, false);
        var v = Decoder.headed(g, "V", VALUE, KEY_VALUE_HEAD, x, false);
        double scale = 1.0 / g.sizes().d_head();
        return Decoder.attend(g, q, k, v, new Decoder.Scoring(scale, Mask.CAUSAL), false);
    }

    private static NodeSpec gatedMlp(Builder g, NodeSpec x) {
        g.step("mlp.pre", "mlp");
        var pre = g.node("mlp.hook_pre", ACTIVATION, new Linear(), x, g.weight("mlp.W_gate", D_MODEL, D_MLP));
        var linear = g.node("mlp.hook_pre_linear", ACTIVATION, new Linear(), x, g.weight("mlp.W_in", D_MODEL, D_MLP));
        g.step("mlp.post", "mlp");
        var gate = g.node("mlp.hook_gate", ACTIVATION, new Silu(), pre);
        var post = g.node("mlp.hook_post", ACTIVATION, new Multiply(), gate, linear);
        g.step("mlp.out", "mlp");
        return g.node("hook_mlp_out", ACTIVATION, new Linear(), post, g.weight("mlp.W_out", D_MLP, D_MODEL));
    }

    private static NodeSpec plainMlp(Builder g, NodeSpec x) {
        g.step("mlp.pre", "mlp");
        var wIn = g.weight("mlp.W_in", D_MODEL, D_MLP);
        var pre = g.node("mlp.hook_pre", ACTIVATION, new Linear(), x, wIn, g.weight("mlp.b_in", D_MLP));
        g.step("mlp.post", "mlp");
        var post = g.node("mlp.hook_post", ACTIVATION, new Gelu(Gelu.Form.ERF), pre);
        g.step("mlp.out", "mlp");
        var wOut = g.weight("mlp.W_out", D_MLP, D_MODEL);
        return g.node("hook_mlp_out", ACTIVATION, new Linear(), post, wOut, g.weight("mlp.b_out", D_MODEL));
    }
}
