package io.orrery.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares each op's backward pass with central differences of its forward pass. */
class BackwardTest {
    private static final int POSITIONS = 6;
    private static final float STEP = 1e-2f;
    private static final double TOLERANCE = 1e-2;

    /** A choice is held fixed: it has no derivative. */
    private static final Trait TAKEN = Trait.routing("taken");

    @TestFactory
    Stream<DynamicTest> backwardAgreesWithCentralDifferencesFor() {
        Map<String, DynamicTest> ops = new LinkedHashMap<>();
        TinyModels.all().forEach((name, graph) -> {
            for (Node node : graph.nodes()) {
                if (!node.isWeight() && !node.has(TAKEN)) {
                    var inputs = node.inputs().stream().map(Node::axes).toList();
                    ops.putIfAbsent(
                            node.op().kind() + node.op().params() + inputs + node.axes(),
                            DynamicTest.dynamicTest(
                                    node.op().kind() + " in " + node.name() + " of " + name,
                                    () -> check(
                                            node, graph.sizes(), TinyModels.tokens(graph, POSITIONS, new Random(8)))));
                }
            }
        });
        return ops.values().stream();
    }

    private static void check(Node node, Sizes sizes, int... tokens) {
        var random = new Random(7);
        try (var workers = new Workers(1)) {
            var run = new Run(tokens, workers);
            Tensor[] in = node.inputs().stream()
                    .map(input -> TinyModels.random(input, sizes, POSITIONS, random))
                    .toArray(Tensor[]::new);
            for (int i = 0; i < in.length; i++) {
                if (node.inputs().get(i).has(TAKEN)) {
                    // whole numbers of different experts
                    for (float[] row : in[i].rows()) {
                        for (int j = 0; j < row.length; j++) {
                            row[j] = row.length - j;
                        }
                    }
                }
                if (node.inputs().get(i).has(Trait.NORM) || node.inputs().get(i).has(Trait.PROBABILITY)) {
                    // a divisor is positive
                    for (float[] row : in[i].rows()) {
                        for (int j = 0; j < row.length; j++) {
                            row[j] = 1 + Math.abs(row[j]);
                        }
                    }
                }
            }
            Tensor by = TinyModels.random(node, sizes, POSITIONS, random);
            Tensor out = node.op().begin(in, by.layout());
            node.op().forward(run, in, out, 0, out.rows().length);
            Tensor[] gradients = node.inputs().stream()
                    .map(input -> Tensor.zeros(input.layout(sizes, POSITIONS)))
                    .toArray(Tensor[]::new);
            node.op().backward(run, in, out, by, gradients);

            for (int i = 0; i < in.length; i++) {
                if (node.inputs().get(i).has(TAKEN)) {
                    continue;
                }
                double largest = 0;
                double worst = 0;
                for (int r = 0; r < in[i].rows().length; r++) {
                    for (int j = 0; j < in[i].rows()[r].length; j++) {
                        double slope = centralDifference(node, run, in, by, in[i].rows()[r], j);
                        largest = Math.max(largest, Math.abs(slope));
                        worst = Math.max(worst, Math.abs(slope - gradients[i].rows()[r][j]));
                    }
                }
                assertThat(worst)
                        .as(
                                "input %s, whose largest gradient is %s",
                                node.inputs().get(i), largest)
                        .isLessThanOrEqualTo(TOLERANCE * largest);
                assertThat(largest).as("a gradient to compare with").isPositive();
            }
        }
    }

    private static double centralDifference(Node node, Run run, Tensor[] in, Tensor by, float[] row, int j) {
        float before = row[j];
        row[j] = before + STEP;
        double above = weighted(node, run, in, by);
        row[j] = before - STEP;
        double below = weighted(node, run, in, by);
        row[j] = before;
        return (above - below) / (2 * STEP);
    }

    private static double weighted(Node node, Run run, Tensor[] in, Tensor by) {
        Tensor out = node.op().begin(in, by.layout());
        node.op().forward(run, in, out, 0, out.rows().length);
        double sum = 0;
        for (int r = 0; r < out.rows().length; r++) {
            for (int j = 0; j < out.rows()[r].length; j++) {
                // a score outside the window is −∞, whatever the inputs are
                if (out.rows()[r][j] != Float.NEGATIVE_INFINITY) {
                    sum += (double) out.rows()[r][j] * by.rows()[r][j];
                }
            }
        }
        return sum;
    }
}
