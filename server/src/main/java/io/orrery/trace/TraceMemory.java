package io.orrery.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * The memory of a trace, in parts: for each computation that the trace grew by, the rows that it added, and the trace's
 * own index. Traces share parts. A part's bytes are given back when no cached trace has it and nobody holds it.
 */
final class TraceMemory {
    private final MemoryBudget budget;
    private final List<SharedRows> rows;
    private final SharedRows index;

    /** Guarded by the budget's monitor. */
    private static final class SharedRows {
        private final MemoryBudget.Reservation reservation;
        private int cached;
        private int holders = 1;

        /** A part that is held once. */
        SharedRows(MemoryBudget.Reservation reservation) {
            this.reservation = reservation;
        }

        void hold() {
            holders++;
            reservation.hold(true);
        }

        void release() {
            holders--;
            settle();
        }

        void cache(boolean on) {
            cached += on ? 1 : -1;
            settle();
        }

        private void settle() {
            if (holders == 0) {
                reservation.hold(false);
                if (cached == 0) {
                    reservation.free();
                }
            }
        }
    }

    private TraceMemory(MemoryBudget budget, List<SharedRows> rows, SharedRows index) {
        this.budget = budget;
        this.rows = rows;
        this.index = index;
    }

    /** The memory of a trace that shares nothing; held. */
    static TraceMemory of(MemoryBudget budget, MemoryBudget.Reservation rows, MemoryBudget.Reservation index) {
        return new TraceMemory(budget, List.of(new SharedRows(rows)), new SharedRows(index));
    }

    /** The memory of a longer trace, which shares the rows of this one; this one must be held. The new parts are held. */
    TraceMemory grown(MemoryBudget.Reservation added, MemoryBudget.Reservation newIndex) {
        var all = new ArrayList<>(rows);
        all.add(new SharedRows(added));
        return new TraceMemory(budget, all, new SharedRows(newIndex));
    }

    MemoryBudget budget() {
        return budget;
    }

    /** Holds all parts, or reserves as many bytes if they were given back already. */
    MemoryBudget.Hold hold(Requester requester) {
        synchronized (budget) {
            if (isGone()) {
                return budget.reserve(bytes(), requester);
            }
            long more = parts().stream()
                    .filter(part -> part.holders == 0)
                    .mapToLong(part -> part.reservation.bytes())
                    .sum();
            if (!budget.canHold(more, requester.isRoom())) {
                throw budget.refusal();
            }
            holdAll();
        }
        var once = new java.util.concurrent.atomic.AtomicBoolean();
        return () -> {
            if (once.compareAndSet(false, true)) {
                releaseAll();
                budget.tellListeners();
            }
        };
    }

    void holdAll() {
        synchronized (budget) {
            parts().forEach(SharedRows::hold);
        }
    }

    void releaseAll() {
        synchronized (budget) {
            parts().forEach(SharedRows::release);
        }
    }

    /** Releases the parts that the last computation made; the others were held by another trace. */
    void releaseNew() {
        synchronized (budget) {
            rows.get(rows.size() - 1).release();
            index.release();
        }
    }

    void cache(boolean on) {
        synchronized (budget) {
            parts().forEach(part -> part.cache(on));
        }
    }

    /** The bytes that the last computation added. */
    long ownBytes() {
        return rows.get(rows.size() - 1).reservation.bytes() + index.reservation.bytes();
    }

    private long bytes() {
        return parts().stream().mapToLong(part -> part.reservation.bytes()).sum();
    }

    private boolean isGone() {
        return parts().stream().anyMatch(part -> part.reservation.isClosed());
    }

    private List<SharedRows> parts() {
        var all = new ArrayList<>(rows);
        all.add(index);
        return all;
    }
}
