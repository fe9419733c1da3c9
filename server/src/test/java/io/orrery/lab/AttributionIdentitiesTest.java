package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.Node;
import io.orrery.tensor.Tensor;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Means;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must add up does, on random models of every architecture. */
class IdentitiesTest {
    private static final double SUMS = 1e-4;

    static List<RandomModels> models() {
        return RandomModels.all().toList();
    }

    private static Offset<Double> ofSum(DoubleStream parts) {
        return within(SUMS * (1 + parts.map(Math::abs).sum()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void votesAddUpToTheLogits(RandomModels model) {
        var subject = model.subject();
        for (int position = 0; position < RandomModels.LENGTH; position++) {
            float[] logits = subject.logits(position);
            for (var target : List.of(
                    Target.of(subject, position, OptionalInt.empty(), OptionalInt.empty()),
                    Target.of(subject, position, OptionalInt.of(2), OptionalInt.of(5)),
                    Target.againstAll(subject, position, OptionalInt.of(3)))) {
                var attribution = Attribution.of(subject, target);
                assertThat(attribution.sumOfA())
                        .isCloseTo(
                                logits[target.a()],
                                ofSum(attribution.votes().stream().mapToDouble(Attribution.Vote::a)));
                assertThat(attribution.sum())
                        .isCloseTo(
                                target.difference(logits),
                                ofSum(attribution.votes().stream().mapToDouble(Attribution.Vote::difference)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void partsAddUpToTheStream(RandomModels model) {
        var subject = model.subject();
        for (Node point : subject.anatomy().points().values()) {
            float[] stream = subject.activations().row(point, 4);
            for (int j = 0; j < stream.length; j++) {
                int column = j;
                var parts = subject.anatomy().parts(point).stream()
                        .mapToDouble(part -> part.at(subject.activations(), 4)[column])
                        .toArray();
                assertThat(Arrays.stream(parts).sum()).isCloseTo(stream[j], ofSum(Arrays.stream(parts)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void neuronsAndTokensAddUpToTheirParts(RandomModels model) {
        var subject = model.subject();
        var target = model.target();
        var votes = Attribution.of(subject, target);
        float[] direction = Attribution.direction(subject, target);
        for (int layer = 0; layer < subject.anatomy().layers(); layer++) {
            var neurons = Attribution.neurons(subject, target, layer, 1000);
            var mlp = subject.anatomy().writers(layer).get(1).node();
            double bias = mlp.inputs().size() < 3
                    ? 0
                    : Attribution.dot(subject.weights().get(mlp.inputs().get(2)).rows()[0], direction);
            var parts = neurons.top().stream()
                    .mapToDouble(Attribution.Neuron::difference)
                    .toArray();
            assertThat(parts).hasSize(subject.graph().sizes().d_mlp());
            assertThat(neurons.sum() + bias).isCloseTo(vote(votes, mlp.name()), ofSum(Arrays.stream(parts)));
            var attention = subject.anatomy().attention(layer).orElseThrow();
            for (int head = 0; head < attention.heads(); head++) {
                double[] tokens = Attribution.tokens(subject, target, layer, head);
                assertThat(tokens).hasSize(target.position() + 1);
                assertThat(Arrays.stream(tokens).sum())
                        .isCloseTo(
                                vote(votes, attention.result().name() + "[" + head + "]"),
                                ofSum(Arrays.stream(tokens)));
            }
        }
    }

    private static double vote(Attribution votes, String part) {
        return votes.votes().stream()
                .filter(vote -> vote.part().equals(part))
                .findFirst()
                .orElseThrow()
                .difference();
    }

    @ParameterizedTest
    @MethodSource("models")
    void lensEndsWithTheModelsLogits(RandomModels model) {
        var subject = model.subject();
        float[] all = Lens.logits(subject);
        int vocabulary = subject.graph().sizes().d_vocab();
        for (int position = 0; position < RandomModels.LENGTH; position++) {
            int from = all.length - (RandomModels.LENGTH - position) * vocabulary;
            assertThat(Arrays.copyOfRange(all, from, from + vocabulary)).containsExactly(subject.logits(position));
        }
        var some = Lens.of(subject, 2, 3, 5, 3, Progress.NONE);
        var whole = Lens.of(subject, 2, 0, RandomModels.LENGTH, 3, Progress.NONE);
        for (int point = 0; point < whole.points().size(); point++) {
            assertThat(some.cells().get(point))
                    .isEqualTo(whole.cells().get(point).subList(3, 5));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
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
    @MethodSource("models")
    void forecastAndShiftsAddUp(RandomModels model) {
        var subject = model.subject();
        var target = model.target();
        for (Node node : TryEach.nodes(subject)) {
            for (var mode : List.of("zero", "scale:2")) {
                var change = Change.parse(node.name() + (Anatomy.hasHeads(node) ? "[1]" : "") + "=" + mode);
                var effect = Effect.of(subject, target, List.of(change), Means.NONE);
                assertThat(effect.difference() - effect.before())
                        .isCloseTo(
                                effect.shifts().stream()
                                                .mapToDouble(Effect.Shift::by)
                                                .sum()
                                        + effect.divisor(),
                                ofSum(effect.shifts().stream().mapToDouble(Effect.Shift::by)));
                // The part's output after the change is known without any run: nothing, or twice what it was.
                var name = node.name().replace("hook_z", "hook_result") + (Anatomy.hasHeads(node) ? "[1]" : "");
                double vote = vote(Attribution.of(subject, target), name);
                assertThat(effect.forecast().orElseThrow())
                        .isCloseTo(
                                effect.before() + (mode.equals("zero") ? -vote : vote),
                                within(SUMS * (1 + Math.abs(effect.before()) + Math.abs(vote))));
            }
        }
        var stream = Change.parse(subject.anatomy().entering(1).name() + "@2=zero");
        assertThat(Effect.of(subject, target, List.of(stream), Means.NONE).forecast())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
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
    @MethodSource("models")
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
    @MethodSource("models")
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
            Subject subject, Part reader, Part source, int position, Map<String, Tensor> fixed) {
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

    @ParameterizedTest
    @MethodSource("models")
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
    @MethodSource("models")
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
