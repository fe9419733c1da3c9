package io.orrery.lab;

import static io.orrery.lab.Sums.ofSum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pairs of parts add up to scores, and scores of heads are redone, on random models of every architecture. */
class HeadIdentitiesTest {
    @ParameterizedTest
    @MethodSource("io.orrery.lab.RandomModels#all")
    void pairsOfPartsAddUpToEveryScore(RandomModels model) {
        var subject = model.subject();
        for (int layer = 0; layer < subject.anatomy().layers(); layer++) {
            var attention = subject.anatomy().attention(layer).orElseThrow();
            for (int head = 0; head < attention.heads(); head++) {
                for (int query = 0; query < RandomModels.LENGTH; query++) {
                    for (int key = 0; key <= query; key++) {
                        float score = subject.activations().at(attention.scores(), head, query, key);
                        if (score == Float.NEGATIVE_INFINITY) {
                            continue;
                        }
                        var parts = ScoreParts.of(subject, layer, head, query, key);
                        int n = parts.parts().size();
                        assertThat(parts.sum())
                                .isCloseTo(
                                        score,
                                        ofSum(IntStream.range(0, n * n).mapToDouble(i -> parts.of(i / n, i % n))));
                        assertGroupsAndPairsAddUp(parts);
                    }
                }
            }
        }
    }

    /** The map has each pair once, and the list the strongest first. */
    private static void assertGroupsAndPairsAddUp(ScoreParts parts) {
        var groups = parts.groups();
        assertThat(groups.stream().flatMap(List::stream).toList()).containsExactlyInAnyOrderElementsOf(parts.parts());
        for (int q = 0; q < groups.size(); q++) {
            for (int k = 0; k < groups.size(); k++) {
                double sum = 0;
                for (String inQuery : groups.get(q)) {
                    for (String inKey : groups.get(k)) {
                        sum += parts.of(
                                parts.parts().indexOf(inQuery), parts.parts().indexOf(inKey));
                    }
                }
                assertThat(parts.grouped().get(q).get(k)).isCloseTo(sum, within(1e-9));
            }
        }
        int n = parts.parts().size();
        var strongest = parts.strongest(n * n + 1);
        assertThat(strongest).hasSize(n * n);
        for (int i = 0; i < strongest.size(); i++) {
            var pair = strongest.get(i);
            assertThat(pair.value()).isEqualTo(parts.of(pair.inQuery(), pair.inKey()));
            assertThat(i == 0 ? Double.MAX_VALUE : Math.abs(strongest.get(i - 1).value()))
                    .isGreaterThanOrEqualTo(Math.abs(pair.value()));
        }
        assertThat(parts.strongest(3)).isEqualTo(strongest.subList(0, 3));
    }

    @ParameterizedTest
    @MethodSource("io.orrery.lab.RandomModels#all")
    void headScoresAreMeansOfThePattern(RandomModels model) {
        var subject = model.subject().ofText(List.of(1, 2, 1, 1, 3, 2));
        var scores = HeadScores.of(subject);
        for (int layer = 0; layer < subject.anatomy().layers(); layer++) {
            var pattern = subject.activations()
                    .tensor(subject.anatomy().attention(layer).orElseThrow().pattern());
            for (int h = 0; h < subject.anatomy().attention(layer).get().heads(); h++) {
                assertThat(scores.previous().get(layer).get(h).getAsDouble())
                        .isCloseTo(
                                mean(pattern, h, new int[][] {{1, 0}, {2, 1}, {3, 2}, {4, 3}, {5, 4}}, 5),
                                within(1e-6));
                assertThat(scores.duplicate().get(layer).get(h).getAsDouble())
                        .isCloseTo(mean(pattern, h, new int[][] {{2, 0}, {3, 0}, {3, 2}, {5, 1}}, 3), within(1e-6));
                assertThat(scores.induction().get(layer).get(h).getAsDouble())
                        .isCloseTo(mean(pattern, h, new int[][] {{2, 1}, {3, 1}, {3, 3}, {5, 2}}, 3), within(1e-6));
                assertThat(scores.first().get(layer).get(h).getAsDouble())
                        .isCloseTo(
                                mean(pattern, h, new int[][] {{1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}}, 5),
                                within(1e-6));
            }
        }
    }

    private static double mean(Tensor pattern, int head, int[][] places, int queries) {
        return Arrays.stream(places)
                        .mapToDouble(place -> pattern.at(head, place[0], place[1]))
                        .sum()
                / queries;
    }

    /** Copying, once more: with a text of one token, a head can only read that token. */
    @ParameterizedTest
    @MethodSource("io.orrery.lab.RandomModels#all")
    void copyingIsTheShareOfTokensAmongTheFiveHighest(RandomModels model) {
        var subject = model.subject();
        var copying = Copying.of(subject, Copying.MOST, 1, Progress.NONE);
        int vocabulary = subject.graph().sizes().d_vocab();
        for (int layer = 0; layer < subject.anatomy().layers(); layer++) {
            var attention = subject.anatomy().attention(layer).orElseThrow();
            for (int head = 0; head < attention.heads(); head++) {
                int copied = 0;
                for (int token = 0; token < vocabulary; token++) {
                    float[] logits = written(subject.ofText(List.of(token)), layer, head);
                    int t = token;
                    copied += IntStream.range(0, vocabulary)
                                            .filter(i -> logits[i] > logits[t])
                                            .count()
                                    < 5
                            ? 1
                            : 0;
                }
                assertThat(copying.get(layer).get(head)).isEqualTo((double) copied / vocabulary);
            }
        }
    }

    private static float[] written(Subject one, int layer, int head) {
        var anatomy = one.anatomy();
        var entering = anatomy.entering(layer).name();
        var embedded = one.activations().row(anatomy.embedding(), 0).clone();
        var tensors = PlainForward.of(
                one,
                (name, rows) -> {
                    if (name.equals(entering)) {
                        rows[0] = embedded.clone();
                    }
                },
                Map.of());
        int width = one.graph().sizes().d_model();
        float[] all = tensors.get(
                        anatomy.attention(layer).orElseThrow().result().name())
                .rows()[0];
        var result = Arrays.copyOfRange(all, head * width, (head + 1) * width);
        return PlainForward.of(
                        one,
                        (name, rows) -> {
                            if (name.equals(anatomy.stream().name())) {
                                rows[0] = result.clone();
                            }
                        },
                        Map.of())
                .get("logits")
                .rows()[0];
    }
}
