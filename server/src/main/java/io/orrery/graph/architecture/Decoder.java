package io.orrery.graph.architecture;

import static io.orrery.graph.Axis.D_HEAD;
import static io.orrery.graph.Axis.D_MLP;
import static io.orrery.graph.Axis.D_MODEL;
import static io.orrery.graph.Axis.D_VOCAB;
import static io.orrery.graph.Axis.HEAD;
import static io.orrery.graph.TensorKind.ACTIVATION;
import static io.orrery.graph.TensorKind.AGGREGATE;
import static io.orrery.graph.TensorKind.PREDICTION;
import static io.orrery.graph.TensorKind.VALUE;
import static io.orrery.graph.TensorKind.WEIGHT;

import io.orrery.graph.Axis;
import io.orrery.graph.Declaration.Builder;
import io.orrery.graph.Declaration.LayerDeclaration;
import io.orrery.graph.Declaration.NodeSpec;
import io.orrery.graph.Keep;
import io.orrery.graph.Sizes;
import io.orrery.graph.TensorKind;
import io.orrery.graph.op.Add;
import io.orrery.graph.op.Affine;
import io.orrery.graph.op.Divide;
import io.orrery.graph.op.HeadResult;
import io.orrery.graph.op.Linear;
import io.orrery.graph.op.Mask;
import io.orrery.graph.op.Multiply;
import io.orrery.graph.op.Pointwise;
import io.orrery.graph.op.Rms;
import io.orrery.graph.op.Scores;
import io.orrery.graph.op.Softmax;
import io.orrery.graph.op.Transpose;
import io.orrery.graph.op.WeightedSum;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts that architectures share: a decoder with norms before attention and MLP (Xiong et al. 2020, arXiv:2002.04745) or
 * behind them, scaled dot-product attention with a causal mask, gated MLPs, and an unembedding.
 */
final class Decoder {
    private Decoder() {}

    /** A norm of this name: {@code [pos, d_model] → [pos, d_model]}. */
    @FunctionalInterface
    interface Norm {
        NodeSpec declare(Builder g, String name, NodeSpec x);
    }

    /**
     * A root-mean-square norm.
     *
     * @param epsilon added to the mean square
     * @param affine how its weight is applied
     */
    record RmsNorm(double epsilon, Affine affine) implements Norm {
        RmsNorm(double epsilon) {
            this(epsilon, new Affine());
        }

        @Override
        public NodeSpec declare(Builder g, String name, NodeSpec x) {
            return declare(g, name, name + ".hook_out", x);
        }

        private NodeSpec declare(Builder g, String name, String out, NodeSpec x) {
            return affine(g, name, out, ACTIVATION, divided(g, name, ACTIVATION, new Rms(epsilon), x), D_MODEL);
        }

        /** Of each head: {@code [pos, head, d_head] → [pos, head, d_head]}, with one weight for all heads. */
        NodeSpec ofEachHead(Builder g, String name, TensorKind role, NodeSpec x) {
            var divided = divided(g, name, role, new Rms(epsilon, true), x);
            return affine(g, name, name + ".hook_out", role, divided, D_HEAD);
        }

        /** Of all heads together: {@code [pos, head, d_head] → [pos, head, d_head]}, with a weight for each. */
        NodeSpec ofAllHeads(Builder g, String name, TensorKind role, NodeSpec x) {
            var divided = divided(g, name, role, new Rms(epsilon), x);
            return affine(g, name, name + ".hook_out", role, divided, x.axes().get(1), D_HEAD);
        }

        private static NodeSpec divided(Builder g, String name, TensorKind role, Rms rms, NodeSpec x) {
            var scale = g.node(name + ".hook_scale", AGGREGATE, rms, x); // [pos, 1] or [pos, head, 1]
            return g.node(name + ".hook_normalized", role, new Divide(), x, scale);
        }

        private NodeSpec affine(Builder g, String name, String out, TensorKind role, NodeSpec divided, Axis... axes) {
            return g.node(out, role, affine, divided, g.weight(name + ".w", role == ACTIVATION ? WEIGHT : role, axes));
        }
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

