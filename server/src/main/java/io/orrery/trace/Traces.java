package io.orrery.trace;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.tensor.Workers;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The traces that are held in memory.
 *
 * <p>The cache is bounded by bytes; recipes are small and kept longer, so a trace that fell out is computed again when
 * somebody asks for it by its id, and is the same bit for bit. Who asks for a trace that is being computed waits for that
 * computation. A trace whose text begins with that of a held one grows from it. Rows that traces share count in each, so
 * the bound is never exceeded, but may be met early.
 */
public final class Traces {
    private static final int RECIPES = 100_000;

    /** Nobody in a room waits longer for a text. */
    static final long DEADLINE_SECONDS = 30;

    private static final long NANOS = 1_000_000_000L;

    /** As many positions as keep every thread busy; a prompt for an audience has no more. */
    private static final int ROWS_AT_ONCE = 64;

    private final Map<String, Source> sources = new ConcurrentHashMap<>();
    private final AsyncCache<String, Trace> traces;
    private final Cache<String, Recipe> recipes =
            Caffeine.newBuilder().maximumSize(RECIPES).build();
    private final Workers workers;
    private final LongSupplier nanoTime;

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
        this.traces = Caffeine.newBuilder()
                .maximumWeight(maximumBytes)
                .weigher((String id, Trace trace) -> (int) Math.min(Integer.MAX_VALUE, trace.bytes()))
                .executor(executor)
                .recordStats()
                .buildAsync();
    }

    /** From here on, traces of this model can be asked for. */
    public void offer(Source source) {
        sources.put(source.model(), source);
    }

    /**
     * The trace of a recipe, computed unless it is held.
     *
     * @throws InvalidRecipe when the model cannot run the text
     */
    public CompletableFuture<Trace> trace(Recipe recipe) {
        Source source = check(recipe);
        String id = recipe.id();
        recipes.put(id, recipe);
        return traces.get(id, missing -> compute(source, recipe));
    }

    /** The trace of an id whose recipe is known; computed again where it fell out of the cache. */
    public Optional<CompletableFuture<Trace>> find(String id) {
        return Optional.ofNullable(recipes.getIfPresent(id)).map(this::trace);
    }

    /** How often a trace was held, and how long those took that were not, the wait for a thread among it. */
    public CacheStats stats() {
        return traces.synchronous().stats();
    }

    /** Forgets what is computed, but not the recipes. */
    void evictAll() {
        traces.synchronous().invalidateAll();
    }

    private Source check(Recipe recipe) {
        Source source = sources.get(recipe.model());
        if (source == null) {
            throw InvalidRecipe.unknownModel(recipe.model());
        }
        source.check(recipe.tokens());
        return source;
    }

    private Trace compute(Source source, Recipe recipe) {
        var none = Activations.none(source.graph(), source.weights(), new Run(new int[0], workers));
        var start = longestHeld(recipe).map(Trace::activations).orElse(none);
        return new Trace(recipe, grown(start, recipe.tokenArray()));
    }

    /** Piece by piece, which changes no number, with a look at the clock between two. */
    private Activations grown(Activations start, int[] tokens) {
        long begun = nanoTime.getAsLong();
        var grown = start;
        while (grown.positions() < tokens.length) {
            if (nanoTime.getAsLong() - begun > DEADLINE_SECONDS * NANOS) {
                throw new TookTooLongException(DEADLINE_SECONDS);
            }
            grown = grown.grow(Arrays.copyOf(tokens, Math.min(tokens.length, grown.positions() + ROWS_AT_ONCE)));
        }
        return grown;
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
