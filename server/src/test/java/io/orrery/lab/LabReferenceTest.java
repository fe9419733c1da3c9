package io.orrery.lab;

import static io.orrery.lab.LabFixture.near;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.trace.change.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares every answer with what numpy computed in float64 from the definitions alone, for five small models. */
class LabReferenceTest {
    private static final double LOGITS = 1e-3;
    private static final double RATIOS = 5e-3;
    private static final double SALIENCY = 2e-2;
    private static final double SCORES = 1e-4;

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void targetIsTheTwoMostProbableTokens(String model) {
        var fixture = LabFixture.open(model);
        var target =
                Target.of(fixture.subject(), fixture.target().position(), OptionalInt.empty(), OptionalInt.empty());
        assertThat(target).isEqualTo(fixture.target());
        float[] logits = fixture.subject().logits(target.position());
        near(fixture.lab().get("logit_a"), LOGITS).accept((double) logits[target.a()]);
        near(fixture.lab().get("logit_difference"), LOGITS).accept(target.difference(logits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void lens(String model) {
        var fixture = LabFixture.open(model);
        var expected = fixture.lab().get("lens");
        var subject = fixture.subject();
        var lens = Lens.of(subject, fixture.target(), 0, subject.length(), 5, Progress.NONE);
        assertThat(lens.points()).isEqualTo(texts(expected.get("points")));
        float[] logits = Lens.logits(subject);
        assertAll(logits, fixture.tensor("lens"), LOGITS);
        for (int point = 0; point < lens.points().size(); point++) {
            int at = point;
            assertThat(IntStream.range(0, subject.length())
                            .mapToObj(position -> lens.top(at, position).get(0))
                            .toList())
                    .isEqualTo(LabFixture.list(expected.get("top").get(point)));
        }
        assertThat(lens.rankOfA()).isEqualTo(LabFixture.list(expected.get("rank_of_a")));
        assertThat(lens.leadsFrom()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void attribution(String model) {
        var fixture = LabFixture.open(model);
        var expected = fixture.lab().get("attribution");
        var attribution = Attribution.of(fixture.subject(), fixture.target());
        assertThat(attribution.votes()).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            var vote = attribution.votes().get(i);
            assertThat(vote.part()).isEqualTo(expected.get(i).get("part").textValue());
            near(expected.get(i).get("a"), LOGITS).accept(vote.a());
            near(expected.get(i).get("a_minus_b"), LOGITS).accept(vote.difference());
        }
        var neurons = fixture.lab().get("neurons");
        var found = Attribution.neurons(
                fixture.subject(), fixture.target(), neurons.get("layer").intValue(), 8);
        near(neurons.get("sum"), LOGITS).accept(found.sum());
        for (int i = 0; i < 8; i++) {
            var neuron = neurons.get("top").get(i);
            assertThat(found.top().get(i).neuron())
                    .isEqualTo(neuron.get("neuron").intValue());
            near(neuron.get("a_minus_b"), LOGITS).accept(found.top().get(i).difference());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void interventions(String model) {
        var fixture = LabFixture.open(model);
        var subject = fixture.subject();
        var expected = fixture.lab().get("interventions");
        var means = ReferenceMeans.over(
                subject, LabFixture.lists(expected.get("mean_over")), TryEach.nodes(subject), Progress.NONE);
        float[] logits = fixture.tensor("interventions");
        int vocabulary = subject.graph().sizes().d_vocab();
        var rows = expected.get("rows");
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var head = row.get("head").isNull()
                    ? OptionalInt.empty()
                    : OptionalInt.of(row.get("head").intValue());
            var mode = Change.mode(row.get("mode").textValue());
            var change = new Change(row.get("node").textValue(), head, OptionalInt.empty(), mode);
            var effect = Effect.of(subject, fixture.target(), List.of(change), means);
            near(row.get("logit_difference"), LOGITS).accept(effect.difference());
            near(row.get("kl"), LOGITS).accept(effect.kl());
            assertThat(effect.top()).isEqualTo(row.get("top").intValue());
            assertAll(
                    effect.after().logits(fixture.target().position()),
                    java.util.Arrays.copyOfRange(logits, i * vocabulary, (i + 1) * vocabulary),
                    LOGITS);
        }
        for (var mode : List.of("zero", "mean", "scale:2")) {
            var tried = TryEach.of(subject, fixture.target(), Change.mode(mode), means, Progress.NONE);
            int at = 0;
            for (var row : rows) {
                if (row.get("mode").textValue().equals(mode)) {
                    while (!tried.get(at).node().equals(row.get("node").textValue())) {
                        at++;
                    }
                    near(row.get("logit_difference"), LOGITS)
                            .accept(tried.get(at++).difference());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void patching(String model) {
        var fixture = LabFixture.open(model);
        var expected = fixture.lab().get("patching");
        var corrupted = fixture.subject().ofText(LabFixture.list(expected.get("corrupted")));
        var target = Patching.target(
                fixture.subject(),
                corrupted,
                fixture.target().position(),
                OptionalInt.empty(),
                OptionalInt.of(expected.get("b").intValue()));
        assertThat(target).isEqualTo(fixture.target());
        var patching = Patching.of(fixture.subject(), corrupted, target, Progress.NONE);
        near(expected.get("clean"), LOGITS).accept(patching.clean());
        near(expected.get("corrupted_difference"), LOGITS).accept(patching.corrupted());
        assertNested(patching.stream(), expected.get("resid_pre"), RATIOS);
        assertNested(patching.heads(), expected.get("z"), RATIOS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void saliency(String model) {
        var fixture = LabFixture.open(model);
        var expected = fixture.lab().get("saliency");
        var saliency = Saliency.of(
                fixture.subject(),
                fixture.target(),
                expected.get("steps").intValue(),
                Saliency.Baseline.MEAN,
                Progress.NONE);
        near(expected.get("target"), LOGITS).accept(saliency.target());
        near(expected.get("sum"), SALIENCY).accept(saliency.sum());
        for (int i = 0; i < saliency.byToken().size(); i++) {
            near(expected.get("by_token").get(i), SALIENCY)
                    .accept(saliency.byToken().get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void headScores(String model) {
        var fixture = LabFixture.open(model);
        var expected = fixture.lab().get("heads");
        var scores = HeadScores.of(fixture.subject().ofText(LabFixture.list(expected.get("tokens"))));
        assertNested(values(scores.previous()), expected.get("previous"), SCORES);
        assertNested(values(scores.duplicate()), expected.get("duplicate"), SCORES);
        assertNested(values(scores.induction()), expected.get("induction"), SCORES);
        assertNested(values(scores.first()), expected.get("first"), SCORES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void scoreParts(String model) {
        var fixture = LabFixture.open(model);
        var expected = fixture.lab().get("score");
        var parts = ScoreParts.of(
                fixture.subject(),
                expected.get("layer").intValue(),
                expected.get("head").intValue(),
                expected.get("query").intValue(),
                expected.get("key").intValue());
        assertThat(parts.parts()).isEqualTo(texts(expected.get("parts")));
        near(expected.get("score"), LOGITS).accept(parts.score());
        near(expected.get("score"), LOGITS).accept(parts.sum());
        near(expected.get("pattern"), LOGITS).accept(parts.pattern());
        float[] matrix = fixture.tensor("score_parts");
        int n = parts.parts().size();
        for (int i = 0; i < matrix.length; i++) {
            near(matrix[i], LOGITS).accept(parts.of(i / n, i % n));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied-erf", "llama-tiny", "llama-tiny-tied", "qwen2-tiny"})
    void embedding(String model) {
        var fixture = LabFixture.open(model);
        var expected = fixture.lab().get("embedding");
        var embedding =
                Embedding.of(fixture.subject().graph(), fixture.subject().weights());
        for (var entry : expected.get("nearest").properties()) {
            var nearest = embedding.nearest(Integer.parseInt(entry.getKey()), 10);
            assertThat(nearest.stream().map(Embedding.Near::token).toList()).isEqualTo(tokens(entry.getValue()));
            for (int i = 0; i < 10; i++) {
                near(entry.getValue().get(i).get("cosine"), SCORES)
                        .accept(nearest.get(i).cosine());
            }
        }
        var axes = PrincipalAxes.of(embedding, 3, fixture.subject().workers(), Progress.NONE);
        for (int i = 0; i < 3; i++) {
            assertThat(axes.explained()[i])
                    .isCloseTo(expected.get("explained").get(i).doubleValue(), within(SCORES));
            for (int token = 0; token < 8; token++) {
                assertThat(Math.abs(axes.place(embedding.vector(token))[i]))
                        .isCloseTo(
                                expected.get("absolute_places")
                                        .get(token)
                                        .get(i)
                                        .doubleValue(),
                                within(LOGITS));
            }
        }
    }

    private static List<Integer> tokens(JsonNode near) {
        var tokens = new ArrayList<Integer>();
        near.forEach(one -> tokens.add(one.get("token").intValue()));
        return tokens;
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(one -> texts.add(one.textValue()));
        return texts;
    }

    private static List<List<Double>> values(List<List<OptionalDouble>> layers) {
        return layers.stream()
                .map(heads -> heads.stream().map(OptionalDouble::getAsDouble).toList())
                .toList();
    }

    private static void assertNested(List<List<Double>> actual, JsonNode expected, double tolerance) {
        assertThat(actual).hasSize(expected.size());
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).hasSize(expected.get(i).size());
            for (int j = 0; j < actual.get(i).size(); j++) {
                near(expected.get(i).get(j), tolerance).accept(actual.get(i).get(j));
            }
        }
    }

    private static void assertAll(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            near(expected[i], tolerance).accept((double) actual[i]);
        }
    }
}
