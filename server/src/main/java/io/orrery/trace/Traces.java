package io.orrery.trace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.orrery.error.LabError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.tensor.Workers;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Computes traces and caches them, within a {@link MemoryBudget}.
 *
 * <p>A computation reserves what its trace will take before it begins; cached traces are evicted to make room. Recipes
 * are small and kept longer, so an evicted trace is computed again when it is requested by its id, with the same bits.
 * All requesters of a trace wait for one computation, which ends early when none of them waits any more; a
 * {@link FairScheduler} runs the computations. If the text of a trace begins with that of a cached one, its computation
 * grows from it, and the traces share these rows.
 *
 * <p>A visitor never waits long without an answer. If others are first, the visitor is told the place in line, which is
 * kept; if so many wait that the text could not be computed before its deadline, it is refused, and the refusal says
 * when to come again. A room waits until the deadline.
 */
public final class Traces {
    /** The most memory for recipes, in bytes: some 80,000 short ones. */
    private static final long RECIPES = 32L << 20;

    /** The memory of a recipe without its tokens, and of a token, which is a boxed number in a list. */
    private static final int RECIPE_BYTES = 256;

    private static final int TOKEN_BYTES = 20;

    private static final int CHANGE_BYTES = 256;

    private static final long NANOS = 1_000_000_000L;

    /** The deadline of a computation: as long as a room will wait for a text. */
    static final long DEADLINE_SECONDS = 30;

    static final long DEADLINE_NANOS = DEADLINE_SECONDS * NANOS;

    /** The length of a turn. Short, so that tenants with little work hardly notice those with much. */
    static final long TURN_NANOS = 20_000_000;

    /** How long a visitor waits behind others before the place in line is told. */
    static final long PATIENCE_NANOS = 3 * NANOS / 2;

    /** A refused visitor is told to come back when the line is this long. By then there may be another text in it. */
    private static final long COME_AGAIN_NANOS = 20 * NANOS;

    /** A refusal never says more than this. */
    private static final long LATEST_NANOS = 300 * NANOS;

    /** The most traces that wait; further ones are refused. */
    static final int MOST_WAITING = 1000;

    private final Map<String, Offered> models = new ConcurrentHashMap<>();
    private final MemoryBudget budget;
    private final TraceCache cache;
    private final Cache<String, Recipe> recipes = Caffeine.newBuilder()
            .maximumWeight(RECIPES)
            .weigher((String id, Recipe recipe) -> RECIPE_BYTES
                    + TOKEN_BYTES * recipe.tokens().size()
                    + CHANGE_BYTES * recipe.changes().size())
            // The cache's maintenance is short; the common pool may be busy.
            .executor(Runnable::run)
            .build();
    private final Workers workers;
    private final LongSupplier nanoTime;
    private final FairScheduler turns;
    private final Measurements measurements;
    private final AtomicLong lineFull = new AtomicLong();
    private final AtomicLong inLine = new AtomicLong();

    /** The running computations by trace id. Its monitor also guards the changes of the line that go with them. */
    private final Map<String, Computation> underway = new HashMap<>();

    /** The latest time at which somebody of a tenant was asked to come again, ns; guarded like {@link #underway}. */
    private final Map<String, Long> promised = new HashMap<>();

    /**
     * The state of the queue.
     *
     * @param traces the number of traces that wait or are being computed
     * @param tenants the number of tenants that wait for them
     * @param abandoned the number of computations given up so far because nobody waited for them any more
     */
    public record Queue(int traces, int tenants, long abandoned) {}

    /**
     * The numbers of visitors' requests so far that were answered with when to come again.
     *
     * @param lineFull refused
     * @param inLine told their place in line
     */
    public record Refusals(long lineFull, long inLine) {}

    /**
     * An empty cache.
     *
     * @param budget the memory for traces
     * @param workers the threads that share one computation
     * @param executor runs the turns of the scheduler
     */
    public Traces(MemoryBudget budget, Workers workers, Executor executor) {
        this(budget, workers, executor, System::nanoTime);
    }

    /** Like {@link #Traces(MemoryBudget, Workers, Executor)}. @param nanoTime the clock of turns and deadlines, ns */
    public Traces(MemoryBudget budget, Workers workers, Executor executor, LongSupplier nanoTime) {
        this.budget = budget;
        this.cache = new TraceCache(budget);
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.turns = new FairScheduler(executor, nanoTime, DEADLINE_NANOS);
        this.measurements = new Measurements(turns, budget, nanoTime);
        budget.onFreed(turns::wake);
    }

