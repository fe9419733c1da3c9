package io.orrery.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import io.orrery.train.NanoSort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final Graph GRAPH = NanoSort.graph();
    private static final Recipe RECIPE = new Recipe("m", List.of(2, 1, 0, 1, 1, 2));

    private static final Requester REQUESTER = Requester.of("a room");

    private final Workers workers = new Workers(1);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int computations;
    private final Traces traces = new Traces(new MemoryBudget(64 << 20), workers, task -> {
        computations++;
        tasks.add(task);
    });

    TracesTest() {
        traces.offer(new RunnableModel("m", GRAPH, weights()));
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void concurrentCallersShareOneComputation() {
        var first = traces.trace(RECIPE, REQUESTER);
        var second = traces.trace(new Recipe("m", List.of(2, 1, 0, 1, 1, 2)), REQUESTER);
        assertThat(first).isNotDone();
        runAll();
        assertThat(first.join()).isSameAs(second.join());
    }

    @Test
    void traceThatExceedsItsDeadlineIsAbandonedAndCanBeRequestedAgain() {
        var now = new AtomicLong();
        var slow = new AtomicLong((Traces.DEADLINE_SECONDS + 1) * 1_000_000_000L);
        var timed = new Traces(new MemoryBudget(64 << 20), workers, Runnable::run, () -> now.getAndAdd(slow.get()));
        timed.offer(new RunnableModel("m", GRAPH, weights()));

        List<String> logged;
        try (var log = new Logged("io.orrery.trace", "com.github.benmanes.caffeine")) {
            assertThatThrownBy(() -> timed.trace(RECIPE, REQUESTER).join())
                    .hasCauseInstanceOf(TookTooLongException.class);
            logged = log.lines();
        }

        assertThat(logged).containsExactly("INFO A trace took too long and was given up.");
        slow.set(1);
        assertSameBits(timed.trace(RECIPE, REQUESTER).join(), computed(RECIPE));
    }

    @Test
    void evictedTraceIsRecomputedBitForBit() {
        var before = computed(RECIPE);
        traces.evictAll();
        var again = traces.trace(traces.recipe(before.id()).orElseThrow(), REQUESTER);
        runAll();
        assertThat(again.join()).isNotSameAs(before);
        assertSameBits(again.join(), before);
    }

    @Test
    void grownTraceEqualsOneComputedAtOnceBitForBit() {
        computed(RECIPE.prefix(3));
        computed(RECIPE.prefix(5));
        var grown = computed(RECIPE);
        traces.evictAll();
        var atOnce = computed(RECIPE);
        assertSameBits(grown, atOnce);
        assertThat(grown.tensor("blocks.0.mlp.hook_pre").rows()[0])
                .isNotSameAs(atOnce.tensor("blocks.0.mlp.hook_pre").rows()[0]);
    }

    @Test
    void idThatWasNeverRequestedIsUnknown() {
        assertThat(traces.recipe("0123456789abcdef0123456789abcdef")).isEmpty();
    }

    @Test
    void sameTextHasAnotherIdForAnotherModel() {
        assertThat(new Recipe("n", RECIPE.tokens()).id()).isNotEqualTo(RECIPE.id());
        assertThat(RECIPE.prefix(5).id()).isNotEqualTo(RECIPE.id());
        assertThat(RECIPE.id()).matches("[0-9a-f]{32}");
    }

    @Test
    void invalidTextsAreRefusedAndTheLimitIsNamed() {
        assertThatThrownBy(() -> traces.trace(new Recipe("m", List.of()), REQUESTER))
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> traces.trace(new Recipe("m", List.of(0, 3)), REQUESTER))
                .hasMessageContaining("There is no token 3")
                .hasMessageContaining("0 to 2");
        assertThatThrownBy(() -> traces.trace(new Recipe("m", List.of(0, -1)), REQUESTER))
                .hasMessageContaining("no token -1");
        assertThatThrownBy(() ->
                        traces.trace(new Recipe("m", new ArrayList<>(java.util.Collections.nCopies(12, 0))), REQUESTER))
                .hasMessageContaining("12 tokens")
                .hasMessageContaining("at most 11");
        assertThatThrownBy(() -> traces.trace(new Recipe("x", List.of(0)), REQUESTER))
                .hasMessageContaining("No model");
    }

    private Trace computed(Recipe recipe) {
        var trace = traces.trace(recipe, REQUESTER);
        runAll();
        return trace.join();
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
        assertThat(computations).isPositive();
    }

    private static void assertSameBits(Trace found, Trace expected) {
        for (var node : GRAPH.nodes()) {
            assertThat(found.tensor(node).toArray())
                    .as(node.name())
                    .usingComparator((a, b) -> java.util.Arrays.equals(a, b) ? 0 : 1)
                    .isEqualTo(expected.tensor(node).toArray());
        }
    }

    private static Weights weights() {
        var random = new Random(3);
        var weights = new HashMap<String, Tensor>();
        for (var node : GRAPH.weights()) {
            var tensor = Tensor.zeros(node.layout(GRAPH.sizes(), 0));
            for (float[] row : tensor.rows()) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) (0.2 * random.nextGaussian());
                }
            }
            weights.put(node.name(), tensor);
        }
        return Weights.of(GRAPH, weights);
    }
}
