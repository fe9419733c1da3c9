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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The test runs each turn by hand. Every read of the clock advances it by a whole turn, so a turn computes one node.
 */
class FairSchedulerTest {
    private static final Graph GRAPH = NanoSort.graph();
    private static final long NODES = GRAPH.nodes().stream()
            .filter(node -> !node.constant() && !node.isDerived())
            .count();
    private static final Weights WEIGHTS = weights();

    private final Workers workers = new Workers(1);
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private long now;
    private long tick = Traces.TURN_NANOS;
    private Runnable onClockRead = () -> {};
    private boolean refuses;
    private Traces traces;

    @BeforeEach
    void begin() {
        traces = new Traces(new MemoryBudget(64 << 20), workers, this::execute, this::readClock);
        traces.offer(new RunnableModel("m", GRAPH, WEIGHTS));
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void traceTakesOneTurnPerNode() {
        var trace = traces.trace(recipe(0), Requester.of("room A"));
        for (int i = 1; i < NODES; i++) {
            turns.remove().run();
        }
        assertThat(trace).isNotDone();
        turns.remove().run();
        assertThat(trace).isCompleted();
    }

    @Test
    void roomWithManyRequestsDelaysAnotherOnlyByItsFairShare() {
        List<CompletableFuture<Trace>> many = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            many.add(traces.trace(recipe(i), Requester.of("room A")));
        }
        run(3);
        var one = traces.trace(recipe(99), Requester.of("room B"));

        run(2 * NODES);

        assertThat(one).isCompleted();
        assertThat(many.get(0)).isCompleted();
        assertThat(many.subList(1, 5)).noneMatch(CompletableFuture::isDone);
        runAll();
        assertThat(many).allSatisfy(trace -> assertThat(trace).isCompleted());
    }

