package io.orrery.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import io.orrery.train.NanoSort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test runs each turn by hand. Every read of the clock advances it by a whole turn, so a turn does one piece. */
class MeasurementsTest {
    private static final int PIECES = 50;
    private static final int MEMORY = 64 << 20;

    private final Workers workers = new Workers(1);
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private long now;
    private final Traces traces =
            new Traces(new MemoryBudget(MEMORY), workers, turns::add, () -> now += Traces.TURN_NANOS);
    private final AtomicInteger pieces = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void measurementTakesOneTurnPerPiece() {
        var answer = ask("q", Requester.of("room A"));
        run(3);
        assertThat(pieces).hasValue(3);
        assertThat(traces.measurements().done("q")).contains(new Measurements.Done(3, PIECES, true));
        runAll();
        assertThat(answer).isCompletedWithValueMatching(made -> made.length == 7);
        assertThat(traces.measurements().done("q")).isEmpty();
    }

    /** A room's step needs a trace: it comes as if the measurement were a text of another tenant. */
    @Test
    void longMeasurementDoesNotDelayARoomsText() {
        var graph = NanoSort.graph();
        var weights = new HashMap<String, Tensor>();
        graph.weights().forEach(node -> weights.put(node.name(), Tensor.zeros(node.layout(graph.sizes(), 0))));
        traces.offer(new RunnableModel("m", graph, Weights.of(graph, weights)));
        long nodes = graph.nodes().stream()
                .filter(node -> !node.constant() && !node.isDerived())
                .count();
        var long1 = ask("q", Requester.of("address 192.0.2.1"));
        run(2);

        var text = traces.trace(new Recipe("m", List.of(0, 1, 2)), Requester.ofRoom("room A"));
        run(nodes + nodes / 2 + 1);

        assertThat(text).isCompleted();
        assertThat(long1).isNotDone();
        runAll();
        assertThat(long1).isCompleted();
    }

    @Test
    void allWhoAskTheSameWaitForOneMeasurementAndItsAnswerIsKept() {
        var first = ask("q", Requester.of("room A"));
        var second = ask("q", Requester.of("room B"));
        runAll();
        assertThat(first.join()).isSameAs(second.join());
        assertThat(ask("q", Requester.of("room C"))).isCompleted();
        assertThat(runs).hasValue(1);
    }

    @Test
    void leavingInTheMiddleEndsItAndGivesBackItsMemory() {
        var requester = Requester.of("room A");
        var answer = ask("q", requester);
        run(4);
        assertThat(traces.budget().figures().held()).isEqualTo(1000);

        requester.leave();

        assertThat(answer).isCancelled();
        assertThat(traces.budget().figures().held()).isZero();
        runAll();
        assertThat(pieces).hasValue(4);
        assertThat(traces.queue()).isEqualTo(new Traces.Queue(0, 0, 1));
        var again = ask("q", Requester.of("room A"));
        runAll();
        assertThat(again).isCompleted();
    }

    /** So whoever writes the answer finds memory for it, and at no time is it in memory that nobody has reserved. */
    @Test
    void onlyTheAnswerIsHeldWhileThoseWhoAskedAreTold() {
        var held = new ArrayList<Long>();
        for (String room : List.of("room A", "room B")) {
            var told = ask("q", Requester.of(room))
                    .thenAccept(made -> held.add(traces.budget().figures().held()));
            assertThat(told).isNotDone();
        }
        runAll();
        assertThat(held).containsExactly(7L, 7L);
        assertThat(traces.budget().figures().held()).isZero();
    }

    @Test
    void leavingWithinATurnEndsItBeforeTheNextPiece() {
        var requester = Requester.of("room A");
        var answer = traces.measurements()
                .of(
                        "q",
                        () -> 1000,
                        1,
                        progress -> {
                            requester.leave();
                            progress.done(1, PIECES);
                            pieces.incrementAndGet();
                            return new byte[0];
                        },
                        requester);
        runAll();
        assertThat(answer).isCancelled();
        assertThat(pieces).hasValue(0);
        assertThat(traces.budget().figures().held()).isZero();
    }

    @Test
    void failureReachesAllAndGivesBackItsMemory() {
        var answer = traces.measurements()
                .of(
                        "q",
                        () -> 1000,
                        1,
                        progress -> {
                            throw new OrreryException(new LibraryError.EmptyPrompt());
                        },
                        Requester.of("room A"));
        runAll();
        assertThatThrownBy(answer::join).hasCauseInstanceOf(OrreryException.class);
        assertThat(traces.budget().figures().held()).isZero();
        assertThat(traces.measurements().done("q")).isEqualTo(Optional.empty());
    }

    @Test
    void deadlineIsForWaitingAlone() {
        var begun = ask("q", Requester.of("room A"));
        run(2);
        var waiting = traces.measurements()
                .of("large", () -> MEMORY + 1L, 1, progress -> new byte[0], Requester.of("room B"));
        now += 2 * Traces.DEADLINE_NANOS;
        traces.endWaits();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(TookTooLongException.class);
        runAll();
        assertThat(begun).isCompleted();
    }

    private CompletableFuture<byte[]> ask(String key, Requester requester) {
        return traces.measurements().of(key, () -> 1000, 1, this::measure, requester);
    }

    private byte[] measure(Measurements.Pieces progress) {
        runs.incrementAndGet();
        for (int i = 1; i <= PIECES; i++) {
            pieces.incrementAndGet();
            progress.done(i, PIECES);
        }
        return new byte[7];
    }

    private void run(long count) {
        for (long i = 0; i < count; i++) {
            turns.remove().run();
        }
    }

    private void runAll() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }
}
