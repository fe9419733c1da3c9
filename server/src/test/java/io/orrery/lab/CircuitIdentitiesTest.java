package io.orrery.lab;

import static io.orrery.lab.Sums.SUMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.Node;
import io.orrery.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A circuit's edges add up to its nodes, and each is what the model loses without it: on random models of every architecture. */
class CircuitIdentitiesTest {
    @ParameterizedTest
    @MethodSource("io.orrery.lab.RandomModels#all")
    void edgesIntoANodeAddUpToItsValue(RandomModels model) {
        var circuit = Circuit.of(model.subject(), model.target(), 0, Progress.NONE);
        int n = circuit.nodes().size();
        var sums = new double[n];
        var sizes = new double[n];
        for (int i = 0; i < circuit.edges(); i++) {
            var edge = circuit.edge(i);
            sums[edge.to()] += edge.value();
            sizes[edge.to()] += Math.abs(edge.value());
        }
        int readers = 0;
        for (int i = 0; i < n; i++) {
            var node = circuit.nodes().get(i);
            boolean reads = !node.part().endsWith("embed") && !node.part().equals(Circuit.CONSTANT);
            if (reads) {
                readers++;
                assertThat(sums[i]).as("%s", node).isCloseTo(node.value(), within(SUMS * (1 + sizes[i])));
            } else {
                assertThat(sizes[i]).as("%s", node).isZero();
            }
        }
        int parts = (int) model.subject().anatomy().parts(model.subject().anatomy().stream()).stream()
                .filter(part -> part.writer().reads().isPresent() && !part.isBias())
                .count();
        assertThat(readers).isEqualTo(parts * (model.target().position() + 1) + 1);
    }

    @ParameterizedTest
    @MethodSource("io.orrery.lab.RandomModels#all")
    void takingAPartOutIsMinusTheEdge(RandomModels model) {
        var circuit = Circuit.of(model.subject(), model.target(), 0, Progress.NONE);
        for (int i = 0; i < circuit.edges(); i++) {
            var edge = circuit.edge(i);
            var from = circuit.nodes().get(edge.from());
            var to = circuit.nodes().get(edge.to());
            if (from.position().isPresent() && i % 3 == 0) {
                assertThat(Circuit.check(model.subject(), model.target(), from, to))
                        .as("%s to %s", from, to)
                        .isCloseTo(-edge.value(), within(SUMS * (1 + Math.abs(edge.value()))));
            }
        }
    }

    /** Nothing of the lab follows the part here: a plain forward pass does, with the same divisors and patterns. */
    @ParameterizedTest
    @MethodSource("io.orrery.lab.RandomModels#all")
    void partReallyTakenOutOfAHeadsInputChangesItByTheEdge(RandomModels model) {
        var subject = model.subject();
        var circuit = Circuit.of(subject, model.target(), 0, Progress.NONE);
        var fixed = PlainForward.divisorsAndPatterns(subject.activations());
        var parts = subject.anatomy().parts(subject.anatomy().stream());
        for (int i = 0; i < circuit.edges(); i += 5) {
            var edge = circuit.edge(i);
            var from = circuit.nodes().get(edge.from());
            var to = circuit.nodes().get(edge.to());
            if (from.position().isEmpty() || !to.part().contains("hook_result")) {
                continue;
            }
            var reader = parts.stream()
                    .filter(part -> part.name().equals(to.part()))
                    .findFirst()
                    .orElseThrow();
            var source = parts.stream()
                    .filter(part -> part.name().equals(from.part()))
                    .findFirst()
                    .orElseThrow();
            double[] gradient = gradient(
                    subject,
                    model.target(),
                    reader.writer().node(),
                    to.position().getAsInt());
            float[] before = reader.at(subject.activations(), to.position().getAsInt());
            float[] after = without(subject, reader, source, from.position().getAsInt(), fixed)[
                    to.position().getAsInt()];
            double product = 0;
            for (int j = 0; j < gradient.length; j++) {
                product += gradient[j] * ((double) after[j] - before[j]);
            }
            assertThat(product)
                    .as("%s to %s", from, to)
                    .isCloseTo(-edge.value(), within(2e-2 * (1 + Math.abs(edge.value()))));
        }
    }

    /** The target's gradient by what a node adds to the stream, by central differences of the frozen model. */
    private static double[] gradient(Subject subject, Target target, Node node, int position) {
        var fixed = PlainForward.divisorsAndPatterns(subject.activations());
        var gradient = new double[subject.graph().sizes().d_model()];
        double step = 1e-2;
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = (moved(subject, target, node, position, j, step, fixed)
                            - moved(subject, target, node, position, j, -step, fixed))
                    / (2 * step);
        }
        return gradient;
    }

    private static double moved(
            Subject subject, Target target, Node node, int position, int j, double by, Map<String, Tensor> fixed) {
        var tensors = PlainForward.of(
                subject,
                (name, rows) -> {
                    if (name.equals(node.name())) {
                        rows[position][j] += (float) by;
                    }
                },
                fixed);
        return target.difference(tensors.get("logits").rows()[target.position()]);
    }

    private static float[][] without(
            Subject subject,
            ResidualComponent reader,
            ResidualComponent source,
            int position,
            Map<String, Tensor> fixed) {
        String stream = reader.writer().reads().orElseThrow().name();
        float[] value = source.at(subject.activations(), position);
        var tensors = PlainForward.of(
                subject,
                (name, rows) -> {
                    for (int j = 0; name.equals(stream) && j < value.length; j++) {
                        rows[position][j] -= value[j];
                    }
                },
                fixed);
        return Arrays.stream(tensors.get(reader.node().name()).rows())
                .map(reader::of)
                .toArray(float[][]::new);
    }
}
