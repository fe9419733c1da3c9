package io.orrery.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.op.Add;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Lookup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Gpt2Test {
    private static final Sizes SORTING = new Sizes(48, 16, 192, 3, 3, 3, 3, 11);

    /** From the published configurations. */
    private static final Sizes SMALL = new Sizes(768, 64, 3072, 50257, 12, 12, 12, 1024);

    @Test
    void sortingModelHas85728Parameters() {
        assertThat(new Graph(Gpt2.declare(SORTING, 1e-5, Gelu.Form.TANH, false)).parameters())
                .isEqualTo(85_728);
    }

    @Test
    void gpt2SmallHas124439808Parameters() {
        assertThat(new Graph(Gpt2.declare(SMALL, 1e-5, Gelu.Form.TANH, true)).parameters())
                .isEqualTo(124_439_808);
    }

    @Test
    void shapesAreThoseOfTransformerLens() {
        var graph = new Graph(Gpt2.declare(SORTING, 1e-5, Gelu.Form.TANH, false));
        Map<String, List<Integer>> shapes = Map.of(
                "blocks.2.attn.W_Q", List.of(3, 48, 16),
                "blocks.2.attn.W_O", List.of(3, 16, 48),
                "blocks.2.attn.b_K", List.of(3, 16),
                "blocks.0.attn.hook_q", List.of(6, 3, 16),
                "blocks.0.attn.hook_attn_scores", List.of(3, 6, 6),
                "blocks.0.attn.hook_result", List.of(6, 3, 48),
                "blocks.1.ln1.hook_scale", List.of(6, 1),
                "blocks.1.mlp.hook_post", List.of(6, 192),
                "unembed.W_U", List.of(48, 3),
                "logits", List.of(6, 3));
        shapes.forEach((name, shape) -> assertThat(
                        graph.node(name).orElseThrow().layout(SORTING, 6).shape())
                .as(name)
                .containsExactly(shape.stream().mapToInt(i -> i).toArray()));
    }

    @Test
    void streamIntoALayerIsThePreviousLayersOutput() {
        var graph = new Graph(Gpt2.declare(SORTING, 1e-5, Gelu.Form.TANH, false));
        assertThat(graph.node("blocks.1.hook_resid_pre").orElseThrow().name()).isEqualTo("blocks.0.hook_resid_post");
        assertThat(graph.node("blocks.0.hook_resid_pre").orElseThrow().name()).isEqualTo("blocks.0.hook_resid_pre");
    }

    @Test
    void everyNodeIsComputedInExactlyOneStepOfItsLayer() {
        var graph = new Graph(Gpt2.declare(SORTING, 1e-5, Gelu.Form.TANH, false));
        var inSteps = graph.steps().stream()
                .filter(step -> !step.chapter().equals("layer"))
                .flatMap(step -> step.nodes().stream())
                .toList();
        var computed = graph.nodes().stream().filter(node -> !node.constant()).toList();
        assertThat(inSteps).containsExactlyInAnyOrderElementsOf(computed);
        assertThat(graph.step("blocks.2").orElseThrow().nodes())
                .extracting(Node::name)
                .allMatch(name -> name.startsWith("blocks.2."));
    }

    @Test
    void stepsAreNamedAndOrderedAsInTheProtocol() {
        var graph = new Graph(Gpt2.declare(SORTING, 1e-5, Gelu.Form.TANH, false));
        assertThat(graph.steps())
                .extracting(Step::id)
                .startsWith(
                        "start", "cut", "embed", "pos_embed", "resid", "blocks.0", "blocks.0.ln1", "blocks.0.attn.qkv")
                .containsSubsequence(
                        "blocks.1",
                        "blocks.1.ln1",
                        "blocks.1.attn.qkv",
                        "blocks.1.attn.scores",
                        "blocks.1.attn.pattern",
                        "blocks.1.attn.z",
                        "blocks.1.attn.out",
                        "blocks.1.resid_mid",
                        "blocks.1.ln2",
                        "blocks.1.mlp.pre",
                        "blocks.1.mlp.post",
                        "blocks.1.mlp.out",
                        "blocks.1.resid_post",
                        "blocks.2")
                .endsWith("ln_final", "logits", "probs");
    }

    @Test
    void sizeOfTheDeclarationIsIndependentOfTheNumberOfLayers() {
        var gpt3 = Gpt2.declare(new Sizes(12288, 128, 49152, 50257, 96, 96, 96, 2048), 1e-5, Gelu.Form.TANH, true);
        var sorting = Gpt2.declare(SORTING, 1e-5, Gelu.Form.TANH, true);
        assertThat(gpt3.layers().templates()).hasSize(1);
        assertThat(gpt3.layers().of(95).section().nodes())
                .hasSameSizeAs(sorting.layers().of(0).section().nodes());
    }

    @Test
    void missingWeightsAreNamed() {
        var graph = TinyModels.gpt2(Gelu.Form.TANH, false);
        assertThatThrownBy(() -> Weights.of(graph, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("embed.W_E");
    }

    @Test
    void nodeThatIsNotKeptCannotBeAnInput() {
        var builder = new Declaration.Builder("test", SORTING);
        var w = builder.weight("w", Axis.N_CTX, Axis.D_MODEL);
        builder.step("a", "a");
        var aside = builder.derived(
                "aside", TensorKind.ACTIVATION, TensorKind.ACTIVATION, Keep.ASIDE, new Lookup(Lookup.By.POSITION), w);
        assertThatThrownBy(() -> builder.node("b", TensorKind.ACTIVATION, new Add(), aside, aside))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aside");
    }
}