    /** Adds a model, whose traces can be requested from now on. */
    public void offer(RunnableModel model) {
        models.put(model.model(), Offered.of(model, budget));
    }

    /** Removes a model. Its cached traces are evicted, since each of them holds the model's weights. */
    public void withdraw(String model) {
        Optional.ofNullable(models.remove(model))
                .ifPresent(offered -> offered.means().close());
        cache.evictOf(model);
    }

    public boolean isOffered(String model) {
        return models.containsKey(model);
    }

    /**
     * The longest text of a model, in tokens, that its context and the memory allow.
     *
     * @throws OrreryException with {@link LibraryError.ModelNotOpen}
     */
    public int longest(String model) {
        return offered(model).longest();
    }

    /** The bytes that the trace of a text of a model takes. */
    public long bytes(String model, int tokens) {
        return offered(model).size().whole(tokens);
    }

    public MemoryBudget budget() {
        return budget;
    }

    /** Measurements on traces, which share the turns and the memory. */
    public Measurements measurements() {
        return measurements;
    }

    /** The model of a trace, as it is run. */
    public RunnableModel model(Trace trace) {
        return offered(trace.recipe().model()).model();
    }

    /** The means of all nodes of a model, if somebody has needed them. */
    public Optional<Means> means(String model) {
        return offered(model).means().get();
    }

    /** An estimate of the time that the computation of a trace takes, ns. */
    public long nanos(Trace trace) {
        return offered(trace.recipe().model()).pace().nanos(trace.positions());
    }

    /**
     * The trace of a recipe, computed unless it is cached. The result is cancelled when its requester leaves; the
     * computation continues if others wait for it. A visitor's result fails with {@link LibraryError.InLine} if others
     * are first.
     *
     * @throws OrreryException with {@link LibraryError.ModelNotOpen}, {@link LibraryError.EmptyText},
     *     {@link LibraryError.TextTooLong}, {@link LibraryError.NoMemoryForText} or
     *     {@link LibraryError.TokenOutOfVocabulary} if the model cannot run the text, or with
     *     {@link LibraryError.LineFull}
     */
    public CompletableFuture<Trace> trace(Recipe recipe, Requester requester) {
        Offered model = check(recipe);
        String id = recipe.id();
        recipes.put(id, recipe);
        if (recipe.isChanged()) {
            // So that the unchanged run, with which this one is compared, can be asked for by its id.
            Recipe unchanged = recipe.with(List.of());
            recipes.put(unchanged.id(), unchanged);
        }
        synchronized (underway) {
            Optional<Trace> cached = cache.find(id, requester);
            Computation present = underway.get(id);
            if (cached.isPresent()) {
                cache.stats().recordHits(1);
                return CompletableFuture.completedFuture(cached.get());
            }
            Computation computation = present == null ? begin(id, model, recipe, requester) : present;
            cache.stats().recordHits(present == null ? 0 : 1);
            return joined(id, computation, requester);
        }
    }

    private CompletableFuture<Trace> joined(String id, Computation computation, Requester requester) {
        turns.join(computation, requester);
        CompletableFuture<Trace> answer = computation.trace().copy();
        requester.onLeaving(() -> {
            // A visitor who was told a place in line keeps it.
            if (answer.cancel(false)) {
                leave(id, computation, requester);
            }
        });
        if (!requester.isRoom() && !computation.hasBegun()) {
            var place = turns.place(computation, requester);
            if (place.place() > 1 && place.nanos() > PATIENCE_NANOS) {
                tell(answer, place);
            } else {
                computation.answer(requester, answer);
            }
        }
        return answer;
    }

    /** Tells a visitor the place in line. */
    private void tell(CompletableFuture<Trace> answer, FairScheduler.QueuePlace place) {
        var error = new LibraryError.InLine(place.place(), seconds(place.nanos()));
        if (answer.completeExceptionally(new OrreryException(error))) {
            inLine.incrementAndGet();
        }
    }

    private static long seconds(long nanos) {
        return Math.max(1, (nanos + NANOS - 1) / NANOS);
    }

