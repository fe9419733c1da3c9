package io.orrery.graph.architecture;

import static io.orrery.graph.Axis.D_MLP;
import static io.orrery.graph.Axis.D_MODEL;
import static io.orrery.graph.TensorKind.ACTIVATION;
import static io.orrery.graph.TensorKind.AGGREGATE;

import io.orrery.graph.Axis;
import io.orrery.graph.Declaration.Builder;
import io.orrery.graph.Declaration.NodeSpec;
import io.orrery.graph.Keep;
import io.orrery.graph.op.ExpertLinear;
import io.orrery.graph.op.ExpertSum;
import io.orrery.graph.op.ExpertWeights;
import io.orrery.graph.op.Linear;
import io.orrery.graph.op.Multiply;
import io.orrery.graph.op.Pointwise;
import io.orrery.graph.op.Softmax;
import io.orrery.graph.op.TopExperts;

/**
 * A mixture of experts (Shazeer et al. 2017, arXiv:1701.06538; Fedus et al. 2021, arXiv:2101.03961): several gated MLPs in place of one, of
 * which a router takes a few at each position.
 *
 * @param count how many there are
 * @param taken how many of them are taken at a position
 * @param shared whether the probabilities of those that are taken are divided by their sum
 */
public record Experts(int count, int taken, boolean shared) {
    public Experts {
        if (taken < 1 || taken > count) {
            throw new IllegalArgumentException(taken + " of " + count + " experts");
        }
    }

    /** The router and the experts: {@code [pos, d_model] → [pos, d_model]}. */
    NodeSpec declare(Builder g, NodeSpec x, Pointwise activation) {
        Axis expert = Axis.experts(count);
        g.step("mlp.router", "mlp");
        var wRouter = g.weight("mlp.W_router", AGGREGATE, D_MODEL, expert);
        var router = g.node("mlp.hook_router", AGGREGATE, new Linear(), x, wRouter); // [pos, expert]
        var probs = g.node("mlp.hook_router_probs", AGGREGATE, Softmax.ofRows(), router);
        var indices =
                g.node("mlp.hook_expert_indices", AGGREGATE, new TopExperts(Axis.slots(taken)), router); // [pos, slot]
        var weights = g.node("mlp.hook_expert_weights", AGGREGATE, new ExpertWeights(shared), probs, indices);
        g.step("mlp.pre", "mlp");
        var wGate = g.weight("mlp.experts.W_gate", expert, D_MODEL, D_MLP);
        var pre = g.node("mlp.hook_pre", ACTIVATION, new ExpertLinear(), x, wGate, indices); // [pos, slot, d_mlp]
        var wIn = g.weight("mlp.experts.W_in", expert, D_MODEL, D_MLP);
        var linear = g.node("mlp.hook_pre_linear", ACTIVATION, new ExpertLinear(), x, wIn, indices);
        g.step("mlp.post", "mlp");
        var gate = g.node("mlp.hook_gate", ACTIVATION, activation, pre);
        var post = g.node("mlp.hook_post", ACTIVATION, new Multiply(), gate, linear);
        g.step("mlp.out", "mlp");
        var wOut = g.weight("mlp.experts.W_out", expert, D_MLP, D_MODEL);
        var out = g.node(
                "mlp.hook_expert_out", ACTIVATION, new ExpertLinear(), post, wOut, indices); // [pos, slot, d_model]
        // [pos, expert, d_model]
        g.derived(
                "mlp.hook_expert_result",
                ACTIVATION,
                ACTIVATION,
                Keep.ASIDE,
                new ExpertSum(true),
                out,
                indices,
                weights);
        return g.node("hook_mlp_out", ACTIVATION, new ExpertSum(false), out, indices, weights);
    }
}
