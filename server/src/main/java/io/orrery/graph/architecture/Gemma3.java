package io.orrery.graph.architecture;

import static io.orrery.graph.Axis.D_MODEL;
import static io.orrery.graph.Axis.D_VOCAB;
import static io.orrery.graph.Axis.HEAD;
import static io.orrery.graph.Axis.KEY_VALUE_HEAD;
import static io.orrery.graph.TensorKind.ACTIVATION;
import static io.orrery.graph.TensorKind.KEY;
import static io.orrery.graph.TensorKind.QUERY;
import static io.orrery.graph.TensorKind.VALUE;

import io.orrery.graph.Declaration;
import io.orrery.graph.Declaration.Builder;
import io.orrery.graph.Declaration.LayerDeclaration;
import io.orrery.graph.Declaration.NodeSpec;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Affine;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Lookup;
import io.orrery.graph.op.Mask;
import io.orrery.graph.op.Rotary;
import io.orrery.graph.op.Rotate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gemma 3 without images (Gemma team 2025, arXiv:2503.19786): embeddings times √d_model; norms before and behind attention and MLP, whose
 * weights are learned about 1; norms of queries and keys over each head; local layers with a window and a rotary base of their own
 * among global ones; gates of GELU.
 */
public final class Gemma3 {
    private Gemma3() {}

    /**
     * What one kind of layer sees.
     *
     * @param rotary the rotary position parameters
     * @param mask which keys a query sees
     */
    public record Sight(Rotary rotary, Mask mask) {}

    /**
     * The model of these sizes.
     *
     * @param epsilon added to the mean square in every norm
     * @param scale factor applied to q · k
     * @param kinds the kinds of layers by name
     * @param order names of kinds, repeated until there are {@code n_layers} layers
     * @param aboutOne whether norms multiply by 1 + their stored weight, and not by the weight
     * @param tied whether the unembedding is the transposed embedding
     */
    public static Declaration declare(
            Sizes sizes,
            double epsilon,
            double scale,
            Map<String, Sight> kinds,
            List<String> order,
            boolean aboutOne,
            boolean tied) {
        var g = new Builder("gemma3", sizes);

        Decoder.read(g);
        g.step("embed", "embedding");
        var wE = g.weight("embed.W_E", D_VOCAB, D_MODEL);
        var lookup = new Lookup(Lookup.By.TOKEN, Math.sqrt(sizes.d_model()));
        var x = g.node("hook_embed", ACTIVATION, lookup, wE); // [pos, d_model]

        var norm = new Decoder.RmsNorm(epsilon, new Affine(aboutOne));
        Decoder.Branch mlp = (layer, normalized) -> Decoder.gatedMlp(layer, normalized, new Gelu(Gelu.Form.TANH), norm);
        Map<String, LayerDeclaration> layers = new LinkedHashMap<>();
        kinds.forEach((name, sight) -> {
            Decoder.Branch attention = (layer, normalized) -> attention(layer, normalized, sight, scale, norm);
            layers.put(name, Decoder.layer(norm, attention, mlp));
        });
        x = g.layers(x, layers, order.toArray(String[]::new));
        Decoder.predict(g, x, norm, wE, tied);
        return g.build();
    }

    /** {@code [pos, d_model] → [pos, d_model]}. */
    private static NodeSpec attention(Builder g, NodeSpec x, Sight sight, double scale, Decoder.RmsNorm norm) {
        g.step("attn.qkv", "attention");
        var q = Decoder.headed(g, "Q", QUERY, HEAD, x, false); // [pos, head, d_head]
        var k = Decoder.headed(g, "K", KEY, KEY_VALUE_HEAD, x, false);
        var v = Decoder.headed(g, "V", VALUE, KEY_VALUE_HEAD, x, false);
        g.step("attn.norm", "attention");
        q = norm.ofEachHead(g, "attn.q_norm", QUERY, q);
        k = norm.ofEachHead(g, "attn.k_norm", KEY, k);
        g.step("attn.rotate", "attention");
        var rotQ = g.node("attn.hook_rot_q", QUERY, new Rotate(sight.rotary()), q);
        var rotK = g.node("attn.hook_rot_k", KEY, new Rotate(sight.rotary()), k);
        return Decoder.attend(g, rotQ, rotK, v, new Decoder.Scoring(scale, sight.mask()), norm);
    }
}
