package io.orrery.graph.architecture;

import static io.orrery.graph.Axis.D_HEAD;
import static io.orrery.graph.Axis.D_MODEL;
import static io.orrery.graph.Axis.D_VOCAB;
import static io.orrery.graph.Axis.HEAD;
import static io.orrery.graph.Role.ACTIVATION;
import static io.orrery.graph.Role.AGGREGATE;
import static io.orrery.graph.Role.PREDICTION;
import static io.orrery.graph.Role.VALUE;

import io.orrery.graph.Axis;
import io.orrery.graph.Declaration.Builder;
import io.orrery.graph.Declaration.NodeSpec;
import io.orrery.graph.Keep;
import io.orrery.graph.Role;
import io.orrery.graph.op.Add;
import io.orrery.graph.op.HeadResult;
import io.orrery.graph.op.Linear;
import io.orrery.graph.op.Scores;
import io.orrery.graph.op.Softmax;
import io.orrery.graph.op.Transpose;
import io.orrery.graph.op.WeightedSum;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * What the families have in common: a decoder whose norms stand ahead of attention and MLP (Xiong et al. 2020,
 * arXiv:2002.04745), scaled dot-product attention with a causal mask, and an unembedding.
 */
public final class Decoder {
    private Decoder() {}

    /** A norm of this name: {@code [pos, d_model] → [pos, d_model]}. */
    @FunctionalInterface
    interface Norm {
        NodeSpec declare(Builder g, String name, NodeSpec x);
    }

    /**
     * The layers, each of which adds to the residual stream twice.
     *
     * @param x {@code [pos, d_model]}, as is what comes back, what both parts are given and what they return
     */
    static NodeSpec layers(
            Builder g,
            NodeSpec x,
            Norm norm,
            BiFunction<Builder, NodeSpec, NodeSpec> attention,
            BiFunction<Builder, NodeSpec, NodeSpec> mlp) {
        return g.layers(x, (layer, resid) -> {
            layer.step("ln1", "norm1");
            var attnOut = attention.apply(layer, norm.declare(layer, "ln1", resid));
            layer.step("resid_mid", "mix");
            var mid = layer.node("hook_resid_mid", ACTIVATION, new Add(), resid, attnOut);
            layer.step("ln2", "norm2");
            var mlpOut = mlp.apply(layer, norm.declare(layer, "ln2", mid));
            layer.step("resid_post", "mlp");
            return layer.node("hook_resid_post", ACTIVATION, new Add(), mid, mlpOut);
        });
    }

    /**
     * The last norm, the logits and the probabilities of the next token.
     *
     * @param x {@code [pos, d_model]}
     * @param wE the embedding, {@code [d_vocab, d_model]}
     * @param tied whether the unembedding is the transposed embedding
     */
    static void predict(Builder g, NodeSpec x, Norm norm, NodeSpec wE, boolean tied) {
        g.step("ln_final", "output");
        var out = norm.declare(g, "ln_final", x);
        g.step("logits", "output");
        var wU = tied
                ? g.tied("unembed.W_U", PREDICTION, new Transpose(), wE)
                : g.weight("unembed.W_U", PREDICTION, D_MODEL, D_VOCAB);
        var logits = g.node("logits", PREDICTION, new Linear(), out, wU); // [pos, d_vocab]
        g.step("probs", "output");
        g.derived("probs", PREDICTION, PREDICTION, Keep.WHEN_READ, new Softmax(false), logits);
    }

    /**
     * Queries, keys or values: {@code [pos, d_model] → [pos, head, d_head]}.
     *
     * @param head over which heads: those of the queries, or those that share keys and values
     */
    static NodeSpec headed(Builder g, String letter, Role role, Axis head, NodeSpec x, boolean biased) {
        var name = "attn.hook_" + letter.toLowerCase(Locale.ROOT);
        var w = g.weight("attn.W_" + letter, role, head, D_MODEL, D_HEAD);
        return biased
                ? g.node(name, role, new Linear(), x, w, g.weight("attn.b_" + letter, role, head, D_HEAD))
                : g.node(name, role, new Linear(), x, w);
    }

    /** Queries, keys and values {@code [pos, head, d_head]} → {@code [pos, d_model]} (Vaswani et al. 2017, arXiv:1706.03762). */
    static NodeSpec attend(Builder g, NodeSpec q, NodeSpec k, NodeSpec v, boolean biased) {
        g.step("attn.scores", "attention");
        double scale = 1 / Math.sqrt(g.sizes().d_head());
        g.derived("attn.hook_attn_scores_unscaled", AGGREGATE, AGGREGATE, Keep.ASIDE, new Scores(1), q, k);
        var scores = g.node("attn.hook_attn_scores", AGGREGATE, new Scores(scale), q, k); // [head, q_pos, k_pos]
        g.step("attn.pattern", "attention");
        var pattern = g.node("attn.hook_pattern", AGGREGATE, new Softmax(true), scores);
        g.step("attn.z", "mix");
        var z = g.node("attn.hook_z", ACTIVATION, VALUE, new WeightedSum(), pattern, v); // [pos, head, d_head]
        g.step("attn.out", "mix");
        var wO = g.weight("attn.W_O", VALUE, HEAD, D_HEAD, D_MODEL);
        var to = biased ? new NodeSpec[] {z, wO, g.weight("attn.b_O", D_MODEL)} : new NodeSpec[] {z, wO};
        g.derived("attn.hook_result", ACTIVATION, VALUE, Keep.ASIDE, new HeadResult(), z, wO); // [pos, head, d_model]
        return g.node("hook_attn_out", ACTIVATION, new Linear(), to);
    }
}
