package io.orrery.graph.architecture;

import static io.orrery.graph.Axis.D_HEAD;
import static io.orrery.graph.Axis.D_MODEL;
import static io.orrery.graph.Axis.D_VOCAB;
import static io.orrery.graph.Axis.HEAD;
import static io.orrery.graph.TensorKind.ACTIVATION;
import static io.orrery.graph.TensorKind.AGGREGATE;
import static io.orrery.graph.TensorKind.PREDICTION;
import static io.orrery.graph.TensorKind.VALUE;

import io.orrery.graph.Axis;
import io.orrery.graph.Declaration.Builder;
import io.orrery.graph.Declaration.LayerDeclaration;
import io.orrery.graph.Declaration.NodeSpec;
import io.orrery.graph.Keep;
import io.orrery.graph.Sizes;
import io.orrery.graph.TensorKind;
import io.orrery.graph.op.Add;
import io.orrery.graph.op.HeadResult;
import io.orrery.graph.op.Linear;
import io.orrery.graph.op.Mask;
import io.orrery.graph.op.Scores;
import io.orrery.graph.op.Softmax;
import io.orrery.graph.op.Transpose;
import io.orrery.graph.op.WeightedSum;
import java.util.Locale;

/**
 * The parts that all architectures share: a decoder with norms before attention and MLP (Xiong et al. 2020,
 * arXiv:2002.04745), scaled dot-product attention with a causal mask, and an unembedding.
 */
final class Decoder {
    private Decoder() {}

    /** A norm of this name: {@code [pos, d_model] → [pos, d_model]}. */
    @FunctionalInterface
    interface Norm {
        NodeSpec declare(Builder g, String name, NodeSpec x);
    }

    /** Attention or an MLP: {@code [pos, d_model] → [pos, d_model]}. */
    @FunctionalInterface
    interface Branch {
        NodeSpec declare(Builder g, NodeSpec x);
    }

    /** The steps before the first number: the whole model, and how its text was cut. */
    static void read(Builder g) {
        g.step("start", "start");
        g.step("cut", "start");
    }

    /**
     * How scores are computed and masked.
     *
     * @param scale factor applied to q · k
     * @param mask which keys a query sees
     */
    record Scoring(double scale, Mask mask) {
        /** Every key up to the query, and 1/√d_head. */
        static Scoring of(Sizes sizes) {
            return new Scoring(1 / Math.sqrt(sizes.d_head()), Mask.CAUSAL);
        }
    }

    /** A layer: x = x + attention(norm(x)), x = x + mlp(norm(x)), all {@code [pos, d_model]}. */
    static LayerDeclaration layer(Norm norm, Branch attention, Branch mlp) {
        return (g, x) -> {
            g.step("ln1", "norm1");
            var attnOut = attention.declare(g, norm.declare(g, "ln1", x));
            g.step("resid_mid", "mix");
            var mid = g.node("hook_resid_mid", ACTIVATION, new Add(), x, attnOut);
            g.step("ln2", "norm2");
            var mlpOut = mlp.declare(g, norm.declare(g, "ln2", mid));
            g.step("resid_post", "mlp");
            return g.node("hook_resid_post", ACTIVATION, new Add(), mid, mlpOut);
        };
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
        g.derived("probs", PREDICTION, PREDICTION, Keep.WHEN_READ, Softmax.ofRows(), logits);
    }

    /**
     * Queries, keys or values: {@code [pos, d_model] → [pos, head, d_head]}.
     *
     * @param head the head axis: query heads, or key and value heads
     */
    static NodeSpec headed(Builder g, String letter, TensorKind role, Axis head, NodeSpec x, boolean biased) {
        var name = "attn.hook_" + letter.toLowerCase(Locale.ROOT);
        var w = g.weight("attn.W_" + letter, role, head, D_MODEL, D_HEAD);
        return biased
                ? g.node(name, role, new Linear(), x, w, g.weight("attn.b_" + letter, role, head, D_HEAD))
                : g.node(name, role, new Linear(), x, w);
    }

    /** Queries, keys and values {@code [pos, head, d_head]} → {@code [pos, d_model]} (Vaswani et al. 2017, arXiv:1706.03762). */
    static NodeSpec attend(Builder g, NodeSpec q, NodeSpec k, NodeSpec v, Scoring by, boolean biased) {
        g.step("attn.scores", "attention");
        var mask = by.mask();
        g.derived("attn.hook_attn_scores_unscaled", AGGREGATE, AGGREGATE, Keep.ASIDE, new Scores(1, mask), q, k);
        var scores =
                g.node("attn.hook_attn_scores", AGGREGATE, new Scores(by.scale(), mask), q, k); // [head, q_pos, k_pos]
        g.step("attn.pattern", "attention");
        var pattern = g.node("attn.hook_pattern", AGGREGATE, Softmax.ofScores(mask), scores);
        g.step("attn.z", "mix");
        var z = g.node("attn.hook_z", VALUE, new WeightedSum(mask), pattern, v); // [pos, head, d_head]
        g.step("attn.out", "mix");
        var wO = g.weight("attn.W_O", VALUE, HEAD, D_HEAD, D_MODEL);
        var to = biased ? new NodeSpec[] {z, wO, g.weight("attn.b_O", D_MODEL)} : new NodeSpec[] {z, wO};
        g.derived("attn.hook_result", ACTIVATION, VALUE, Keep.ASIDE, new HeadResult(), z, wO); // [pos, head, d_model]
        return g.node("hook_attn_out", ACTIVATION, new Linear(), to);
    }
}
