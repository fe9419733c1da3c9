package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.orrery.graph.Node;
import io.orrery.tensor.Tensor;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lens against a plain pass that begins at a point of the stream, and against probabilities worked out token by token. */
class LensTest {
    private static final double LOGITS = 1e-4;

    /** Of a probability: 10⁻⁵, as a percentage. */
    private static final double P = 1e-3;

    private static final int COUNT = 3;

    static Stream<RandomModels> models() {
        return Stream.concat(RandomModels.all(), Stream.of(RandomModels.withALargeVocabulary()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyPlaceHasItsMostProbableTokens(RandomModels model) {
        assertLens(model.subject(), model.target());
    }

    /** Part of a norm before a layer: what the run has of it is then not what the last norm makes of that stream. */
    @ParameterizedTest
    @MethodSource("models")
    void normsThatAreChangedAreNotTakenForTheLastOne(RandomModels model) {
        var subject = model.subject();
        var parts = subject.graph().nodes().stream()
                .filter(node -> !node.constant()
                        && !node.isDerived()
                        && subject.anatomy().layer(node).isPresent()
                        && (node.name().endsWith("hook_mean")
                                || node.name().endsWith("hook_scale")
                                || node.name().endsWith("hook_normalized")))
                .toList();
        assertThat(parts).isNotEmpty();
        for (Node part : parts) {
            var change = new Change(part.name(), OptionalInt.empty(), OptionalInt.empty(), Change.mode("scale:-1.5"));
            var interventions = Changes.interventions(subject.graph(), List.of(change), Means.NONE);
            assertLens(subject.with(subject.activations().changed(interventions)), model.target());
        }
    }

    private static void assertLens(Subject subject, Target target) {
        var lens = Lens.of(subject, target, 0, subject.length(), COUNT, Progress.NONE);
        var one = Lens.of(subject, target, 0, subject.length(), 1, Progress.NONE);
        var points = List.copyOf(subject.anatomy().points().values());
        for (int point = 0; point < points.size(); point++) {
            float[][] logits = point == points.size() - 1
                    ? subject.activations().tensor(subject.anatomy().logits()).rows()
                    : plainLogits(subject, points.get(point));
            for (int position = 0; position < subject.length(); position++) {
                float[] row = logits[position];
                assertPlace(row, lens.top(point, position), lens.p(point, position));
                assertPlace(row, one.top(point, position), one.p(point, position));
            }
            float[] row = logits[target.position()];
            float logit = row[target.a()];
            assertThat(lens.pOfA().get(point)).isCloseTo(p(row, logit), withinPercentage(P));
            assertThat(lens.rankOfA().get(point)).isEqualTo((int)
                    IntStream.range(0, row.length).filter(i -> row[i] > logit).count());
        }
    }

    private static void assertPlace(float[] logits, List<Integer> top, List<Double> p) {
        var best = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparing((Integer token) -> -logits[token]))
                .limit(top.size())
                .toList();
        for (int k = 0; k < top.size(); k++) {
            assertThat((double) logits[top.get(k)]).isCloseTo(logits[best.get(k)], within(LOGITS));
            assertThat(p.get(k)).isCloseTo(p(logits, logits[top.get(k)]), withinPercentage(P));
        }
    }

    private static double p(float[] logits, float of) {
        double largest = IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElseThrow();
        double all = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] - largest))
                .sum();
        return Math.exp(of - largest) / all;
    }

    /** The logits of a plain pass in which the last stream is that at a point. */
    private static float[][] plainLogits(Subject subject, Node point) {
        Tensor stream = subject.activations().tensor(point);
        var fixed = Map.of(subject.anatomy().stream().name(), stream);
        float[][] rows = PlainForward.of(subject, (name, changed) -> {}, fixed)
                .get(subject.anatomy().logits().name())
                .rows();
        return Arrays.copyOf(rows, subject.length());
    }
}
