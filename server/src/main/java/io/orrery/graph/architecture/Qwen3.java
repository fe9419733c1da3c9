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
 * Qwen3 (Yang et al. 2025, arXiv:2505.09388): as Llama, with norms of queries and keys over each head before they are rotated.
 */
public final class Qwen3 {
    private Qwen3() {}

    /**
     * The model of these sizes.
     *
     * @param epsilon added to the mean square in every norm
     * @param tied whether the unembedding is the transposed embedding
     */
    public static Declaration declare(Sizes sizes, double epsilon, Rotary rotary, boolean tied) {
        Decoder.Branch mlp = (layer, normalized) -> Decoder.gatedMlp(layer, normalized, new Silu());
        return declare(new Builder("qwen3", sizes), epsilon, rotary, tied, mlp);
    }

    /** The model with experts, each of which is {@code d_mlp} wide. */
    public static Declaration declare(Sizes sizes, double epsilon, Rotary rotary, boolean tied, Experts experts) {
        Decoder.Branch mlp = (layer, normalized) -> experts.declare(layer, normalized, new Silu());
        return declare(new Builder("qwen3_moe", sizes), epsilon, rotary, tied, mlp);
    }

    private static Declaration declare(Builder g, double epsilon, Rotary rotary, boolean tied, Decoder.Branch mlp) {
        Decoder.read(g);
        g.step("embed", "embedding");
        var wE = g.weight("embed.W_E", D_VOCAB, D_MODEL);
        var x = g.node("hook_embed", ACTIVATION, new Lookup(Lookup.By.TOKEN), wE); // [pos, d_model]

        var norm = new Decoder.RmsNorm(epsilon);
        Decoder.Branch attention = (layer, normalized) -> attention(layer, normalized, rotary, norm);
        x = g.layers(x, Decoder.layer(norm, attention, mlp));
        Decoder.predict(g, x, norm, wE, tied);
        return g.build();
    }

    /** {@code [pos, d_model] → [pos, d_model]}. */
    private static NodeSpec attention(Builder g, NodeSpec x, Rotary rotary, Decoder.RmsNorm norm) {
        g.step("attn.qkv", "attention");
        var q = Decoder.headed(g, "Q", QUERY, HEAD, x, false); // [pos, head, d_head]
        var k = Decoder.headed(g, "K", KEY, KEY_VALUE_HEAD, x, false);
        var v = Decoder.headed(g, "V", VALUE, KEY_VALUE_HEAD, x, false);
        g.step("attn.norm", "attention");
        q = norm.ofEachHead(g, "attn.q_norm", QUERY, q);
        k = norm.ofEachHead(g, "attn.k_norm", KEY, k);
        g.step("attn.rotate", "attention");
        var rotQ = g.node("attn.hook_rot_q", QUERY, new Rotate(rotary), q);
        var rotK = g.node("attn.hook_rot_k", KEY, new Rotate(rotary), k);
        return Decoder.attend(g, rotQ, rotK, v, Decoder.Scoring.of(g.sizes()), false);
    }
}
