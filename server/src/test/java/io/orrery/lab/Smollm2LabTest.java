package io.orrery.lab;

import static io.orrery.lab.LabFixture.near;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.tour.Walk;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.change.Change;
import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares the answers about "The capital of France is" with numpy's, for SmolLM2-135M-Instruct. */
class Smollm2LabTest {
    private static final String FOLDER = "smollm2-135m-instruct";
    private static final double TOLERANCE = 2e-2;

    private static JsonNode lab;
    private static Subject subject;
    private static Target target;
    private static Workers workers;

    @BeforeAll
    static void open() throws IOException {
        Model model = Presets.open(
                Fixtures.outside(FOLDER + "/SmolLM2-135M-Instruct.Q4_1.gguf").toString());
        lab = Fixtures.json(Fixtures.outside(FOLDER + "/reference/lab.json")).get("capital");
        workers = new Workers(2);
        subject = Subject.of(
                new RunnableModel(model.id(), model.graph(), model.weights()),
                LabFixture.list(lab.get("tokens")),
                workers);
        target = Target.of(subject, lab.get("position").intValue(), OptionalInt.empty(), OptionalInt.empty());
    }

    @AfterAll
    static void close() {
        subject = null;
        if (workers != null) {
            workers.close();
        }
    }

    @Test
    void target() {
        assertThat(target.a()).isEqualTo(lab.get("a").intValue());
        assertThat(target.b().orElseThrow()).isEqualTo(lab.get("b").intValue());
        float[] logits = subject.logits(target.position());
        near(lab.get("logit_a"), TOLERANCE).accept((double) logits[target.a()]);
        near(lab.get("logit_difference"), TOLERANCE).accept(target.difference(logits));
    }

    @Test
    void lens() {
        var lens = Lens.of(subject, target, 0, subject.length(), 5, Progress.NONE);
        var points = lab.get("lens").get("points");
        var rows = lab.get("lens").get("rows");
        for (int i = 0; i < rows.size(); i++) {
            assertThat(lens.points().get(i)).isEqualTo(points.get(i).textValue());
            var row = rows.get(i);
            assertThat(lens.pOfA().get(i)).isCloseTo(row.get("p_of_a").doubleValue(), within(TOLERANCE));
            int rank = row.get("rank_of_a").intValue();
            assertThat((double) lens.rankOfA().get(i)).isCloseTo(rank, within(TOLERANCE * rank));
            for (int position = 0; position < subject.length(); position++) {
                var expected = row.get("p").get(position);
                for (int k = 0; k < expected.size(); k++) {
                    assertThat(lens.p(i, position).get(k))
                            .isCloseTo(expected.get(k).doubleValue(), within(TOLERANCE));
                }
            }
        }
        assertThat(lens.points()).hasSize(rows.size());
    }

    @Test
    void attribution() {
        var votes = Attribution.of(subject, target).votes();
        var expected = lab.get("attribution");
        for (int i = 0; i < expected.size(); i++) {
            assertThat(votes.get(i).part())
                    .isEqualTo(expected.get(i).get("part").textValue());
            near(expected.get(i).get("a_minus_b"), TOLERANCE)
                    .accept(votes.get(i).difference());
        }
        assertThat(votes.get(expected.size()).part()).isEqualTo("ln_final.b");
        assertThat(votes.get(expected.size()).difference()).isZero();
    }

    @Test
    void walkVisitsTheLayerWhosePartsAddMost() {
        var layers = new double[subject.anatomy().layers()];
        for (JsonNode part : lab.get("attribution")) {
            String[] name = part.get("part").textValue().split("\\.");
            if (name[0].equals("blocks")) {
                layers[Integer.parseInt(name[1])] += part.get("a_minus_b").doubleValue();
            }
        }
        int most = 2;
        for (int layer = 3; layer < layers.length - 1; layer++) {
            most = layers[layer] > layers[most] ? layer : most;
        }

        double[] measured = Attribution.layers(subject, target);

        for (int layer = 0; layer < layers.length; layer++) {
            assertThat(measured[layer]).isCloseTo(layers[layer], within(10 * TOLERANCE));
        }
        assertThat(Walk.visited(layers.length, measured)).containsExactly(0, 1, most, layers.length - 1);
    }

    @Test
    void interventions() {
        var expected = lab.get("interventions");
        var means = ReferenceMeans.over(
                subject, LabFixture.lists(expected.get("mean_over")), TryEach.nodes(subject), Progress.NONE);
        var tried = TryEach.of(subject, target, new Change.Mean(), means, Progress.NONE);
        var rows = expected.get("rows");
        assertThat(tried).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(tried.get(i).node()).isEqualTo(rows.get(i).get("node").textValue());
            assertThat(tried.get(i).head().isPresent())
                    .isEqualTo(!rows.get(i).get("head").isNull());
            near(rows.get(i).get("logit_difference"), TOLERANCE)
                    .accept(tried.get(i).difference());
            near(rows.get(i).get("kl"), TOLERANCE).accept(tried.get(i).kl());
        }
    }

    @Test
    void patching() {
        var expected = lab.get("patching");
        var corrupted = subject.ofText(LabFixture.list(expected.get("corrupted")));
        var between = Patching.target(subject, corrupted, target.position(), OptionalInt.empty(), OptionalInt.empty());
        assertThat(between.b().orElseThrow()).isEqualTo(expected.get("b").intValue());
        near(expected.get("clean"), TOLERANCE).accept(between.difference(subject.logits(target.position())));
        near(expected.get("corrupted_difference"), TOLERANCE)
                .accept(between.difference(corrupted.logits(target.position())));
        for (int layer = 0; layer < expected.get("resid_pre").size(); layer++) {
            for (int position = 0; position < subject.length(); position++) {
                near(expected.get("resid_pre").get(layer).get(position), TOLERANCE)
                        .accept(Patching.recovered(
                                subject,
                                corrupted,
                                between,
                                subject.anatomy().entering(layer),
                                OptionalInt.empty(),
                                OptionalInt.of(position)));
            }
        }
    }

    @Test
    void edgesOfTheCircuitAddUp() {
        var circuit = Circuit.of(subject, target, 0, Progress.NONE);
        var sums = new double[circuit.nodes().size()];
        var sizes = new double[sums.length];
        for (int i = 0; i < circuit.edges(); i++) {
            sums[circuit.edge(i).to()] += circuit.edge(i).value();
            sizes[circuit.edge(i).to()] += Math.abs(circuit.edge(i).value());
        }
        for (int i = 0; i < sums.length; i++) {
            if (sizes[i] > 0) {
                assertThat(sums[i]).isCloseTo(circuit.nodes().get(i).value(), within(1e-4 * (1 + sizes[i])));
            }
        }
    }

    @Test
    void saliencyThatKeepsTheFirstTokenAddsUp() {
        var saliency = Saliency.of(subject, target, 50, Saliency.Baseline.KEEP_FIRST, Progress.NONE);
        assertThat(saliency.gap()).isLessThan(5e-3);
    }
}
