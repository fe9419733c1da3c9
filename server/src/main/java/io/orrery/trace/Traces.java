package io.orrery.trace;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.tensor.Workers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * A cache of traces.
 *
 * <p>The cache is bounded by bytes. Recipes are small and kept longer, so an evicted trace is computed again when it is
 * requested by its id, with the same bits. All requesters of a trace wait for one computation, which ends early when
 * none of them waits any more; a {@link FairScheduler} runs the computations. If the text of a trace begins with that
 * of a cached one, its computation grows from it. Rows that traces share are counted for each of them, so the bound may
 * be reached early but is never exceeded.
 */
public final class Traces {
    private static final int RECIPES = 100_000;

    /** The deadline of a computation: as long as a room will wait for a text. */
    static final long DEADLINE_SECONDS = 30;

    /** The length of a turn. Short, so that parties with little work hardly notice those with much. */
    static final long TURN_NANOS = 20_000_000;

    private final Map<String, RunnableModel> models = new ConcurrentHashMap<>();
    private final AsyncCache<String, Trace> traces;
    private final Cache<String, Recipe> recipes =
            Caffeine.newBuilder().maximumSize(RECIPES).build();
    private final Workers workers;
    private final LongSupplier nanoTime;
    private final FairScheduler turns;

    /** The running computations by trace id. Its monitor also guards the changes of the cache that go with them. */
    private final Map<String, Computation> underway = new HashMap<>();

    /**
     * The state of the queue.
     *
     * @param traces the number of traces that wait or are being computed
     * @param parties the number of parties that wait for them
     * @param abandoned the number of computations given up so far because nobody waited for them any more
     */
    public record Queue(int traces, int parties, long abandoned) {}

    /**
     * An empty cache.
     *
     * @param maximumBytes the most bytes of activations
     * @param workers the threads that share one computation
     * @param executor runs the turns of the scheduler
     */
    public Traces(long maximumBytes, Workers workers, Executor executor) {
        this(maximumBytes, workers, executor, System::nanoTime);
    }

    Traces(long maximumBytes, Workers workers, Executor executor, LongSupplier nanoTime) {
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.turns = new FairScheduler(executor);
        this.traces = Caffeine.newBuilder()
                .maximumWeight(maximumBytes)
                .weigher((String id, Trace trace) -> (int) Math.min(Integer.MAX_VALUE, trace.bytes()))
                // The cache's maintenance is short; the executor is for turns.
                .executor(Runnable::run)
                .recordStats()
                .buildAsync();
    }

    /** Adds a model, whose traces can be requested from now on. */
    public void offer(RunnableModel model) {
        models.put(model.model(), model);
    }

    /**
     * The trace of a recipe, computed unless it is cached. The result is cancelled when its requester leaves; the
     * computation continues if others wait for it.
     *
     * @throws OrreryException with {@link LibraryError.ModelNotOpen}, {@link LibraryError.EmptyText},
     *     {@link LibraryError.TextTooLong} or {@link LibraryError.TokenOutOfVocabulary} if the model cannot run the
     *     text
     */
    public CompletableFuture<Trace> trace(Recipe recipe, Requester requester) {
        RunnableModel model = check(recipe);
        String id = recipe.id();
        recipes.put(id, recipe);
        synchronized (underway) {
            var held = traces.get(id, (missing, executor) -> begin(id, model, recipe));
            Computation computation = underway.get(id);
            if (computation == null || held.isDone()) {
                return held.copy();
            }
            turns.join(computation, requester);
            CompletableFuture<Trace> answer = computation.trace().copy();
            requester.onLeaving(() -> {
                answer.cancel(false);
                leave(id, computation, requester);
            });
            return answer;
        }
    }

    /** The trace with this id, computed again if it was evicted; empty if its recipe is unknown. */
    public Optional<CompletableFuture<Trace>> find(String id, Requester requester) {
        return Optional.ofNullable(recipes.getIfPresent(id)).map(recipe -> trace(recipe, requester));
    }

    /** The present state of the queue. */
    public Queue queue() {
        return new Queue(turns.works(), turns.parties(), turns.abandoned());
    }

    /** Hits, misses, and the time of the misses' computations, including the time that they waited for a turn. */
    public CacheStats stats() {
        return traces.synchronous().stats();
    }

    /** Empties the cache, but keeps the recipes. */
    void evictAll() {
        traces.synchronous().invalidateAll();
    }

    private RunnableModel check(Recipe recipe) {
        RunnableModel model = models.get(recipe.model());
        if (model == null) {
            throw new OrreryException(new LibraryError.ModelNotOpen(recipe.model()));
        }
        model.check(recipe.tokens());
        return model;
    }

    private CompletableFuture<Trace> begin(String id, RunnableModel model, Recipe recipe) {
        var none = Activations.none(model.graph(), model.weights(), new Run(new int[0], workers));
        var computation = new Computation(
                recipe, () -> longestHeld(recipe).map(Trace::activations).orElse(none), nanoTime);
        underway.put(id, computation);
        CompletableFuture<Trace> trace = computation.trace();
        CompletionStage<Trace> done = trace;
        done.whenComplete((made, failure) -> {
            synchronized (underway) {
                underway.remove(id, computation);
            }
        });
        return trace;
    }

    private void leave(String id, Computation computation, Requester requester) {
        synchronized (underway) {
            if (!turns.leave(computation, requester)) {
                return;
            }
            // Later requests start a new computation.
            underway.remove(id, computation);
            traces.asMap().remove(id, computation.trace());
        }
        computation.trace().cancel(false);
    }

    private Optional<Trace> longestHeld(Recipe recipe) {
        for (int length = recipe.tokens().size() - 1; length > 0; length--) {
            var held = traces.asMap().get(recipe.prefix(length).id());
            if (held != null && held.isDone() && !held.isCompletedExceptionally()) {
                return Optional.of(held.join());
            }
        }
        return Optional.empty();
    }
}
