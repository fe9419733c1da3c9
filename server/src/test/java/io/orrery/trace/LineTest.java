package io.orrery.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.DomainError;
import io.orrery.error.ErrorType;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import io.orrery.train.NanoSort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * More texts than memory and time are there for. Turns are run by hand, and a read of the clock takes as long as a node:
 * 20 ms. The budget is a number only.
 */
class LineTest {
    private static final Graph GRAPH = NanoSort.graph();
    private static final int TOKENS = 6;
    private static final long SECOND = 1_000_000_000L;
    private static final Requester CLASS = Requester.of("address 192.0.2.1");

    /** A node's tensor has an array of 16 bytes and 4 for each float, in units of 8 bytes, for each position. */
    private static final long ROWS = GRAPH.nodes().stream()
            .filter(LineTest::isKept)
            .mapToLong(node -> IntStream.range(0, TOKENS)
                    .mapToLong(position -> (16 + 4L * width(node, position) + 7) / 8 * 8)
                    .sum())
            .sum();

    private final Workers workers = new Workers(1);
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private long now;
    private long tick = Traces.TURN_NANOS;
    private MemoryBudget budget;
    private Traces traces;

    private void begin(long bytes) {
        budget = new MemoryBudget(bytes);
        traces = new Traces(budget, workers, turns::add, () -> now += tick);
        var zeros = new HashMap<String, Tensor>();
        GRAPH.weights().forEach(node -> zeros.put(node.name(), Tensor.zeros(node.layout(GRAPH.sizes(), 0))));
        traces.offer(new RunnableModel("m", GRAPH, Weights.of(GRAPH, zeros)));
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void traceReservesItsRowsBeforeItBegins() {
        begin(64 << 20);
        ask(text(0), CLASS);

        turns.remove().run();

        // Besides its rows, a trace has lists of them, which are not shared.
        long index = traces.bytes("m", TOKENS) - ROWS;
        assertThat(index).isBetween(0L, ROWS);
        assertThat(budget.figures().held()).isEqualTo(ROWS + index);
        runAll();
        assertThat(budget.figures()).isEqualTo(new MemoryBudget.Figures(64 << 20, ROWS + index, 0, 0));
    }

    @Test
    void longerTextSharesTheRowsOfTheShorterOneAndKeepsThemWhenThatIsEvicted() {
        begin(64 << 20);
        Recipe whole = text(0);
        ask(whole.prefix(TOKENS - 1), CLASS);
        runAll();
        ask(whole, CLASS);
        runAll();

        long shortIndex = traces.bytes("m", TOKENS - 1) - rows(TOKENS - 1);
        long longIndex = traces.bytes("m", TOKENS) - ROWS;
        assertThat(budget.figures().used()).isEqualTo(ROWS + shortIndex + longIndex);

        ask(whole.prefix(TOKENS - 1), Requester.ofRoom("room A"));
        traces.evictAll();
        assertThat(budget.figures().used()).isZero();
    }

    @Test
    void heldTraceIsCountedUntilItIsReleasedThoughItWasEvicted() {
        begin(64 << 20);
        var asked = traces.trace(text(0), CLASS);
        runAll();
        long bytes = traces.bytes("m", TOKENS);
        var hold = asked.join().hold(CLASS);
        traces.evictAll();
        assertThat(budget.figures().held()).isEqualTo(bytes);

        hold.close();
        hold.close();
        assertThat(budget.figures().used()).isZero();

        // An evicted trace is counted anew, or refused.
        var again = asked.join().hold(CLASS);
        assertThat(budget.figures().held()).isEqualTo(bytes);
        again.close();
        var everything = budget.tryReserve(budget.size(), true).orElseThrow();
        assertThatThrownBy(() -> asked.join().hold(CLASS)).hasMessageContaining("Try again");
        everything.close();
    }

    @Test
    void fortyTextsNeverHoldMoreThanTheBudget() {
        begin(5 * memoryOfOne());
        List<CompletableFuture<Trace>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(traces.trace(text(i), Requester.of("address 192.0.2." + i)));
        }
        long most = 0;
        long mostUsed = 0;
        while (!turns.isEmpty()) {
            now -= tick;
            turns.remove().run();
            most = Math.max(most, budget.figures().held());
            mostUsed = Math.max(mostUsed, budget.figures().used());
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isDone());
        assertThat(most).isLessThanOrEqualTo(budget.size() * 3 / 5);
        assertThat(mostUsed).isLessThanOrEqualTo(budget.size());
        assertThat(budget.figures().held()).isZero();
    }