    /** A layer whose branches have their norms behind them, or within: x = x + attention(x), x = x + mlp(x). */
    static LayerDeclaration layerWithoutNorms(Branch attention, Branch mlp) {
        return (g, x) -> {
            var attnOut = attention.declare(g, x);
            g.step("resid_mid", "mix");
            var mid = g.node("hook_resid_mid", ACTIVATION, new Add(), x, attnOut);
            var mlpOut = mlp.declare(g, mid);
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
        var z = gather(g, q, k, v, by);
        g.step("attn.out", "mix");
        var wO = g.weight("attn.W_O", VALUE, HEAD, D_HEAD, D_MODEL);
        var to = biased ? new NodeSpec[] {z, wO, g.weight("attn.b_O", D_MODEL)} : new NodeSpec[] {z, wO};
        g.derived("attn.hook_result", ACTIVATION, VALUE, Keep.ASIDE, new HeadResult(), z, wO); // [pos, head, d_model]
        return g.node("hook_attn_out", ACTIVATION, new Linear(), to);
    }

    /**
     * The same with a norm behind it (Ding et al. 2021, arXiv:2105.13290), and what each head adds to the stream behind that norm, its
     * divisor held fixed: {@code attn.hook_result_post}.
     */
    static NodeSpec attend(Builder g, NodeSpec q, NodeSpec k, NodeSpec v, Scoring by, RmsNorm after) {
        var z = gather(g, q, k, v, by);
        g.step("attn.out", "mix");
        var wO = g.weight("attn.W_O", VALUE, HEAD, D_HEAD, D_MODEL);
        g.derived("attn.hook_result", ACTIVATION, VALUE, Keep.ASIDE, new HeadResult(), z, wO); // [pos, head, d_model]
        var out = g.node("attn.hook_out", ACTIVATION, new Linear(), z, wO);
        g.step("ln1_post", "mix");
        var scale = g.node("ln1_post.hook_scale", AGGREGATE, new Rms(after.epsilon()), out); // [pos, 1]
        var divided = g.node("ln1_post.hook_normalized", ACTIVATION, new Divide(), out, scale);
        var w = g.weight("ln1_post.w", D_MODEL);
        var ofHeads = new HeadResult(Optional.of(after.affine()));
        g.derived("attn.hook_result_post", ACTIVATION, VALUE, Keep.ASIDE, ofHeads, z, wO, scale, w);
        return g.node("hook_attn_out", ACTIVATION, after.affine(), divided, w);
    }

    /** A gated MLP, {@code [pos, d_model] → [pos, d_model]} (Shazeer 2020, arXiv:2002.05202). */
    static NodeSpec gatedMlp(Builder g, NodeSpec x, Pointwise activation) {
        return project(g, gated(g, x, activation), "hook_mlp_out");
    }

    /** The same with a norm behind it. */
    static NodeSpec gatedMlp(Builder g, NodeSpec x, Pointwise activation, RmsNorm after) {
        var out = project(g, gated(g, x, activation), "mlp.hook_out");
        g.step("ln2_post", "mlp");
        return after.declare(g, "ln2_post", "hook_mlp_out", out);
    }

    private static NodeSpec gated(Builder g, NodeSpec x, Pointwise activation) {
        g.step("mlp.pre", "mlp");
        var pre = g.node("mlp.hook_pre", ACTIVATION, new Linear(), x, g.weight("mlp.W_gate", D_MODEL, D_MLP));
        var linear = g.node("mlp.hook_pre_linear", ACTIVATION, new Linear(), x, g.weight("mlp.W_in", D_MODEL, D_MLP));
        g.step("mlp.post", "mlp");
        var gate = g.node("mlp.hook_gate", ACTIVATION, activation, pre); // [pos, d_mlp]
        return g.node("mlp.hook_post", ACTIVATION, new Multiply(), gate, linear);
    }

    private static NodeSpec project(Builder g, NodeSpec post, String name) {
        g.step("mlp.out", "mlp");
        return g.node(name, ACTIVATION, new Linear(), post, g.weight("mlp.W_out", D_MLP, D_MODEL));
    }

    /** Scores, pattern, and the values that each head gathers, {@code [pos, head, d_head]}. */
    private static NodeSpec gather(Builder g, NodeSpec q, NodeSpec k, NodeSpec v, Scoring by) {
        g.step("attn.scores", "attention");
        var mask = by.mask();
        g.derived("attn.hook_attn_scores_unscaled", AGGREGATE, AGGREGATE, Keep.ASIDE, new Scores(1, mask), q, k);
        var scores =
                g.node("attn.hook_attn_scores", AGGREGATE, new Scores(by.scale(), mask), q, k); // [head, q_pos, k_pos]
        g.step("attn.pattern", "attention");
        var pattern = g.node("attn.hook_pattern", AGGREGATE, Softmax.ofScores(mask), scores);
        g.step("attn.z", "mix");
        return g.node("attn.hook_z", VALUE, new WeightedSum(mask), pattern, v);
    }
}
