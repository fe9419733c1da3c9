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
import io.orrery.graph.Declaration.NodeSpec;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Lookup;
import io.orrery.graph.op.Rotary;
import io.orrery.graph.op.Rotate;
import io.orrery.graph.op.Silu;

/**
 * Llama (Touvron et al. 2023, arXiv:2302.13971 and 2307.09288): root-mean-square norms, rotary positions, grouped
 * queries, a gated MLP, no biases. Mistral is the same; Qwen2 adds biases to queries, keys and values.
 */
public final class Llama {
    private Llama() {}

    /**
     * The model of these sizes.
     *
     * @param architecture the name of the model family
     * @param epsilon added to the mean square in every norm
     * @param rotary the rotary position parameters
     * @param biased whether queries, keys and values have biases
     * @param tied whether the unembedding is the transposed embedding
     */
    public static Declaration declare(
            String architecture, Sizes sizes, double epsilon, Rotary rotary, boolean biased, boolean tied) {
        var g = new Builder(architecture, sizes);

        Decoder.read(g);
        g.step("embed", "embedding");
        var wE = g.weight("embed.W_E", D_VOCAB, D_MODEL);
        var x = g.node("hook_embed", ACTIVATION, new Lookup(Lookup.By.TOKEN), wE); // [pos, d_model]

        var norm = new Decoder.RmsNorm(epsilon);
        Decoder.Branch attention = (layer, normalized) -> attention(layer, normalized, rotary, biased);
        Decoder.Branch mlp = (layer, normalized) -> Decoder.gatedMlp(layer, normalized, new Silu());
        x = g.layers(x, Decoder.layer(norm, attention, mlp));
        Decoder.predict(g, x, norm, wE, tied);
        return g.build();
    }

    /** {@code [pos, d_model] → [pos, d_model]}. */
    private static NodeSpec attention(Builder g, NodeSpec x, Rotary rotary, boolean biased) {
        g.step("attn.qkv", "attention");
        var q = Decoder.headed(g, "Q", QUERY, HEAD, x, biased); // [pos, head, d_head]
        var k = Decoder.headed(g, "K", KEY, KEY_VALUE_HEAD, x, biased);
        var v = Decoder.headed(g, "V", VALUE, KEY_VALUE_HEAD, x, biased);
        g.step("attn.rotate", "attention");
        var rotQ = g.node("attn.hook_rot_q", QUERY, new Rotate(rotary), q);
        var rotK = g.node("attn.hook_rot_k", KEY, new Rotate(rotary), k);
        return Decoder.attend(g, rotQ, rotK, v, Decoder.Scoring.of(g.sizes()), false);
    }
}
