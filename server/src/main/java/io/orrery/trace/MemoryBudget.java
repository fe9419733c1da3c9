package io.orrery.trace;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * The bytes of the heap that cached traces, traces under way and answers may take together.
 *
 * <p>A reservation is made before the memory is allocated. It is <em>held</em> while somebody needs its memory, or
 * <em>cached</em>: then it can be evicted to make room for another. Everybody but a room may hold at most half of the
 * budget together with all others, so that a room's text finds memory however many visitors ask. Therefore the longest
 * text takes at most half of the budget, too ({@link Traces#longest}).
 *
 * <p>Only numbers are counted here, so a test needs no real memory. Thread-safe; its monitor also guards the cache of
 * traces, so that memory is freed and taken in one step.
 */
public final class MemoryBudget {
    /** When to come again after a refusal, in s. Answers that nobody reads give back their memory after 10 s. */
    static final int RETRY_AFTER = 2;

    private static final int HALF = 2;

    private final long size;
    private long used;
    private long held;
    private long refused;
    private BooleanSupplier evictor = () -> false;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * The state of the budget.
     *
     * @param size bytes in all
     * @param used bytes that are reserved, including those of the cache
     * @param held bytes of these that cannot be evicted at present
     * @param refused the number of refused reservations so far
     */
    public record Figures(long size, long used, long held, long refused) {}

    /** @param size bytes */
    public MemoryBudget(long size) {
        this.size = size;
    }

    /** For a command that computes one text only. */
    public static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE);
    }

    /** Reserved bytes, which are given back by {@link #close}. */
    public final class Reservation implements AutoCloseable {
        private final long bytes;
        private boolean isHeld = true;
        private boolean isClosed;

        private Reservation(long bytes) {
            this.bytes = bytes;
        }

        public long bytes() {
            return bytes;
        }

        /** Gives the bytes back. Later calls do nothing. */
        @Override
        public void close() {
            synchronized (MemoryBudget.this) {
                if (isClosed) {
                    return;
                }
                isClosed = true;
                used -= bytes;
                if (isHeld) {
                    held -= bytes;
                }
            }
            listeners.forEach(Runnable::run);
        }

        /** Whether the bytes are needed at present; else they can be evicted. */
        void hold(boolean on) {
            synchronized (MemoryBudget.this) {
                if (isHeld != on && !isClosed) {
                    isHeld = on;
                    held += on ? bytes : -bytes;
                }
            }
            if (!on) {
                listeners.forEach(Runnable::run);
            }
        }

        boolean isHeld() {
            synchronized (MemoryBudget.this) {
                return isHeld && !isClosed;
            }
        }

        boolean isClosed() {
            synchronized (MemoryBudget.this) {
                return isClosed;
            }
        }
    }

    /**
     * Reserves memory for an answer.
     *
     * @throws OrreryException with a {@link LibraryError.NoMemory}, which says when to come again, if there is none at
     *     present
     */
    public Reservation reserve(long bytes) {
        return tryReserve(bytes).orElseThrow(this::refusal);
    }

    /** Reserves memory for an answer; empty if there is none at present. */
    public Optional<Reservation> tryReserve(long bytes) {
        return tryReserve(bytes, false);
    }

    /** @param forRoom whether a room needs it, which may use the whole budget */
    synchronized Optional<Reservation> tryReserve(long bytes, boolean forRoom) {
        long limit = forRoom ? size : size / HALF;
        if (bytes > limit - held) {
            return Optional.empty();
        }
        while (bytes > size - used && evictor.getAsBoolean()) {
            // The evictor frees more with each call.
        }
        if (bytes > size - used) {
            return Optional.empty();
        }
        used += bytes;
        held += bytes;
        return Optional.of(new Reservation(bytes));
    }

    /** The refusal of a reservation, which is counted. */
    synchronized OrreryException refusal() {
        refused++;
        return new OrreryException(new LibraryError.NoMemory(RETRY_AFTER));
    }

    /** The most bytes that one text may take. */
    long largestText() {
        return size / HALF;
    }

    public synchronized Figures figures() {
        return new Figures(size, used, held, refused);
    }

    /** @param evictor frees cached bytes, within the monitor; returns whether it found any entry to evict */
    synchronized void evictBy(BooleanSupplier evictor) {
        this.evictor = evictor;
    }

    /** @param listener called after bytes were given back, or can be evicted now; outside of the monitor if possible */
    void onFreed(Runnable listener) {
        listeners.add(listener);
    }
}
