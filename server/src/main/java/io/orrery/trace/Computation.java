package io.orrery.trace;

import io.orrery.graph.Activations;
import io.orrery.graph.ForwardPass;
import io.orrery.graph.Run;
import io.orrery.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The computation of a trace, node by node. It begins when the memory for the whole trace is reserved, and ends when
 * the trace is complete, when nobody waits for it any more, or when its deadline has passed.
 */
final class Computation implements FairScheduler.Work {
    private static final Logger LOG = LoggerFactory.getLogger(Computation.class);

    /** Rows per piece of work: enough to keep every thread busy, and as long as a typical prompt. */
    private static final int ROWS_AT_ONCE = 64;

    private final Recipe recipe;
    private final int[] tokens;
    private final List<String> prefixes;
    private final Offered model;
    private final TraceCache cache;
    private final MemoryBudget budget;
    private final Workers workers;
    private final LongSupplier nanoTime;
    private final long asked;
    private final CompletableFuture<Trace> trace = new CompletableFuture<>();
    /** Visitors' answers that are still open; guarded by this object's monitor. */
    private final List<Visitor> visitors = new ArrayList<>();

    private Optional<Begun> begun = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private boolean forRoom;
    private long computedNanos;
    private volatile int positions;
    private volatile boolean abandoned;

    /** A visitor who waits. @param asked the time of the request, ns */
    record Visitor(Requester requester, CompletableFuture<Trace> answer, long asked) {}

    /** What a computation has while it has memory. @param base the trace that it grows from, held */
    private static final class Begun {
        private final Optional<Trace> base;
        private final TraceMemory memory;
        private Activations computed;
        private Optional<ForwardPass> pass = Optional.empty();

        Begun(Optional<Trace> base, TraceMemory memory, Activations computed) {
            this.base = base;
            this.memory = memory;
            this.computed = computed;
        }
    }

    Computation(
            Recipe recipe,
            Offered model,
            TraceCache cache,
            MemoryBudget budget,
            Workers workers,
            LongSupplier nanoTime) {
        this.recipe = recipe;
        this.tokens = recipe.tokenArray();
        this.prefixes = recipe.prefixIds();
        this.model = model;
        this.cache = cache;
        this.budget = budget;
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.asked = nanoTime.getAsLong();
    }

    CompletableFuture<Trace> trace() {
        return trace;
    }

    /** Adds a visitor's answer, which {@link #impatient} returns if the trace does not begin in time. */
    synchronized void answer(Requester requester, CompletableFuture<Trace> answer) {
        visitors.add(new Visitor(requester, answer, nanoTime.getAsLong()));
    }

    /** The visitors who have waited this long for a trace that has not begun; each is returned once. */
    synchronized List<Visitor> impatient(long now, long patience) {
        if (hasBegun()) {
            return List.of();
        }
        var late = visitors.stream()
                .filter(visitor -> now - visitor.asked() > patience)
                .toList();
        visitors.removeAll(late);
        return late;
    }

    @Override
    public long asked() {
        return asked;
    }

    @Override
    public long nanosLeft() {
        return model.pace().nanos(tokens.length - positions);
    }

    @Override
    public synchronized boolean hasBegun() {
        return begun.isPresent() || failure.isPresent() || trace.isDone();
    }

    @Override
    public synchronized boolean begin(boolean room) {
        try {
            forRoom = room;
            begun = reserve();
            begun.ifPresent(now -> positions = now.computed.positions());
        } catch (RuntimeException | Error e) {
            // Those who wait are told in the turn, outside of the scheduler's monitor.
            failure = Optional.of(e);
        }
        return hasBegun();
    }

    /** Reserves what the trace will take besides the rows that it shares with the longest cached beginning of its text. */
    private Optional<Begun> reserve() {
        synchronized (budget) {
            Optional<Trace> base = cache.holdLongest(prefixes);
            int from = base.map(Trace::positions).orElse(0);
            var rows = budget.tryReserve(model.size().rows(from, tokens.length), forRoom);
            var index = rows.flatMap(found -> budget.tryReserve(model.size().index(tokens.length), forRoom));
            if (index.isEmpty()) {
                rows.ifPresent(MemoryBudget.Reservation::free);
                base.ifPresent(held -> held.memory().releaseAll());
                return Optional.empty();
            }
            var memory = base.map(held -> held.memory().grown(rows.get(), index.get()))
                    .orElseGet(() -> TraceMemory.of(budget, rows.get(), index.get()));
            return Optional.of(
                    new Begun(base, memory, base.map(Trace::activations).orElseGet(this::nothing)));
        }
    }

    private Activations nothing() {
        return Activations.none(model.model().graph(), model.model().weights(), new Run(new int[0], workers));
    }

    @Override
    public boolean advance() {
        failure.ifPresent(trace::completeExceptionally);
        long from = nanoTime.getAsLong();
        long now = from;
        while (!trace.isDone() && !abandoned) {
            if (now - asked > Traces.DEADLINE_NANOS) {
                giveUp();
                break;
            }
            computeNode();
            now = nanoTime.getAsLong();
            if (now - from >= Traces.TURN_NANOS) {
                break;
            }
        }
        computedNanos += now - from;
        boolean isOver = trace.isDone() || abandoned;
        if (isOver && !trace.isCompletedExceptionally()) {
            model.pace().learn(tokens.length, computedNanos);
        }
        return isOver;
    }

    @Override
    public void giveUp() {
        if (trace.completeExceptionally(new TookTooLongException(Traces.DEADLINE_SECONDS))) {
            LOG.atInfo()
                    .addKeyValue("model", recipe.model())
                    .addKeyValue("tokens", tokens.length)
                    .addKeyValue("seconds", Traces.DEADLINE_SECONDS)
                    .log("A trace took too long and was given up.");
        }
    }

    @Override
    public void fail(Throwable failure) {
        trace.completeExceptionally(failure);
    }

    /** Computes the rows of a node in portions. This does not change any number. */
    private void computeNode() {
        Begun now = begun.orElseThrow();
        ForwardPass pass = now.pass.orElseGet(() -> now.computed.forwardPass(
                Arrays.copyOf(tokens, Math.min(tokens.length, now.computed.positions() + ROWS_AT_ONCE))));
        now.pass = Optional.of(pass);
        if (!pass.advance()) {
            now.computed = pass.result();
            now.pass = Optional.empty();
            positions = now.computed.positions();
            if (positions == tokens.length) {
                var made = new Trace(recipe, now.computed, now.memory);
                cache.add(made, forRoom);
                cache.stats().recordLoadSuccess(nanoTime.getAsLong() - asked);
                trace.complete(made);
            }
        }
    }

    @Override
    public void abandon() {
        abandoned = true;
        trace.cancel(false);
    }

    @Override
    public void close() {
        Optional<Begun> had;
        synchronized (this) {
            had = begun;
            begun = Optional.empty();
        }
        had.ifPresent(held -> {
            held.memory.releaseNew();
            held.base.ifPresent(base -> base.memory().releaseAll());
            budget.tellListeners();
        });
    }
}