    @Test
    void visitorsBehindOneAddressAreServedInTheOrderOfTheirRequests() {
        List<CompletableFuture<Trace>> many = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            many.add(traces.trace(recipe(i), Requester.of("address 192.0.2.1")));
        }
        for (int done = 1; done <= 4; done++) {
            run(NODES);
            assertThat(many.subList(0, done))
                    .allSatisfy(trace -> assertThat(trace).isCompleted());
            assertThat(many.subList(done, 4)).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void shortTextNeedNotWaitForAMuchLongerOneOfItsTenant() {
        var longest =
                traces.trace(new Recipe("m", List.of(0, 1, 2, 0, 1, 2, 0, 1, 2, 0)), Requester.of("address 192.0.2.1"));
        run(2);
        var shortest = traces.trace(new Recipe("m", List.of(1)), Requester.of("address 192.0.2.1"));
        var second = traces.trace(new Recipe("m", List.of(2)), Requester.of("address 192.0.2.1"));

        run(2 * NODES - 1);

        assertThat(shortest).isCompleted();
        assertThat(second).isNotDone();
        assertThat(longest).isCompleted();
    }

    @Test
    void roomHasTwoOfThreeTurnsHoweverManyVisitorsWait() {
        for (int i = 0; i < 20; i++) {
            ask(recipe(i), Requester.of("address 192.0.2." + i));
        }
        run(40);
        var text = traces.trace(recipe(99), Requester.ofRoom("room A"));

        run(NODES + NODES / 2 + 1);

        assertThat(text).isCompleted();
    }

    @Test
    void visitorsGoOnWhileRoomsAreBusy() {
        var visitor = traces.trace(recipe(0), Requester.of("address 192.0.2.1"));
        for (int i = 1; i < 9; i++) {
            ask(recipe(i), Requester.ofRoom("room " + i));
        }

        run(3 * NODES);

        assertThat(visitor).isCompleted();
    }

    @Test
    void whatNobodyWaitsForIsComputedOnlyWhileNobodyElseWaits() {
        var idle = traces.trace(recipe(0), Requester.whenIdle("room A"));
        var visitors = traces.trace(recipe(1), Requester.of("address 192.0.2.1"));
        var rooms = traces.trace(recipe(2), Requester.ofRoom("room B"));

        run(2 * NODES);
        assertThat(visitors).isCompleted();
        assertThat(rooms).isCompleted();
        assertThat(idle).isNotDone();
        runAll();

        assertThat(idle).isCompleted();
    }

    @Test
    void roomThatWaitsForAVisitorsTextGivesItItsTurns() {
        for (int i = 0; i < 20; i++) {
            ask(recipe(i), Requester.of("address 192.0.2." + i));
        }
        var same = traces.trace(recipe(19), Requester.ofRoom("room A"));

        run(NODES + NODES / 2 + 1);

        assertThat(same).isCompleted();
    }

    @Test
    void failureInATurnEndsItsWorkAloneAndGivesBackItsMemory() {
        var failing = traces.trace(recipe(0), Requester.of("room A"));
        var other = traces.trace(recipe(1), Requester.of("room B"));
        run(2);
        onClockRead = () -> {
            onClockRead = () -> {};
            turnBegins();
        };

        runAll();

        assertThat(failing).isCompletedExceptionally();
        assertThatThrownBy(failing::join).hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(other).isCompleted();
        assertThat(traces.queue()).isEqualTo(new Traces.Queue(0, 0, 0));
        assertThat(traces.budget().figures().held()).isZero();
    }

    /** Lets the second read of the clock from now on fail, which is in a work's turn; the first is the scheduler's. */
    private void turnBegins() {
        onClockRead = () -> {
            onClockRead = () -> {};
            throw new OutOfMemoryError("for the test");
        };
    }

    @Test
    void turnThatFindsNoThreadIsTakenLater() {
        refuses = true;
        var trace = traces.trace(recipe(0), Requester.of("room A"));
        refuses = false;
        assertThat(turns).isEmpty();

        traces.endWaits();
        runAll();

        assertThat(trace).isCompleted();
    }

    @Test
    void leavingRequesterFreesTheTurnsOfTracesThatNobodyElseWaitsFor() {
        var requester = Requester.of("room A");
        var abandoned = traces.trace(recipe(0), requester);
        var other = traces.trace(recipe(1), Requester.of("room B"));
        run(4);

        requester.leave();

        assertThatThrownBy(abandoned::join).isInstanceOf(CancellationException.class);
        assertThat(traces.queue()).isEqualTo(new Traces.Queue(1, 1, 1));
        run(NODES - 2);
        assertThat(other).isCompleted();
        runAll();
        assertThat(traces.queue()).isEqualTo(new Traces.Queue(0, 0, 1));
    }

    @Test
    void abandonedTraceStopsBeforeTheNextNodeWithinATurn() {
        tick = 0;
        var requester = Requester.of("room A");
        var abandoned = traces.trace(recipe(0), requester);
        var clockReads = new int[1];
        onClockRead = () -> {
            clockReads[0]++;
            if (clockReads[0] == 5) {
                requester.leave();
            }
        };

        runAll();

        assertThat(abandoned).isCancelled();
        assertThat(clockReads[0]).isEqualTo(5);
    }

    @Test
    void leavingRequesterDoesNotStopAComputationThatOthersWaitFor() {
        var requester = Requester.of("room A");
        var first = traces.trace(recipe(0), requester);
        var second = traces.trace(recipe(0), Requester.of("room A"));
        var third = traces.trace(recipe(0), Requester.of("room B"));
        run(3);

        requester.leave();
        requester.leave();

        assertThat(first).isCancelled();
        runAll();
        assertThat(second.join()).isSameAs(third.join());
        assertThat(traces.queue()).isEqualTo(new Traces.Queue(0, 0, 0));
    }

    @Test
    void abandonedTraceCanBeRequestedAgain() {
        var requester = Requester.of("room A");
        var abandoned = traces.trace(recipe(0), requester);
        run(3);
        requester.leave();
        assertThat(abandoned).isCancelled();

        var again = traces.trace(recipe(0), Requester.of("room A"));
        runAll();

        var alone = new Traces(new MemoryBudget(64 << 20), workers, Runnable::run, () -> 0);
        alone.offer(new RunnableModel("m", GRAPH, WEIGHTS));
        assertThat(again.join().logits(2))
                .containsExactly(
                        alone.trace(recipe(0), Requester.of("room A")).join().logits(2));
    }

    @Test
    void requestAfterLeavingIsCancelled() {
        var requester = Requester.of("room A");
        requester.leave();

        var trace = traces.trace(recipe(0), requester);

        assertThat(trace).isCancelled();
        runAll();
        assertThat(traces.queue().traces()).isZero();
    }

    @Test
    void deadlineCountsFromTheRequestAndFreesItsTurns() {
        var late = traces.trace(recipe(0), Requester.of("room A"));
        run(2);
        now += Traces.DEADLINE_SECONDS * 1_000_000_000L;
        var fresh = traces.trace(recipe(1), Requester.of("room B"));

        run(2);

        assertThatThrownBy(late::join).hasCauseInstanceOf(TookTooLongException.class);
        assertThat(traces.queue().traces()).isEqualTo(1);
        runAll();
        assertThat(fresh).isCompleted();
    }

    @Test
    void workThatCannotBeGivenUpFailsAndGivesBackItsMemory() {
        var happened = new ArrayList<String>();
        var scheduler = new FairScheduler(turns::add, this::readClock, 1);
        scheduler.join(new UngivableWork(happened), Requester.of("room A"));

        scheduler.giveUpLate();

        assertThat(happened).containsExactly("failed: no memory", "closed");
        assertThat(scheduler.works()).isZero();
    }

    /** Work that was requested long ago, and whose end fails. */
    private record UngivableWork(List<String> happened) implements FairScheduler.Work {
        @Override
        public long asked() {
            return 0;
        }

        @Override
        public long nanosLeft() {
            return 1;
        }

        @Override
        public boolean hasBegun() {
            return true;
        }

        @Override
        public boolean begin(boolean forRoom) {
            return true;
        }

        @Override
        public boolean advance() {
            return false;
        }

        @Override
        public void abandon() {
            happened.add("abandoned");
        }

        @Override
        public void giveUp() {
            throw new OutOfMemoryError("no memory");
        }

        @Override
        public void fail(Throwable failure) {
            happened.add("failed: " + failure.getMessage());
        }

        @Override
        public void close() {
            happened.add("closed");
        }
    }

    private void execute(Runnable turn) {
        if (refuses) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        turns.add(turn);
    }

    /** Requests a trace without waiting for the answer. */
    private void ask(Recipe recipe, Requester requester) {
        assertThat(traces.trace(recipe, requester)).isNotNull();
    }

    private long readClock() {
        onClockRead.run();
        return now += tick;
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

    /** A text of three tokens, different for each number below 27; for 99 a text of four tokens. */
    private static Recipe recipe(int number) {
        return number == 99
                ? new Recipe("m", List.of(2, 2, 2, 2))
                : new Recipe("m", List.of(number % 3, number / 3 % 3, number / 9));
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