    /** From now on the recipe is known by its id. */
    public void learn(Recipe recipe) {
        recipes.put(recipe.id(), recipe);
    }

    /** The recipe of the trace with this id; empty if it is unknown. */
    public Optional<Recipe> recipe(String id) {
        return Optional.ofNullable(recipes.getIfPresent(id));
    }

    /**
     * Ends what has waited too long, and tells visitors their place in line. To be called several times a second: turns
     * do the former, too, but there are none while all memory is in use.
     */
    public void endWaits() {
        turns.giveUpLate();
        var late = new HashMap<CompletableFuture<Trace>, FairScheduler.QueuePlace>();
        synchronized (underway) {
            long now = nanoTime.getAsLong();
            promised.values().removeIf(time -> time < now);
            for (Computation computation : underway.values()) {
                for (var visitor : computation.impatient(now, PATIENCE_NANOS)) {
                    late.put(visitor.answer(), turns.place(computation, visitor.requester()));
                }
            }
        }
        late.forEach(this::tell);
        turns.wake();
    }

    /** The present state of the queue. */
    public Queue queue() {
        return new Queue(turns.works(), turns.tenants(), turns.abandoned());
    }

    /** The threads that share one computation. Each turn uses all of them. */
    public Workers workers() {
        return workers;
    }

    /** The number of traces that have not begun. */
    public int line() {
        return turns.line();
    }

    public Refusals refusals() {
        return new Refusals(lineFull.get(), inLine.get());
    }

    /** The number of turns so far: while traces wait and there is memory, it grows. */
    public long turns() {
        return turns.turns();
    }

    /** Hits, misses, and the time of the misses' computations, including the time that they waited for a turn. */
    public CacheStats stats() {
        return cache.snapshot();
    }

    /** Empties the cache, but keeps the recipes. */
    void evictAll() {
        cache.clear();
    }

    private Offered offered(String model) {
        return Optional.ofNullable(models.get(model))
                .orElseThrow(() -> new OrreryException(new LibraryError.ModelNotOpen(model)));
    }

    private Offered check(Recipe recipe) {
        Offered model = offered(recipe.model());
        model.model().check(recipe.tokens());
        checkChanges(model.model(), recipe.changes());
        int tokens = recipe.tokens().size();
        if (tokens > model.longest()) {
            throw new OrreryException(new LibraryError.NoMemoryForText(tokens, model.longest()));
        }
        return model;
    }

    private static void checkChanges(RunnableModel model, List<Change> changes) {
        // A position that is not there yet may come.
        Changes.check(model.graph(), changes, Integer.MAX_VALUE);
        boolean needsMeans = changes.stream().anyMatch(change -> change.mode() instanceof Change.Mean);
        if (needsMeans && model.references().get().isEmpty()) {
            throw new OrreryException(new LabError.NoReferences());
        }
    }

    private Computation begin(String id, Offered model, Recipe recipe, Requester requester) {
        var computation = new Computation(recipe, model, cache, budget, workers, nanoTime);
        refuseIfTooLate(computation, requester);
        cache.stats().recordMisses(1);
        underway.put(id, computation);
        CompletionStage<Trace> done = computation.trace();
        done.whenComplete((made, failure) -> {
            synchronized (underway) {
                underway.remove(id, computation);
            }
        });
        return computation;
    }

    /** Refuses a text that could not be computed before its deadline, because others are first. */
    private void refuseIfTooLate(Computation computation, Requester requester) {
        var place = turns.place(computation, requester);
        if (place.place() == 1 || (place.nanos() <= DEADLINE_NANOS && turns.works() < MOST_WAITING)) {
            return;
        }
        lineFull.incrementAndGet();
        // Each comes again at a time of its own.
        long now = nanoTime.getAsLong();
        long first = now + Math.max(0, place.nanos() - COME_AGAIN_NANOS);
        long next = Math.max(first, promised.getOrDefault(requester.tenant(), first));
        promised.put(requester.tenant(), Math.min(now + LATEST_NANOS, next + computation.nanosLeft()));
        throw new OrreryException(new LibraryError.LineFull(seconds(next - now)));
    }

    private void leave(String id, Computation computation, Requester requester) {
        synchronized (underway) {
            if (turns.leave(computation, requester)) {
                // Later requests start a new computation.
                underway.remove(id, computation);
            }
        }
    }
}
