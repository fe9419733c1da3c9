package io.orrery.trace;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.ForwardPass;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.tensor.Workers;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
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
    static final int ROWS_AT_ONCE = 64;

    private final Recipe recipe;
    private final int[] tokens;
    private final Beginning beginning;
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
        private final Optional<Measuring> measuring;
        /** Empty until the means are known. */
        private Optional<Activations> computed = Optional.empty();

        private Optional<ForwardPass> pass = Optional.empty();

        Begun(Optional<Trace> base, TraceMemory memory, Optional<Measuring> measuring) {
            this.base = base;
            this.memory = memory;
            this.measuring = measuring;
        }
    }

    /**
     * The measurement of the means that a recipe needs.
     *
     * @param run memory for its runs
     * @param means memory for what it measures
     */
    private record Measuring(
            MeanMeasurement measurement, MemoryBudget.Reservation run, MemoryBudget.Reservation means) {}

    Computation(
            Recipe recipe,
            Offered model,
            TraceCache cache,
            MemoryBudget budget,
            Workers workers,
            LongSupplier nanoTime) {
        this.recipe = recipe;
        this.tokens = recipe.tokenArray();
        this.model = model;
        this.cache = cache;
        this.beginning = new Beginning(recipe, model, cache);
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
            begun.ifPresent(now -> positions = now.base
                    .filter(base -> base.recipe().changes().equals(recipe.changes()))
                    .map(Trace::positions)
                    .orElse(0));
        } catch (RuntimeException | Error e) {
            // Those who wait are told in the turn, outside of the scheduler's monitor.
            failure = Optional.of(e);
        }
        return hasBegun();
    }

    /** Reserves what the trace will take besides the rows that it shares with the cached trace from which it begins. */
    private Optional<Begun> reserve() {
        synchronized (budget) {
            var from = beginning.find();
            from.trace().ifPresent(base -> base.memory().holdAll());
            var reserved = new ArrayList<MemoryBudget.Reservation>();
            boolean all = take(from.rows(), reserved) && take(model.size().index(tokens.length), reserved);
            boolean measures = needsMeans() && model.means().get().isEmpty();
            if (measures) {
                all = all
                        && take(longestReference(), reserved)
                        && take(model.size().means(), reserved);
            }
            if (!all) {
                reserved.forEach(MemoryBudget.Reservation::free);
                from.trace().ifPresent(base -> base.memory().releaseAll());
                return Optional.empty();
            }
            var rows = reserved.get(0);
            var index = reserved.get(1);
            var memory = from.trace()
                    .map(base -> base.memory().grown(rows, index))
                    .orElseGet(() -> TraceMemory.of(budget, rows, index));
            return Optional.of(new Begun(
                    from.trace(),
                    memory,
                    measures
                            ? Optional.of(new Measuring(
                                    new MeanMeasurement(
                                            model.model(),
                                            model.model().references().get(),
                                            workers),
                                    reserved.get(2),
                                    reserved.get(3)))
                            : Optional.empty()));
        }
    }

    private boolean take(long bytes, List<MemoryBudget.Reservation> reserved) {
        var one = budget.tryReserve(bytes, forRoom);
        one.ifPresent(reserved::add);
        return one.isPresent();
    }

    private boolean needsMeans() {
        return recipe.changes().stream().anyMatch(change -> change.mode() instanceof Change.Mean);
    }

    private long longestReference() {
        return model.size()
                .whole(model.model().references().get().stream()
                        .mapToInt(List::size)
                        .max()
                        .orElse(0));
    }

    /** The beginning of the text with its changes: that of the base, or nothing yet. */
    private Activations start(Begun now) {
        var same = now.base.filter(base -> base.recipe().changes().equals(recipe.changes()));
        return same.map(Trace::activations).orElseGet(() -> {
            var graph = model.model().graph();
            var means = model.means().get().orElse(Means.NONE);
            return Activations.none(
                    graph,
                    model.model().weights(),
                    new Run(new int[0], workers),
                    Changes.interventions(graph, recipe.changes(), means));
        });
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
            try {
                computeNode();
            } catch (OrreryException e) {
                // A change turned out to be impossible with this text.
                trace.completeExceptionally(e);
            }
            now = nanoTime.getAsLong();
            if (now - from >= Traces.TURN_NANOS) {
                break;
            }
        }
        computedNanos += now - from;
        boolean isOver = trace.isDone() || abandoned;
        // A changed text shares rows, or measures means: it says nothing about others.
        if (isOver && !trace.isCompletedExceptionally() && !recipe.isChanged()) {
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
        var measuring = now.measuring.filter(work -> model.means().get().isEmpty());
        if (measuring.isPresent()) {
            if (!measuring.get().measurement().advance()) {
                model.means()
                        .set(
                                measuring.get().measurement().means(),
                                measuring.get().means());
            }
            return;
        }
        Activations known = now.computed.orElseGet(() -> start(now));
        now.computed = Optional.of(known);
        ForwardPass pass = now.pass.orElseGet(() -> pass(now, known));
        now.pass = Optional.of(pass);
        if (!pass.advance()) {
            Activations grown = pass.result();
            if (recipe.isChanged()) {
                checkFinite(grown, known.positions());
            }
            now.computed = Optional.of(grown);
            now.pass = Optional.empty();
            positions = grown.positions();
            if (positions == tokens.length) {
                var made = new Trace(recipe, grown, now.memory);
                cache.add(made, forRoom);
                cache.stats().recordLoadSuccess(nanoTime.getAsLong() - asked);
                trace.complete(made);
            }
        }
    }

    private ForwardPass pass(Begun now, Activations known) {
        int[] next = Arrays.copyOf(tokens, Math.min(tokens.length, known.positions() + ROWS_AT_ONCE));
        return now.base
                .filter(base -> recipe.isChanged() && !base.recipe().isChanged())
                .map(base -> known.forwardPass(base.activations(), next))
                .orElseGet(() -> known.forwardPass(next));
    }

    /** @throws OrreryException with {@link LabError.ResultNotFinite}: no screen can show such numbers */
    private static void checkFinite(Activations run, int from) {
        for (Node node : run.graph().nodes()) {
            if (node.constant() || node.isDerived()) {
                continue;
            }
            float hidden = node.op().masked();
            boolean isRouter = run.graph().nodes().stream()
                    .anyMatch(other -> other.has(Trait.routing("taken"))
                            && other.inputs().get(0).equals(node));
            float[][] rows = run.tensor(node).rows();
            for (int i = from; i < rows.length; i++) {
                for (float value : rows[i]) {
                    // an expert that is off has −∞ there, one that is forced ∞
                    if (!Float.isFinite(value) && value != hidden && !(isRouter && Float.isInfinite(value))) {
                        throw new OrreryException(new LabError.ResultNotFinite());
                    }
                }
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
            held.measuring.ifPresent(this::freeMeasuring);
            held.base.ifPresent(base -> base.memory().releaseAll());
            budget.tellListeners();
        });
    }

    private void freeMeasuring(Measuring measuring) {
        measuring.run().free();
        if (!model.means().keeps(measuring.means())) {
            measuring.means().free();
        }
    }
}