    @Test
    void everyoneOfAClassOfTwoHundredHasAnAnswerWithinTwoSeconds() {
        begin(3 * memoryOfOne());
        learnPace();
        List<CompletableFuture<Trace>> answers = new ArrayList<>();
        var told = new HashSet<Long>();
        int refused = 0;
        tick = 0;
        for (int i = 0; i < 200; i++) {
            try {
                answers.add(traces.trace(text(i), CLASS));
            } catch (OrreryException e) {
                assertThat(e.error()).isInstanceOfSatisfying(LibraryError.LineFull.class, full -> {
                    assertThat(full.retryAfter()).isBetween(1L, 300L);
                    told.add(full.retryAfter());
                });
                refused++;
            }
        }
        tick = Traces.TURN_NANOS;
        long asked = now;
        while (now < asked + 2 * SECOND && !turns.isEmpty()) {
            turns.remove().run();
            traces.endWaits();
        }

        List<CompletableFuture<Trace>> open =
                answers.stream().filter(answer -> !answer.isDone()).toList();
        // The one that is being computed may take longer than that.
        assertThat(open).hasSizeLessThanOrEqualTo(1);
        var places = answers.stream()
                .map(LineTest::error)
                .flatMap(Optional::stream)
                .map(LibraryError.InLine.class::cast)
                .toList();
        assertThat(places).hasSizeGreaterThan(10);
        assertThat(places.stream().map(LibraryError.InLine::place)).doesNotHaveDuplicates();
        assertThat(places).allSatisfy(place -> assertThat(place.retryAfter()).isBetween(1L, 31L));
        assertThat(refused).isEqualTo(200 - answers.size()).isGreaterThan(100);
        // Those who were refused do not all come back at the same time.
        assertThat(told).hasSizeGreaterThan(100);
        assertThat(traces.refusals()).isEqualTo(new Traces.Refusals(refused, places.size()));
    }

    @Test
    void placeInLineIsKeptForWhoComesAgain() {
        begin(64 << 20);
        learnPace();
        var first = traces.trace(text(0), CLASS);
        var second = traces.trace(text(1), CLASS);
        var third = traces.trace(text(2), CLASS);
        assertThat(error(second)).contains(new LibraryError.InLine(2, seconds(2)));
        assertThat(error(third)).contains(new LibraryError.InLine(3, seconds(3)));

        while (!first.isDone()) {
            turns.remove().run();
        }
        var again = traces.trace(text(1), CLASS);
        assertThat(again).isNotDone();
        runAll();

        assertThat(again).isCompleted();
        assertThat(traces.trace(text(2), CLASS)).isCompleted();
    }

    @Test
    void deadlineEndsWhatWaitsForMemoryThoughNoTurnIsTaken() {
        begin(3 * memoryOfOne());
        var everything = budget.tryReserve(budget.size(), true).orElseThrow();
        var text = traces.trace(text(0), Requester.ofRoom("room A"));
        runAll();
        assertThat(traces.line()).isEqualTo(1);

        now += Traces.DEADLINE_NANOS;
        traces.endWaits();

        assertThatThrownBy(text::join).hasCauseInstanceOf(TookTooLongException.class);
        assertThat(traces.queue().traces()).isZero();
        everything.close();
    }

    @Test
    void textThatWaitsForMemoryBeginsWhenItIsGivenBack() {
        begin(3 * memoryOfOne());
        var everything = budget.tryReserve(budget.size(), true).orElseThrow();
        var text = traces.trace(text(0), Requester.ofRoom("room A"));
        runAll();
        assertThat(text).isNotDone();

        everything.close();
        runAll();

        assertThat(text).isCompleted();
    }

