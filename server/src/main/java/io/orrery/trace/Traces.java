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
 * The traces that are held in memory.
 *
 * <p>The cache is bounded by bytes; recipes are small and kept longer, so a trace that fell out is computed again when
 * somebody asks for it by its id, and is the same bit for bit. Who asks for a trace that is being computed waits for that
 * computation, which ends early when nobody waits for it any more; computations take {@link FairScheduler}. A trace whose text begins with that of a held one grows from it. Rows that traces share count in each, so
 * the bound is never exceeded, but may be met early.
 */
public final class Traces {
    private static final int RECIPES = 100_000;

    /** Nobody in a room waits longer for a text. */
    static final long DEADLINE_SECONDS = 30;

    /** After so long the next party has its turn: a room that asks for little hardly notices those that ask for much. */
    static final long TURN_NANOS = 20_000_000;

    private final Map<String, RunnableModel> sources = new ConcurrentHashMap<>();
    private final AsyncCache<String, Trace> traces;
    private final Cache<String, Recipe> recipes =
            Caffeine.newBuilder().maximumSize(RECIPES).build();
    private final Workers workers;
    private final LongSupplier nanoTime;
    private final FairScheduler turns;

    /** Guarded by itself, as is what is done to the cache with it. */
    private final Map<String, Computation> underway = new HashMap<>();

    /** How much waits to be computed, for how many parties, and how much was given up because nobody waited any more. */
    public record Queue(int traces, int parties, long abandoned) {}

    /**
     * An empty cache.
     *
     * @param maximumBytes how much activations may take
     * @param workers the threads that share one computation
     * @param executor runs the computations
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
                // Its upkeep is small; the executor is for turns.
                .executor(Runnable::run)
                .recordStats()
                .buildAsync();
    }

    /** From here on, traces of this model can be asked for. */
    public void offer(RunnableModel source) {
        sources.put(source.model(), source);
    }

    /**
     * The trace of a recipe, computed unless it is held. It is cancelled when its asker leaves; what others wait for goes
     * on.
     *
     * @throws OrreryException with {@link LibraryError.ModelNotOpen}, {@link LibraryError.EmptyText},
     *     {@link LibraryError.TextTooLong} or {@link LibraryError.TokenOutOfVocabulary} when the model cannot run the text
     */
    public CompletableFuture<Trace> trace(Recipe recipe, Requester asker) {
        RunnableModel source = check(recipe);
        String id = recipe.id();
        recipes.put(id, recipe);
        synchronized (underway) {
            var held = traces.get(id, (missing, executor) -> begin(id, source, recipe));
            Computation computation = underway.get(id);
            if (computation == null || held.isDone()) {
                return held.copy();
            }
            turns.join(computation, asker);
            CompletableFuture<Trace> answer = computation.trace().copy();
            asker.onLeaving(() -> {
                answer.cancel(false);
                leave(id, computation, asker);
            });
            return answer;
        }
    }

    /** The trace of an id whose recipe is known; computed again where it fell out of the cache. */
    public Optional<CompletableFuture<Trace>> find(String id, Requester asker) {
        return Optional.ofNullable(recipes.getIfPresent(id)).map(recipe -> trace(recipe, asker));
    }

    /** What waits to be computed. */
    public Queue queue() {
        return new Queue(turns.works(), turns.parties(), turns.abandoned());
    }

    /** How often a trace was held, and how long those took that were not, the wait for a thread among it. */
    public CacheStats stats() {
        return traces.synchronous().stats();
    }

    /** Forgets what is computed, but not the recipes. */
    void evictAll() {
        traces.synchronous().invalidateAll();
    }

    private RunnableModel check(Recipe recipe) {
        RunnableModel source = sources.get(recipe.model());
        if (source == null) {
            throw new OrreryException(new LibraryError.ModelNotOpen(recipe.model()));
        }
        source.check(recipe.tokens());
        return source;
    }

    private CompletableFuture<Trace> begin(String id, RunnableModel source, Recipe recipe) {
        var none = Activations.none(source.graph(), source.weights(), new Run(new int[0], workers));
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

    private void leave(String id, Computation computation, Requester asker) {
        synchronized (underway) {
            if (!turns.leave(computation, asker)) {
                return;
            }
            // Who asks from now on begins anew.
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
