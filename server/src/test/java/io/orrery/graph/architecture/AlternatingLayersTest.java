package io.orrery.graph.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.graph.Activations;
import io.orrery.graph.Axis;
import io.orrery.graph.Cell;
import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Declaration;
import io.orrery.graph.Declaration.LayerDeclaration;
import io.orrery.graph.Explanation;
import io.orrery.graph.Gradients;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Step;
import io.orrery.graph.TensorKind;
import io.orrery.graph.Weights;
import io.orrery.graph.op.Add;
import io.orrery.graph.op.Lookup;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model whose layers differ, against the same arithmetic in plain loops. */
class AlternatingLayersTest {
    private static final int[] TOKENS = {3, 0, 6, 1, 1, 5, 2, 4};
    private static final double STEP = 1e-5;
    private static final int CELLS_PER_WEIGHT = 6;

    private final Random random = new Random(17);
    private final Graph graph = new Graph(AlternatingModel.declare());
    private final Map<String, Tensor> learned = AlternatingModel.randomWeights(graph, random);
    private final Map<String, double[]> plainWeights = new HashMap<>();
    private final Workers workers = new Workers(1);
    private final Activations activations;

    AlternatingLayersTest() {
        learned.forEach((name, tensor) -> plainWeights.put(name, doubles(tensor.toArray())));
        activations = Activations.compute(graph, Weights.of(graph, learned), new Run(TOKENS, workers));
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void everyTensorIsWhatPlainArithmeticSays() {
        var plain = PlainAlternating.run(plainWeights, TOKENS);
        var computed = graph.nodes().stream().filter(node -> !node.constant()).toList();
        assertThat(computed).extracting(Node::name).containsExactlyInAnyOrderElementsOf(plain.keySet());
        for (Node node : computed) {
            double[] expected = plain.get(node.name());
            float[] found = activations.tensor(node).toArray();
            assertThat(found.length).as(node.name()).isEqualTo(expected.length);
            for (int i = 0; i < found.length; i++) {
                if (Double.isInfinite(expected[i])) {
                    assertThat(found[i]).as("%s at %s", node, i).isEqualTo(Float.NEGATIVE_INFINITY);
                } else {
                    assertThat(Math.abs(found[i] - expected[i]))
                            .as("%s at %s: %s, not %s", node, i, found[i], expected[i])
                            .isLessThanOrEqualTo(1e-4 * (1 + Math.abs(expected[i])));
                }
            }
        }
    }

    @Test
    void gradientsAreCentralDifferencesOfThePlainLoss() {
        var logits = graph.node("logits").orElseThrow();
        var by = Tensor.zeros(logits.layout(graph.sizes(), TOKENS.length));
        double loss = CrossEntropy.lossAndGradient(activations.tensor(logits), CrossEntropy.nextTokens(TOKENS), by);
        assertThat(Math.abs(loss - PlainAlternating.loss(plainWeights, TOKENS))).isLessThan(1e-4);
        var gradients = Gradients.of(activations, logits, by);
        for (Node node : graph.weights()) {
            float[] gradient = gradients.by(node, graph.sizes(), 0).toArray();
            double[] values = plainWeights.get(node.name());
            for (int i = 0; i < CELLS_PER_WEIGHT; i++) {
                int at = random.nextInt(values.length);
                double before = values[at];
                values[at] = before + STEP;
                double above = PlainAlternating.loss(plainWeights, TOKENS);
                values[at] = before - STEP;
                double below = PlainAlternating.loss(plainWeights, TOKENS);
                values[at] = before;
                double slope = (above - below) / (2 * STEP);
                assertThat(Math.abs(gradient[at] - slope))
                        .as("%s at %s: %s, not %s", node, at, gradient[at], slope)
                        .isLessThanOrEqualTo(1e-4 * (1 + Math.abs(slope)));
            }
        }
    }

    @Test
    void cellOutsideTheWindowIsExplainedByTheWindow() {
        var scores = graph.node("blocks.2.attn.hook_attn_scores").orElseThrow();
        var pattern = graph.node("blocks.2.attn.hook_pattern").orElseThrow();
        var window = OptionalInt.of(AlternatingModel.WINDOW);
        assertThat(activations.explain(scores, 1, 5, 2))
                .isEqualTo(new Explanation.Masked(5, 2, window, Double.NEGATIVE_INFINITY));
        assertThat(activations.explain(pattern, 1, 5, 2)).isEqualTo(new Explanation.Masked(5, 2, window, 0));
        assertThat(activations.explain(scores, 1, 5, 6))
                .isEqualTo(new Explanation.Masked(5, 6, Double.NEGATIVE_INFINITY));
        assertThat(activations.explain(scores, 1, 5, 3)).isInstanceOf(Explanation.Sum.class);
    }

    @Test
    void cellIsExplainedByTheKeysInTheWindowOnly() {
        assertThat(keysOf("blocks.2.attn.hook_pattern", 1, 5, 4)).containsExactly(3, 4, 5);
        assertThat(keysOf("blocks.2.attn.hook_pattern", 1, 1, 1)).containsExactly(0, 1);
        assertThat(keysOf("blocks.2.attn.hook_z", 5, 1, 0)).containsExactly(3, 4, 5);
        assertThat(keysOf("blocks.3.attn.hook_z", 5, 1, 0)).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void explanationOfAScoreHasTheScaleOfItsLayer() {
        int dHead = AlternatingModel.SIZES.d_head();
        assertThat(scaleOf("blocks.0.attn.hook_attn_scores")).isEqualTo(1 / Math.sqrt(dHead));
        assertThat(scaleOf("blocks.1.attn.hook_attn_scores")).isEqualTo(1.0 / dHead);
    }

    @Test
    void stepsOfALayerAreThoseOfItsKind() {
        assertThat(graph.steps())
                .extracting(Step::id)
                .contains("blocks.0.attn.rotate", "blocks.2.attn.rotate")
                .doesNotContain("blocks.1.attn.rotate", "blocks.3.attn.rotate");
        assertThat(graph.step("blocks.3").orElseThrow().nodes())
                .extracting(Node::name)
                .contains("blocks.3.attn.hook_q")
                .allMatch(name -> name.startsWith("blocks.3."))
                .doesNotContain("blocks.3.attn.hook_rot_q");
        assertThat(graph.weights())
                .extracting(Node::name)
                .contains("blocks.2.mlp.W_gate", "blocks.3.mlp.b_in")
                .doesNotContain("blocks.3.mlp.W_gate", "blocks.2.mlp.b_in");
    }

    @Test
    void orderIsRepeatedUntilAllLayersHaveAKind() {
        LayerDeclaration layer = (g, x) -> g.node("hook_resid_post", TensorKind.ACTIVATION, new Add(), x, x);
        var builder = new Declaration.Builder("test", AlternatingModel.SIZES);
        builder.layers(table(builder), Map.of("a", layer, "b", layer), "a", "b", "b");
        var layers = builder.build().layers();
        var names = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            names.add(layers.of(i).name());
        }
        assertThat(names).containsExactly("a", "b", "b", "a", "b", "b", "a");
        assertThat(layers.templates()).hasSize(2);
    }

    @Test
    void layersThatLeaveTheStreamUnderDifferentNamesAreRefused() {
        LayerDeclaration one = (g, x) -> g.node("hook_one", TensorKind.ACTIVATION, new Add(), x, x);
        LayerDeclaration other = (g, x) -> g.node("hook_other", TensorKind.ACTIVATION, new Add(), x, x);
        var builder = new Declaration.Builder("test", AlternatingModel.SIZES);
        var x = table(builder);
        assertThatThrownBy(() -> builder.layers(x, Map.of("one", one, "other", other), "one", "other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hook_one");
    }

    @Test
    void orderThatNamesNoDeclaredKindIsRefused() {
        var builder = new Declaration.Builder("test", AlternatingModel.SIZES);
        var x = table(builder);
        assertThatThrownBy(() -> builder.layers(x, Map.of(), "local"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("local");
    }

    private static Declaration.NodeSpec table(Declaration.Builder builder) {
        var w = builder.weight("embed.W_E", Axis.D_VOCAB, Axis.D_MODEL);
        return builder.node("hook_embed", TensorKind.ACTIVATION, new Lookup(Lookup.By.TOKEN), w);
    }

    private double scaleOf(String name) {
        var scores = graph.node(name).orElseThrow();
        return ((Explanation.Sum) activations.explain(scores, 0, 2, 1)).scale();
    }

    /** The keys whose cells an explanation reads. */
    private List<Integer> keysOf(String name, int... cell) {
        var node = graph.node(name).orElseThrow();
        var keys = new ArrayList<Integer>();
        activations.explain(node, cell).recompute(read -> {
            if (read.node().endsWith("hook_attn_scores") || read.node().endsWith("hook_pattern")) {
                keys.add(read.index().get(2));
            }
            return valueOf(read);
        });
        return keys.stream().distinct().sorted().toList();
    }

    private double valueOf(Cell cell) {
        return activations
                .tensor(graph.node(cell.node()).orElseThrow())
                .at(cell.index().stream().mapToInt(i -> i).toArray());
    }

    private static double[] doubles(float[] values) {
        var all = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            all[i] = values[i];
        }
        return all;
    }
}
