package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Means;
import io.orrery.trace.change.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long measurements tell how far they are, end where they are told to, and are refused if they would be too large. */
class LongMeasurementsTest {
    private static final LabFixture FIXTURE = LabFixture.open("gpt2-tiny");
    private static final Subject SUBJECT = FIXTURE.subject();

    private static Map<String, Consumer<Progress>> measurements() {
        var target = FIXTURE.target();
        var other = new ArrayList<>(SUBJECT.tokens());
        other.set(2, 7);
        var corrupted = SUBJECT.ofText(other);
        var embedding = Embedding.of(SUBJECT.graph(), SUBJECT.weights());
        return Map.of(
                "lens", progress -> Lens.of(SUBJECT, target, 0, SUBJECT.length(), 1, progress),
                "means", progress -> ReferenceMeans.over(SUBJECT, List.of(List.of(1), List.of(2)), List.of(), progress),
                "each", progress -> TryEach.of(SUBJECT, target, new Change.Zero(), Means.NONE, progress),
                "patching", progress -> Patching.of(SUBJECT, corrupted, target, progress),
                "saliency", progress -> Saliency.of(SUBJECT, target, 5, Saliency.Baseline.MEAN, progress),
                "copying", progress -> Copying.of(SUBJECT, 20, 1, progress),
                "axes", progress -> PrincipalAxes.of(embedding, 3, SUBJECT.workers(), progress),
                "circuit", progress -> Circuit.of(SUBJECT, target, 0, progress));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lens", "means", "each", "patching", "saliency", "copying", "axes", "circuit"})
    void progressCountsToTheEnd(String name) {
        var seen = new ArrayList<List<Integer>>();
        measurements().get(name).accept((done, all) -> seen.add(List.of(done, all)));
        assertThat(seen).hasSizeGreaterThan(1);
        var last = seen.get(seen.size() - 1);
        assertThat(last.get(0)).isEqualTo(last.get(1));
        assertThat(seen).isSortedAccordingTo((a, b) -> a.get(0) - b.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lens", "means", "each", "patching", "saliency", "copying", "axes", "circuit"})
    void measurementEndsWhereItIsCancelled(String name) {
        var seen = new ArrayList<Integer>();
        assertThatThrownBy(() -> measurements().get(name).accept((done, all) -> {
                    seen.add(done);
                    throw new CancellationException();
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void edgeThatIsNotThereCannotBeChecked() {
        var target = FIXTURE.target();
        var circuit = Circuit.of(SUBJECT, target, 0, Progress.NONE);
        var constant = circuit.nodes()
                .get(circuit.find(Circuit.CONSTANT, OptionalInt.empty()).orElseThrow());
        var logits = circuit.nodes().get(circuit.nodes().size() - 1);
        assertThatThrownBy(() -> Circuit.check(SUBJECT, target, constant, logits))
                .isInstanceOf(OrreryException.class)
                .hasMessage("No edge leads from constant to logits@11.");
        assertThat(new OrreryException(new LabError.TooManyEdges(9_000_000, Circuit.MOST_EDGES)))
                .hasMessageContaining("take a shorter text");
    }

    /** A matrix times its eigenvector is the vector times its value, and all of them make up the matrix. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 60})
    void eigenvectorsMakeUpTheMatrix(int n) {
        var random = new Random(n);
        var matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                // Some equal numbers and zeros, so that values repeat.
                double value = random.nextInt(4) == 0 ? 0 : random.nextGaussian();
                matrix[i][j] = value;
                matrix[j][i] = value;
            }
        }
        var eigen = new SymmetricEigen(matrix);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int row = i;
                int column = j;
                double sum = IntStream.range(0, n)
                        .mapToDouble(k -> eigen.value(k) * eigen.vector(k)[row] * eigen.vector(k)[column])
                        .sum();
                assertThat(sum).isCloseTo(matrix[i][j], within(1e-9));
            }
        }
        for (int k = 1; k < n; k++) {
            assertThat(eigen.value(k)).isLessThanOrEqualTo(eigen.value(k - 1));
        }
    }

    @Test
    void wordArithmeticLeavesOutWhatWentIn() {
        var embedding = Embedding.of(SUBJECT.graph(), SUBJECT.weights());
        var near = embedding.arithmetic(List.of(3), List.of(), 5);
        assertThat(near.stream().map(Embedding.Near::token).toList())
                .isEqualTo(embedding.nearest(3, 5).stream()
                        .map(Embedding.Near::token)
                        .toList());
        assertThat(embedding.arithmetic(List.of(3, 4), List.of(5), 1000).stream()
                        .map(Embedding.Near::token))
                .doesNotContain(3, 4, 5)
                .hasSize(SUBJECT.graph().sizes().d_vocab() - 3);
    }

    @Test
    void sixteenSentencesShip() {
        assertThat(References.sentences()).hasSize(16).doesNotHaveDuplicates();
    }
}
