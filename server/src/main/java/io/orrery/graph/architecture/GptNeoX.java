package io.orrery.graph.architecture;

import static io.orrery.graph.Axis.D_MODEL;
import static io.orrery.graph.Axis.D_VOCAB;
import static io.orrery.graph.Axis.HEAD;
import static io.orrery.graph.TensorKind.ACTIVATION;
import static io.orrery.graph.TensorKind.KEY;
import static io.orrery.graph.TensorKind.QUERY;
import static io.orrery.graph.TensorKind.VALUE;

import io.orrery.graph.Declaration;
import io.orrery.graph.Declaration.Builder;
import io.orrery.graph.Declaration.NodeSpec;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Add;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Lookup;
import io.orrery.graph.op.Rotary;
import io.orrery.graph.op.Rotate;
import java.util.OptionalInt;

/**
 * GPT-NeoX (Black et al. 2022, arXiv:2204.06745), the architecture of Pythia (Biderman et al. 2023, arXiv:2304.01373): attention and MLP
 * side by side, each with a layer norm of its own before it; rotary positions of a part of each head; biases everywhere.
 */
public final class GptNeoX {
    private GptNeoX() {}

    /**
     * The model of these sizes.
     *
     * @param epsilon added to the variance in every layer norm
     * @param gelu the form of GELU
     * @param rotary the rotary position parameters
     * @param rotated how many dimensions of each head are rotated
     * @param tied whether the unembedding is the transposed embedding
     */
    public static Declaration declare(
            Sizes sizes, double epsilon, Gelu.Form gelu, Rotary rotary, int rotated, boolean tied) {
        var g = new Builder("gpt_neox", sizes);

        Decoder.read(g);
        g.step("embed", "embedding");
        var wE = g.weight("embed.W_E", D_VOCAB, D_MODEL);
        var x = g.node("hook_embed", ACTIVATION, new Lookup(Lookup.By.TOKEN), wE); // [pos, d_model]

        var turn = new Rotate(rotary, rotated == sizes.d_head() ? OptionalInt.empty() : OptionalInt.of(rotated));
        Decoder.Norm norm = (builder, name, resid) -> Gpt2.layerNorm(builder, name, resid, epsilon);
        x = g.layers(x, (layer, stream) -> {
            layer.step("ln1", "norm1");
            var attnOut = attention(layer, norm.declare(layer, "ln1", stream), turn);
            layer.step("ln2", "norm2");
            var mlpOut = Gpt2.mlp(layer, norm.declare(layer, "ln2", stream), gelu);
            layer.step("resid_post", "mlp");
            return layer.node("hook_resid_post", ACTIVATION, new Add(), stream, attnOut, mlpOut);
        });
        Decoder.predict(g, x, norm, wE, tied);
        return g.build();
    }

    /** {@code [pos, d_model] → [pos, d_model]}. */
    private static NodeSpec attention(Builder g, NodeSpec x, Rotate turn) {
        g.step("attn.qkv", "attention");
        var q = Decoder.headed(g, "Q", QUERY, HEAD, x, true); // [pos, head, d_head]
        var k = Decoder.headed(g, "K", KEY, HEAD, x, true);
        var v = Decoder.headed(g, "V", VALUE, HEAD, x, true);
        g.step("attn.rotate", "attention");
        var rotQ = g.node("attn.hook_rot_q", QUERY, turn, q);
        var rotK = g.node("attn.hook_rot_k", KEY, turn, k);
        return Decoder.attend(g, rotQ, rotK, v, Decoder.Scoring.of(g.sizes()), true);
    }
}
