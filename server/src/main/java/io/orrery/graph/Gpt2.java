package io.orrery.graph;

import static io.orrery.graph.Axis.D_HEAD;
import static io.orrery.graph.Axis.D_MLP;
import static io.orrery.graph.Axis.D_MODEL;
import static io.orrery.graph.Axis.D_VOCAB;
import static io.orrery.graph.Axis.HEAD;
import static io.orrery.graph.Axis.N_CTX;
import static io.orrery.graph.Role.ACTIVATION;
import static io.orrery.graph.Role.AGGREGATE;
import static io.orrery.graph.Role.KEY;
import static io.orrery.graph.Role.PREDICTION;
import static io.orrery.graph.Role.QUERY;
import static io.orrery.graph.Role.VALUE;

import io.orrery.graph.Declaration.Builder;
import io.orrery.graph.Declaration.NodeSpec;

/** GPT-2 (Radford et al. 2019): learned positions, layer norms before attention and MLP, GELU, biases everywhere. */
public final class Gpt2 {
    private Gpt2() {}

    /**
     * The model of these sizes.
     *
     * @param epsilon added to the variance in every layer norm
     * @param gelu the form of GELU
     * @param tied whether the unembedding is the transposed embedding
     */
    public static Declaration declare(Sizes sizes, double epsilon, Gelu.Form gelu, boolean tied) {
        var g = new Builder("gpt2", sizes);

        g.step("start", "start");
        g.step("embed", "embedding");
        var wE = g.weight("embed.W_E", D_VOCAB, D_MODEL);
        var embed = g.node("hook_embed", ACTIVATION, new Lookup(Lookup.By.TOKEN), wE); // [pos, d_model]
        g.step("pos_embed", "embedding");
        var wPos = g.weight("pos_embed.W_pos", N_CTX, D_MODEL);
        var posEmbed = g.node("hook_pos_embed", ACTIVATION, new Lookup(Lookup.By.POSITION), wPos); // [pos, d_model]
        g.step("resid", "embedding");
        var x = g.node("blocks.0.hook_resid_pre", ACTIVATION, new Add(), embed, posEmbed);

        x = g.layers(x, (layer, resid) -> {
            layer.step("ln1", "norm1");
            var attnOut = attention(layer, layerNorm(layer, "ln1", resid, epsilon));
            layer.step("resid_mid", "mix");
            var mid = layer.node("hook_resid_mid", ACTIVATION, new Add(), resid, attnOut);
            layer.step("ln2", "norm2");
            var mlpOut = mlp(layer, layerNorm(layer, "ln2", mid, epsilon), gelu);
            layer.step("resid_post", "mlp");
            return layer.node("hook_resid_post", ACTIVATION, new Add(), mid, mlpOut);
        });

        g.step("ln_final", "output");
        var out = layerNorm(g, "ln_final", x, epsilon);
        g.step("logits", "output");
        var wU = tied
                ? g.tied("unembed.W_U", PREDICTION, new Transpose(), wE)
                : g.weight("unembed.W_U", PREDICTION, D_MODEL, D_VOCAB);
        var logits = g.node("logits", PREDICTION, new Linear(), out, wU); // [pos, d_vocab]
        g.step("probs", "output");
        g.derived("probs", PREDICTION, PREDICTION, Keep.WHEN_READ, new Softmax(false), logits);
        return g.build();
    }

    /** {@code [pos, d_model] → [pos, d_model]}. */
    private static NodeSpec layerNorm(Builder g, String name, NodeSpec x, double epsilon) {
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
    private static NodeSpec attention(Builder g, NodeSpec x) {
        g.step("attn.qkv", "attention");
        var q = headed(g, "Q", QUERY, x); // [pos, head, d_head]
        var k = headed(g, "K", KEY, x);
        var v = headed(g, "V", VALUE, x);
        g.step("attn.scores", "attention");
        double scale = 1 / Math.sqrt(g.sizes().d_head());
        g.derived("attn.hook_attn_scores_unscaled", AGGREGATE, AGGREGATE, Keep.ASIDE, new Scores(1), q, k);
        var scores = g.node("attn.hook_attn_scores", AGGREGATE, new Scores(scale), q, k); // [head, q_pos, k_pos]
        g.step("attn.pattern", "attention");
        var pattern = g.node("attn.hook_pattern", AGGREGATE, new Softmax(true), scores);
        g.step("attn.z", "mix");
        var z = g.node("attn.hook_z", ACTIVATION, VALUE, new Mix(), pattern, v); // [pos, head, d_head]
        g.step("attn.out", "mix");
        var wO = g.weight("attn.W_O", VALUE, HEAD, D_HEAD, D_MODEL);
        var bO = g.weight("attn.b_O", D_MODEL);
        g.derived("attn.hook_result", ACTIVATION, VALUE, Keep.ASIDE, new HeadResult(), z, wO); // [pos, head, d_model]
        return g.node("hook_attn_out", ACTIVATION, new Linear(), z, wO, bO);
    }

    /** {@code [pos, d_model] → [pos, head, d_head]}. */
    private static NodeSpec headed(Builder g, String letter, Role role, NodeSpec x) {
        var w = g.weight("attn.W_" + letter, role, HEAD, D_MODEL, D_HEAD);
        var b = g.weight("attn.b_" + letter, role, HEAD, D_HEAD);
        return g.node("attn.hook_" + letter.toLowerCase(java.util.Locale.ROOT), role, new Linear(), x, w, b);
    }

    /** {@code [pos, d_model] → [pos, d_model]}. */
    private static NodeSpec mlp(Builder g, NodeSpec x, Gelu.Form gelu) {
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
