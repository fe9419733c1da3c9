package io.orrery.graph.architecture;

import static io.orrery.graph.Axis.D_MLP;
import static io.orrery.graph.Axis.D_MODEL;
import static io.orrery.graph.Axis.D_VOCAB;
import static io.orrery.graph.Axis.HEAD;
import static io.orrery.graph.Axis.N_CTX;
import static io.orrery.graph.TensorKind.ACTIVATION;
import static io.orrery.graph.TensorKind.AGGREGATE;
import static io.orrery.graph.TensorKind.KEY;
import static io.orrery.graph.TensorKind.QUERY;
import static io.orrery.graph.TensorKind.VALUE;

import io.orrery.graph.Declaration;
import io.orrery.graph.Declaration.Builder;
import io.orrery.graph.Declaration.NodeSpec;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Add;
import io.orrery.graph.op.Affine;
import io.orrery.graph.op.Deviation;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Linear;
import io.orrery.graph.op.Lookup;
import io.orrery.graph.op.Mean;
import io.orrery.graph.op.Normalize;
import io.orrery.graph.op.Rotary;
import io.orrery.graph.op.Rotate;

/**
 * GPT-2 (Radford et al. 2019): learned positions, layer norms before attention and MLP, GELU, biases everywhere. The other ways to tell
 * positions ({@link Positions}) are for models that show what positions do.
 */
public final class Gpt2 {
    private Gpt2() {}

    /** The model of these sizes, with learned positions. */
    public static Declaration declare(Sizes sizes, double epsilon, Gelu.Form gelu, boolean tied) {
        return declare(sizes, epsilon, gelu, Positions.LEARNED, tied);
    }

    /**
     * The model of these sizes.
     *
     * @param epsilon added to the variance in every layer norm
     * @param gelu the form of GELU
     * @param tied whether the unembedding is the transposed embedding
     */
    public static Declaration declare(Sizes sizes, double epsilon, Gelu.Form gelu, Positions positions, boolean tied) {
        var g = new Builder("gpt2", sizes);

        Decoder.read(g);
        g.step("embed", "embedding");
        var wE = g.weight("embed.W_E", D_VOCAB, D_MODEL);
        var x = g.node("hook_embed", ACTIVATION, new Lookup(Lookup.By.TOKEN), wE); // [pos, d_model]
        if (positions.hasTable()) {
            g.step("pos_embed", "embedding");
            var wPos = positions == Positions.LEARNED
                    ? g.weight("pos_embed.W_pos", N_CTX, D_MODEL)
                    : g.fixed("pos_embed.W_pos", N_CTX, D_MODEL);
            var posEmbed = g.node("hook_pos_embed", ACTIVATION, new Lookup(Lookup.By.POSITION), wPos); // [pos, d_model]
            g.step("resid", "embedding");
            x = g.node("blocks.0.hook_resid_pre", ACTIVATION, new Add(), x, posEmbed);
        }

        Decoder.Norm norm = (builder, name, resid) -> layerNorm(builder, name, resid, epsilon);
        x = g.layers(
                x,
                Decoder.layer(
                        norm,
                        (layer, normalized) -> attention(layer, normalized, positions),
                        (layer, normalized) -> mlp(layer, normalized, gelu)));
        Decoder.predict(g, x, norm, wE, tied);
        return g.build();
    }

    /** {@code [pos, d_model] → [pos, d_model]}. */
    static NodeSpec layerNorm(Builder g, String name, NodeSpec x, double epsilon) {
        var mean = g.node(name + ".hook_mean", AGGREGATE, new Mean(), x); // [pos, 1]
        var scale = g.node(name + ".hook_scale", AGGREGATE, new Deviation(epsilon), x, mean); // [pos, 1]
        var normalized = g.node(name + ".hook_normalized", ACTIVATION, new Normalize(), x, mean, scale);
        return g.node(
                name + ".hook_out",
                ACTIVATION,
                new Affine(),
                normalized,
                g.weight(name + ".w", D_MODEL),
                g.weight(name + ".b", D_MODEL));
    }

    /** {@code [pos, d_model] → [pos, d_model]}. */
    private static NodeSpec attention(Builder g, NodeSpec x, Positions positions) {
        g.step("attn.qkv", "attention");
        var q = Decoder.headed(g, "Q", QUERY, HEAD, x, true); // [pos, head, d_head]
        var k = Decoder.headed(g, "K", KEY, HEAD, x, true);
        var v = Decoder.headed(g, "V", VALUE, HEAD, x, true);
        if (positions == Positions.ROTARY) {
            var turn = new Rotate(Rotary.of(Positions.BASE));
            g.step("attn.rotate", "attention");
            q = g.node("attn.hook_rot_q", QUERY, turn, q);
            k = g.node("attn.hook_rot_k", KEY, turn, k);
        }
        return Decoder.attend(g, q, k, v, Decoder.Scoring.of(g.sizes()), true);
    }

    /** {@code [pos, d_model] → [pos, d_model]}. */
    static NodeSpec mlp(Builder g, NodeSpec x, Gelu.Form gelu) {
        g.step("mlp.pre", "mlp");
        var wIn = g.weight("mlp.W_in", D_MODEL, D_MLP);
        var pre = g.node("mlp.hook_pre", ACTIVATION, new Linear(), x, wIn, g.weight("mlp.b_in", D_MLP)); // [pos, d_mlp]
        g.step("mlp.post", "mlp");
        var post = g.node("mlp.hook_post", ACTIVATION, new Gelu(gelu), pre);
        g.step("mlp.out", "mlp");
        var wOut = g.weight("mlp.W_out", D_MLP, D_MODEL);
        return g.node("hook_mlp_out", ACTIVATION, new Linear(), post, wOut, g.weight("mlp.b_out", D_MODEL));
    }
}
