package io.orrery.lab;

import static io.orrery.lab.Sums.SUMS;
import static io.orrery.lab.Sums.ofSum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.Node;
import io.orrery.graph.Trait;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Means;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Votes add up to logits, parts to the stream, shifts to an effect: on random models of every architecture. */
class AttributionIdentitiesTest {
    private static final Trait SUM = Trait.routing("sum");

    @ParameterizedTest
    @MethodSource("io.orrery.lab.RandomModels#all")
    void votesAddUpToTheLogits(RandomModels model) {
        var subject = model.subject();
        for (int position = 0; position < RandomModels.LENGTH; position++) {
            float[] logits = subject.logits(position);
            for (var target : List.of(
                    Target.of(subject, position, OptionalInt.empty(), OptionalInt.empty()),
                    Target.of(subject, position, OptionalInt.of(2), OptionalInt.of(5)),
                    Target.againstAll(subject, position, OptionalInt.of(3)))) {
                var attribution = Attribution.of(subject, target);
                assertThat(attribution.votes().stream()
                                .mapToDouble(Attribution.Vote::a)
                                .sum())
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
    @MethodSource("io.orrery.lab.RandomModels#all")
    void layersAddWhatTheirPartsAdd(RandomModels model) {
        var subject = model.subject();
        for (var target : List.of(
                model.target(),
                Target.of(subject, RandomModels.LENGTH - 1, OptionalInt.of(2), OptionalInt.of(5)),
                Target.againstAll(subject, 0, OptionalInt.of(3)))) {
            var votes = Attribution.of(subject, target).votes();
            double[] layers = Attribution.layers(subject, target);
            assertThat(layers).hasSize(subject.anatomy().layers());
            for (int layer = 0; layer < layers.length; layer++) {
                String prefix = "blocks." + layer + ".";
                double[] parts = votes.stream()
                        .filter(vote -> vote.part().startsWith(prefix))
                        .mapToDouble(Attribution.Vote::difference)
                        .toArray();
                assertThat(parts).isNotEmpty();
                assertThat(layers[layer]).isCloseTo(Arrays.stream(parts).sum(), ofSum(Arrays.stream(parts)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.orrery.lab.RandomModels#all")
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
    @MethodSource("io.orrery.lab.RandomModels#all")
    void neuronsAndTokensAddUpToTheirParts(RandomModels model) {
        var subject = model.subject();
        var target = model.target();
        var votes = Attribution.of(subject, target);
        float[] direction = Attribution.direction(subject, target);
        for (int layer = 0; layer < subject.anatomy().layers(); layer++) {
            var mlp = subject.anatomy().writers(layer).get(1).node();
            if (mlp.has(SUM)) {
                continue;
            }
            var neurons = Attribution.neurons(subject, target, layer, 1000);
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
                        .isCloseTo(vote(votes, attention.part(head)), ofSum(Arrays.stream(tokens)));
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
    @MethodSource("io.orrery.lab.RandomModels#all")
    void lensEndsWithTheModelsLogits(RandomModels model) {
        var subject = model.subject();
        float[] all = Lens.logits(subject);
        int vocabulary = subject.graph().sizes().d_vocab();
        for (int position = 0; position < RandomModels.LENGTH; position++) {
            int from = all.length - (RandomModels.LENGTH - position) * vocabulary;
            assertThat(Arrays.copyOfRange(all, from, from + vocabulary)).containsExactly(subject.logits(position));
        }
        var some = Lens.of(subject, model.target(), 3, 5, 3, Progress.NONE);
        var whole = Lens.of(subject, model.target(), 0, RandomModels.LENGTH, 3, Progress.NONE);
        for (int point = 0; point < whole.points().size(); point++) {
            for (int position = 3; position < 5; position++) {
                assertThat(some.top(point, position)).isEqualTo(whole.top(point, position));
                assertThat(some.p(point, position)).isEqualTo(whole.p(point, position));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.orrery.lab.RandomModels#all")
    void forecastAndShiftsAddUp(RandomModels model) {
        var subject = model.subject();
        var target = model.target();
        var votes = Attribution.of(subject, target);
        for (Node node : TryEach.nodes(subject)) {
            for (var mode : List.of("zero", "scale:2")) {
                var change = Change.parse(node.name() + (Anatomy.hasHeads(node) ? "[1]" : "") + "=" + mode);
                var effect = Effect.of(subject, target, List.of(change), Means.NONE);
                assertAddsUp(effect, target);
                // The part's output after the change is known without any run: nothing, or twice what it was.
                var name = node.name().replace("hook_z", "hook_result") + (Anatomy.hasHeads(node) ? "[1]" : "");
                double vote = votes.votes().stream()
                        .filter(each -> each.part().equals(name)
                                || (node.has(SUM)
                                        && each.part().startsWith(name.replace("hook_mlp_out", "mlp.hook_expert"))))
                        .mapToDouble(Attribution.Vote::difference)
                        .sum();
                assertThat(effect.forecast().orElseThrow())
                        .isCloseTo(
                                effect.before() + (mode.equals("zero") ? -vote : vote),
                                within(SUMS * (1 + Math.abs(effect.before()) + Math.abs(vote))));
            }
        }
        for (Node taken : subject.graph().nodes().stream()
                .filter(node -> node.has(Trait.routing("taken")))
                .toList()) {
            for (var mode : List.of("off", "force")) {
                var change = Change.parse(taken.inputs().get(0).name() + "[1]=" + mode);
                var effect = Effect.of(subject, target, List.of(change), Means.NONE);
                assertAddsUp(effect, target);
                // The changed layer's experts read what they read before.
                String experts = "blocks." + subject.anatomy().layer(taken).orElseThrow() + ".mlp.hook_expert";
                double[] shifts = effect.shifts().stream()
                        .filter(shift -> shift.part().startsWith(experts))
                        .mapToDouble(Effect.Shift::by)
                        .toArray();
                assertThat(effect.forecast().orElseThrow())
                        .isCloseTo(effect.before() + Arrays.stream(shifts).sum(), ofSum(Arrays.stream(shifts)));
            }
        }
        var stream = Change.parse(subject.anatomy().entering(1).name() + "@2=zero");
        assertThat(Effect.of(subject, target, List.of(stream), Means.NONE).forecast())
                .isEmpty();
    }

    private static void assertAddsUp(Effect effect, Target target) {
        double[] shifts = effect.shifts().stream().mapToDouble(Effect.Shift::by).toArray();
        assertThat(effect.difference() - effect.before())
                .isCloseTo(Arrays.stream(shifts).sum() + effect.divisor(), ofSum(Arrays.stream(shifts)));
        double[] votes = Attribution.of(effect.after(), target).votes().stream()
                .mapToDouble(Attribution.Vote::difference)
                .toArray();
        assertThat(Arrays.stream(votes).sum()).isCloseTo(effect.difference(), ofSum(Arrays.stream(votes)));
    }
}
