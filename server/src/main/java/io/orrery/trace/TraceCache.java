package io.orrery.trace;

import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Complete traces by id, evicted when the {@link MemoryBudget} needs their bytes: the least recently used first.
 *
 * <p>At most half of the budget is kept for later. The more of the heap is in use, the more often and the longer the
 * garbage collector stops everybody; with this bound, it has half of the budget of free memory most of the time.
 *
 * <p>The traces of rooms are kept longer than those of visitors, so that no flood of prompts evicts the text that a
 * room shows. But they have no claim to all of the cache: otherwise no visitor's trace would live until its page has
 * asked for its numbers. Guarded by the budget's monitor.
 */
final class TraceCache {
    private static final int EIGHTHS = 8;
    private static final int CACHED = 4;
    private static final int OF_ROOMS = 3;

    private final MemoryBudget budget;
    private final Shelf rooms = new Shelf();
    private final Shelf visitors = new Shelf();
    private final ConcurrentStatsCounter stats = new ConcurrentStatsCounter();

    /** Traces in the order of their last use. */
    private static final class Shelf {
        private final Map<String, Trace> traces = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;

        Optional<Trace> take(String id) {
            Optional<Trace> trace = Optional.ofNullable(traces.remove(id));
            bytes -= trace.map(found -> found.memory().ownBytes()).orElse(0L);
            return trace;
        }

        void put(Trace trace) {
            traces.put(trace.id(), trace);
            bytes += trace.memory().ownBytes();
        }

        Optional<Trace> takeEldest() {
            Iterator<String> ids = traces.keySet().iterator();
            return ids.hasNext() ? take(ids.next()) : Optional.empty();
        }
    }

    TraceCache(MemoryBudget budget) {
        this.budget = budget;
        budget.evictBy(this::evictEldest);
    }

    /** The trace with an id, which counts as used now. */
    Optional<Trace> find(String id, Requester requester) {
        synchronized (budget) {
            Optional<Trace> found = visitors.take(id);
            if (found.isPresent()) {
                (requester.isRoom() ? rooms : visitors).put(found.get());
                return found;
            }
            return Optional.ofNullable(rooms.traces.get(id));
        }
    }

    /** The trace of the longest of some texts; to be held within the budget's monitor. @param ids in ascending order of length */
    Optional<Trace> longest(List<String> ids) {
        synchronized (budget) {
            for (int i = ids.size() - 1; i >= 0; i--) {
                String id = ids.get(i);
                var found = Optional.ofNullable(rooms.traces.get(id))
                        .or(() -> Optional.ofNullable(visitors.traces.get(id)));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }

    void add(Trace trace, boolean forRoom) {
        synchronized (budget) {
            trace.memory().cache(true);
            // An abandoned computation may have become complete in its last turn, while another one began.
            Optional.of(visitors.take(trace.id()))
                    .filter(Optional::isPresent)
                    .orElseGet(() -> rooms.take(trace.id()))
                    .ifPresent(same -> same.memory().cache(false));
            (forRoom ? rooms : visitors).put(trace);
            while (budget.figures().cached() > budget.size() / EIGHTHS * CACHED && evictEldest()) {
                // The next one.
            }
        }
    }

    /** Evicts the traces of a model. */
    void evictOf(String model) {
        synchronized (budget) {
            for (Shelf shelf : List.of(rooms, visitors)) {
                var gone = shelf.traces.values().stream()
                        .filter(trace -> trace.recipe().model().equals(model))
                        .map(Trace::id)
                        .toList();
                gone.forEach(
                        id -> shelf.take(id).ifPresent(trace -> trace.memory().cache(false)));
            }
        }
    }

    /** Evicts every trace that nobody holds. */
    void clear() {
        synchronized (budget) {
            while (evictEldest()) {
                // The next one.
            }
        }
    }

    ConcurrentStatsCounter stats() {
        return stats;
    }

    CacheStats snapshot() {
        return stats.snapshot();
    }

    private boolean evictEldest() {
        boolean tooMuch = rooms.bytes > budget.size() / EIGHTHS * OF_ROOMS && rooms.traces.size() > 1;
        Shelf first = tooMuch ? rooms : visitors;
        Optional<Trace> evicted = first.takeEldest().or(() -> (first == rooms ? visitors : rooms).takeEldest());
        evicted.ifPresent(trace -> {
            trace.memory().cache(false);
            stats.recordEviction(
                    (int) Math.min(Integer.MAX_VALUE, trace.memory().ownBytes()), RemovalCause.SIZE);
        });
        return evicted.isPresent();
    }
}
