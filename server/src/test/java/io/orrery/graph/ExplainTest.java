package io.orrery.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.graph.op.Gelu;
import io.orrery.tensor.Layout;
import io.orrery.tensor.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recomputes cells from the operands and formulas in their explanations. */
class ExplainTest {
    private static final int POSITIONS = 8;
    private static final int CELLS_PER_NODE = 40;

    static Set<String> models() {
        return TinyModels.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyCellCanBeRecomputedFromItsExplanation(String model) {
        var random = new Random(model.hashCode());
        var graph = TinyModels.all().get(model);
        try (var workers = new Workers(1)) {
            var activations = Activations.compute(
                    graph,
                    TinyModels.weights(graph, random),
                    new Run(TinyModels.tokens(graph, POSITIONS, random), workers));
            for (Node node : graph.nodes()) {
                var tensor = activations.tensor(node);
                for (int i = 0; i < CELLS_PER_NODE; i++) {
                    int[] cell = randomCell(tensor.layout(), random);
                    var explanation = activations.explain(node, cell);
                    double again = explanation.recompute(named -> read(activations, named));
                    double value = tensor.at(cell);
                    if (Double.isInfinite(value)) {
                        assertThat(again).as("%s%s", node, List.of(cell)).isEqualTo(value);
                        continue;
                    }
                    double allowed = 1e-5 * (1 + explanation.magnitude(named -> read(activations, named)));
                    assertThat(Math.abs(again - value))
                            .as("%s%s", node, java.util.Arrays.toString(cell))
                            .isLessThanOrEqualTo(allowed);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void explanationNamesOnlyInputsOfItsNode(String model) {
        var random = new Random(5);
        var graph = TinyModels.all().get(model);
        try (var workers = new Workers(1)) {
            var activations = Activations.compute(
                    graph,
                    TinyModels.weights(graph, random),
                    new Run(TinyModels.tokens(graph, POSITIONS, random), workers));
            for (Node node : graph.nodes()) {
                if (node.isWeight()) {
                    continue;
                }
                var named = new HashSet<String>();
                int[] first = new int[node.axes().size()];
                activations.explain(node, first).recompute(cell -> {
                    named.add(cell.node());
                    return read(activations, cell);
                });
                var inputs = new ArrayList<String>();
                node.inputs().forEach(input -> inputs.add(input.name()));
                assertThat(inputs).as("inputs of %s", node).containsAll(named);
                assertThat(named).isNotEmpty();
            }
        }
    }

    @Test
    void keyAfterItsQueryIsExplainedAsMasked() {
        var random = new Random(6);
        var graph = TinyModels.gpt2(Gelu.Form.TANH, false);
        try (var workers = new Workers(1)) {
            var activations = Activations.compute(
                    graph,
                    TinyModels.weights(graph, random),
                    new Run(TinyModels.tokens(graph, POSITIONS, random), workers));
            var scores = graph.node("blocks.1.attn.hook_attn_scores").orElseThrow();
            var pattern = graph.node("blocks.1.attn.hook_pattern").orElseThrow();
            assertThat(activations.explain(scores, 2, 3, 4))
                    .isEqualTo(new Explanation.Masked(3, 4, Double.NEGATIVE_INFINITY));
            assertThat(activations.explain(pattern, 2, 3, 4)).isEqualTo(new Explanation.Masked(3, 4, 0));
        }
    }

    private static double read(Activations activations, Cell cell) {
        var node = activations.graph().node(cell.node()).orElseThrow();
        return activations
                .tensor(node)
                .at(cell.index().stream().mapToInt(i -> i).toArray());
    }

    private static int[] randomCell(Layout layout, Random random) {
        var cell = new int[layout.rank()];
        for (int axis = 0; axis < cell.length; axis++) {
            cell[axis] = random.nextInt(layout.size(axis));
        }
        return cell;
    }
}
