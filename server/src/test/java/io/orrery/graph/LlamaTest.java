package io.orrery.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.architecture.Llama;
import io.orrery.graph.op.Rotary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LlamaTest {
    /** From the published configurations. */
    private static final Sizes SMOLLM2 = new Sizes(576, 64, 1536, 49152, 30, 9, 3, 8192);

    private static final Sizes LLAMA_3_1_8B = new Sizes(4096, 128, 14336, 128256, 32, 32, 8, 131072);
    private static final Sizes QWEN2_0_5B = new Sizes(896, 64, 4864, 151936, 24, 14, 2, 131072);

    @Test
    void parameterCountsMatchThePublishedModels() {
        assertThat(parameters("llama", SMOLLM2, false, true)).isEqualTo(134_515_008);
        assertThat(parameters("llama", LLAMA_3_1_8B, false, false)).isEqualTo(8_030_261_248L);
        assertThat(parameters("qwen2", QWEN2_0_5B, true, true)).isEqualTo(494_032_768);
    }

    @Test
    void shapesAreThoseOfTransformerLens() {
        var graph = new Graph(Llama.declare("llama", SMOLLM2, 1e-5, Rotary.of(1e5), false, true));
        Map<String, List<Integer>> shapes = Map.of(
                "blocks.2.attn.W_Q", List.of(9, 576, 64),
                "blocks.2.attn.W_K", List.of(3, 576, 64),
                "blocks.2.attn.W_O", List.of(9, 64, 576),
                "blocks.0.attn.hook_k", List.of(6, 3, 64),
                "blocks.0.attn.hook_rot_k", List.of(6, 3, 64),
                "blocks.0.attn.hook_attn_scores", List.of(9, 6, 6),
                "blocks.1.ln1.hook_scale", List.of(6, 1),
                "blocks.1.mlp.W_gate", List.of(576, 1536),
                "blocks.1.mlp.hook_pre_linear", List.of(6, 1536),
                "unembed.W_U", List.of(576, 49152));
        shapes.forEach((name, shape) -> assertThat(
                        graph.node(name).orElseThrow().layout(SMOLLM2, 6).shape())
                .as(name)
                .containsExactly(shape.stream().mapToInt(i -> i).toArray()));
    }

    @Test
    void streamIntoTheFirstLayerIsTheEmbedding() {
        var graph = TinyModels.llama(Rotary.of(100), false, false);
        assertThat(graph.node("blocks.0.hook_resid_pre").orElseThrow().name()).isEqualTo("hook_embed");
        assertThat(graph.node("blocks.1.hook_resid_pre").orElseThrow().name()).isEqualTo("blocks.0.hook_resid_post");
    }

    @Test
    void rotationIsASeparateStepBetweenQueriesAndScores() {
        var graph = TinyModels.llama(Rotary.of(100), false, false);
        assertThat(graph.steps())
                .extracting(Step::id)
                .startsWith(
                        "start",
                        "cut",
                        "embed",
                        "blocks.0",
                        "blocks.0.ln1",
                        "blocks.0.attn.qkv",
                        "blocks.0.attn.rotate")
                .containsSubsequence("blocks.1.attn.rotate", "blocks.1.attn.scores", "blocks.1.mlp.post");
    }

    @Test
    void scalingKeepsFastPairsAndSlowsSlowPairsByTheFactor() {
        // Llama 3.1: theta 500000, d_head 128, factor 8, bands of wavelengths that end at 2048 and 8192 positions.
        var plain = Rotary.of(500_000);
        var scaled = new Rotary(500_000, Optional.of(new Rotary.Llama3Scaling(8, 1, 4, 8192)));
        for (int i = 0; i < 64; i++) {
            double wavelength = 2 * Math.PI / plain.frequency(i, 128);
            double slower = plain.frequency(i, 128) / scaled.frequency(i, 128);
            if (wavelength < 2048) {
                assertThat(slower).as("pair %s", i).isEqualTo(1);
            } else if (wavelength > 8192) {
                assertThat(slower).as("pair %s", i).isCloseTo(8, within(1e-9));
            } else {
                assertThat(slower).as("pair %s", i).isBetween(1.0, 8.0);
            }
        }
    }

    private static long parameters(String architecture, Sizes sizes, boolean biased, boolean tied) {
        return new Graph(Llama.declare(architecture, sizes, 1e-6, Rotary.of(1e6), biased, tied)).parameters();
    }
}
