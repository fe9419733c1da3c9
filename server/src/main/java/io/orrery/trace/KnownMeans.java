package io.orrery.trace;

import io.orrery.trace.change.Means;
import java.util.Optional;

/** The means of one model, once somebody has measured them; with the memory that they take. */
final class KnownMeans {
    private Optional<Means> means = Optional.empty();
    private Optional<MemoryBudget.Reservation> memory = Optional.empty();
    private boolean closed;

    synchronized Optional<Means> get() {
        return means;
    }

    /** @param reserved for the means. It belongs to this from now on, unless they are known already or not wanted any more */
    synchronized void set(Means measured, MemoryBudget.Reservation reserved) {
        if (closed || means.isPresent()) {
            return;
        }
        means = Optional.of(measured);
        memory = Optional.of(reserved);
    }

    synchronized boolean keeps(MemoryBudget.Reservation reserved) {
        return memory.filter(reserved::equals).isPresent();
    }

    /** Gives the memory back, when the model is no longer offered. */
    synchronized void close() {
        closed = true;
        means = Optional.empty();
        memory.ifPresent(MemoryBudget.Reservation::free);
        memory = Optional.empty();
    }
}