    @Test
    void largeTextIsNotKeptWaitingBySmallOnes() {
        begin(5 * memoryOfOne());
        var answer = budget.reserve(5 * memoryOfOne() * 3 / 5 - traces.bytes("m", 1) - 1);
        var large = traces.trace(text(0), Requester.of("address 192.0.2.1"));
        turns.remove().run();
        var small = traces.trace(text(1).prefix(1), Requester.of("address 192.0.2.2"));
        runAll();
        assertThat(small).isNotDone();

        answer.close();
        runAll();

        assertThat(large).isCompleted();
        assertThat(small).isCompleted();
    }

    @Test
    void textThatTheMemoryCannotHoldIsRefusedWithTheLimitHoweverItWasMade() {
        begin((long) (2.5 * 1.01 * wholeOf(8)));
        assertThat(traces.longest("m")).isEqualTo(8);
        var tokens = new ArrayList<>(Collections.nCopies(8, 1));
        ask(new Recipe("m", tokens), CLASS);
        runAll();
        tokens.add(1);

        assertThatThrownBy(() -> traces.trace(new Recipe("m", tokens), Requester.ofRoom("room A")))
                .isInstanceOfSatisfying(OrreryException.class, e -> {
                    assertThat(e.error()).isEqualTo(new LibraryError.NoMemoryForText(9, 8));
                    assertThat(e.error().type()).isEqualTo(ErrorType.CONTEXT_FULL);
                })
                .hasMessageContaining("at most 8");
    }

    @Test
    void roomsTextStaysInTheCacheWhileVisitorsFloodIt() {
        begin(6 * memoryOfOne());
        var room = traces.trace(text(0), Requester.ofRoom("room A"));
        runAll();
        for (int i = 1; i < 50; i++) {
            ask(text(i), CLASS);
            runAll();
        }

        assertThat(traces.trace(text(0), Requester.ofRoom("room A")).join()).isSameAs(room.join());
        assertThat(traces.stats().evictionCount()).isGreaterThan(40);
        assertThat(budget.figures().used()).isLessThanOrEqualTo(budget.size() / 2 + memoryOfOne());
    }

    /** Lets the line know how long a text takes: a turn for each node. */
    private void learnPace() {
        for (int i = 0; i < 60; i++) {
            ask(text(700 - i), CLASS);
            runAll();
        }
    }

    /** The time that some texts take, in whole seconds. */
    private static long seconds(int texts) {
        long nodes = GRAPH.nodes().stream().filter(LineTest::isKept).count();
        return (long) Math.ceil(texts * nodes * Traces.TURN_NANOS / (double) SECOND);
    }

    private static Optional<DomainError> error(CompletableFuture<Trace> answer) {
        if (!answer.isCompletedExceptionally()) {
            return Optional.empty();
        }
        try {
            answer.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(((OrreryException) e.getCause()).error());
        }
    }

    private long memoryOfOne() {
        return wholeOf(TOKENS);
    }

    private static long wholeOf(int tokens) {
        return new TraceSize(GRAPH).whole(tokens);
    }

    private static long rows(int positions) {
        return GRAPH.nodes().stream()
                .filter(LineTest::isKept)
                .mapToLong(node -> IntStream.range(0, positions)
                        .mapToLong(position -> (16 + 4L * width(node, position) + 7) / 8 * 8)
                        .sum())
                .sum();
    }

    private static boolean isKept(Node node) {
        return !node.constant() && !node.isDerived();
    }

    /** The number of floats of a position: scores and patterns have one for each head and each key up to the query. */
    private static int width(Node node, int position) {
        int width = 1;
        for (var axis : node.axes()) {
            String size = axis.size();
            width *= switch (axis.name()) {
                case "pos", "q_pos" -> 1;
                case "k_pos" -> position + 1;
                default ->
                    size.matches("\\d+")
                            ? Integer.parseInt(size)
                            : GRAPH.sizes().byName().get(size);
            };
        }
        return width;
    }

    /** Requests a trace without waiting for the answer. */
    private void ask(Recipe recipe, Requester requester) {
        assertThat(traces.trace(recipe, requester)).isNotNull();
    }

    private void runAll() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    /** A text of six tokens, different for each number below 729. */
    private static Recipe text(int number) {
        var tokens = new ArrayList<Integer>();
        for (int rest = number, i = 0; i < TOKENS; i++, rest /= 3) {
            tokens.add(rest % 3);
        }
        return new Recipe("m", tokens);
    }
}
