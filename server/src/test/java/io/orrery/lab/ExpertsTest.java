package io.orrery.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.model.Fixtures;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Experts that are off or forced, redone in double precision from the router's logits of a small model; and what cannot be changed. */
class ExpertsTest {
    private static final int[] TEXT = {7, 300, 41, 5, 5, 120, 9, 88};
    private static final int EXPERTS = 5;
    private static final int TAKEN = 2;
    private static final String MLP = "blocks.1.mlp.";

    private static Workers workers;
    private static Subject subject;

    @BeforeAll
    static void open() throws IOException {
        workers = new Workers(1);
        var model = Presets.open(Fixtures.named("qwen3moe-tiny"));
        var runnable = new RunnableModel("experts", model.graph(), model.weights());
        subject = Subject.of(runnable, Arrays.stream(TEXT).boxed().toList(), workers);
    }

    @AfterAll
    static void close() {
        workers.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hook_router[0]=off",
                "hook_router[3]=off;hook_router[1]=off",
                "hook_router[2]=force",
                "hook_router[2]=force;hook_router[4]=force",
                "hook_router[0]=off;hook_router[1]@3=force",
                "hook_router[2]@5=off"
            })
    void theChoiceIsThatOfTheChangedLogits(String texts) {
        var changes = Arrays.stream(texts.split(";")).map(text -> MLP + text).toList();
        var before = subject.activations();
        var after = changed(changes);
        for (int position = 0; position < TEXT.length; position++) {
            var logits = new double[EXPERTS];
            for (int e = 0; e < EXPERTS; e++) {
                logits[e] = before.at(node("hook_router"), position, e);
                for (var change : Changes.parse(changes)) {
                    if (change.head().getAsInt() == e
                            && (change.position().isEmpty() || change.position().getAsInt() == position)) {
                        logits[e] = change.text().endsWith("off") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
                    }
                }
            }
            var order = IntStream.range(0, EXPERTS)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer e) -> -logits[e]))
                    .toList();
            // Softmax over the experts that are taken alone; a logit of ∞ leaves nothing for others.
            double largest = logits[order.get(0)];
            double sum = order.stream()
                    .limit(TAKEN)
                    .mapToDouble(e -> power(logits[e], largest))
                    .sum();
            var weights = after.row(node("hook_expert_weights"), position);
            for (int slot = 0; slot < EXPERTS; slot++) {
                int e = order.get(slot);
                if (slot < TAKEN) {
                    assertThat(after.at(node("hook_expert_indices"), position, slot))
                            .isEqualTo(e);
                }
                assertThat((double) weights[e])
                        .as("%s: expert %d at %d", texts, e, position)
                        .isCloseTo(slot < TAKEN ? power(logits[e], largest) / sum : 0, within(1e-6));
            }
        }
        assertThat(after.tensor(graph().node("logits").orElseThrow()).toArray()).doesNotContain(Float.NaN);
    }

    private static double power(double x, double largest) {
        return x == largest ? 1 : Math.exp(x - largest);
    }

    /** Each expert's part, the products redone in double precision from the weights. */
    @Test
    void partsOfExpertsAreTheirMlpsTimesTheirWeights() {
        var run = subject.activations();
        int width = graph().sizes().d_model();
        int neurons = graph().sizes().d_mlp();
        for (int position : new int[] {0, 5}) {
            float[] x = run.row(graph().node("blocks.1.ln2.hook_out").orElseThrow(), position);
            float[] parts = run.row(node("hook_expert_result"), position);
            for (int e = 0; e < EXPERTS; e++) {
                var post = new double[neurons];
                for (int n = 0; n < neurons; n++) {
                    double gate = 0;
                    double linear = 0;
                    for (int m = 0; m < width; m++) {
                        gate += (double) x[m] * run.at(node("experts.W_gate"), e, m, n);
                        linear += (double) x[m] * run.at(node("experts.W_in"), e, m, n);
                    }
                    post[n] = gate / (1 + Math.exp(-gate)) * linear;
                }
                double weight = run.at(node("hook_expert_weights"), position, e);
                for (int m = 0; m < width; m++) {
                    double out = 0;
                    for (int n = 0; n < neurons; n++) {
                        out += post[n] * run.at(node("experts.W_out"), e, n, m);
                    }
                    assertThat((double) parts[e * width + m]).isCloseTo(weight * out, within(1e-4));
                }
            }
        }
    }

    @Test
    void changedTextGrowsLikeAnUnchangedOne() {
        var changes = Changes.interventions(
                graph(),
                Changes.parse(List.of(MLP + "hook_router[2]=off", "blocks.0.mlp.hook_router[1]=force")),
                Means.NONE);
        var grown = Activations.none(graph(), subject.weights(), new Run(new int[0], workers), changes)
                .grow(Arrays.copyOf(TEXT, 3))
                .grow(TEXT);
        var whole = subject.activations().changed(changes);
        for (Node node : graph().nodes()) {
            assertThat(grown.tensor(node).toArray())
                    .as(node.name())
                    .isEqualTo(whole.tensor(node).toArray());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hook_router[5]=off                                             | no expert 5: a layer has the experts 0 to 4
            hook_router=off                                                | is not a change
            hook_expert_weights[1]=off                                     | takes no experts; only a router's logits do
            hook_expert_indices=zero                                       | cannot be changed; change blocks.1.mlp.hook_router
            hook_post[1]=zero                                              | has neither heads nor experts
            hook_router[0]=off;hook_router[1]=off;hook_router[2]=off;hook_router[3]=off | takes 2 of 5 experts at each position, so 4 cannot be off
            hook_router[0]=force;hook_router[1]=force;hook_router[2]=force | takes 2 experts at each position, so no more can be forced
            """)
    void whatCannotBeChangedIsRefused(String texts, String words) {
        var changes =
                Arrays.stream(texts.split(";")).map(text -> MLP + text.strip()).toList();
        assertThatThrownBy(() -> changed(changes))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(words);
    }

    private static Activations changed(List<String> changes) {
        return subject.activations().changed(Changes.interventions(graph(), Changes.parse(changes), Means.NONE));
    }

    private static Graph graph() {
        return subject.graph();
    }

    private static Node node(String name) {
        return graph().node(MLP + name).orElseThrow();
    }
}
