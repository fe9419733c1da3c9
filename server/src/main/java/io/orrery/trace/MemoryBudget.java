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
 * <em>cached</em>: then it can be evicted to make room for another. A visitor's reservation must leave two fifths of the
 * budget free, and the longest text takes at most these two fifths ({@link Traces#longest}). So a room's text finds
 * memory however many visitors ask, and a visitor's longest text leaves memory for answers.
 *
 * <p>Only numbers are counted here, so a test needs no real memory. Thread-safe; its monitor also guards the cache of
 * traces, so that memory is freed and taken in one step.
 */
public final class MemoryBudget {
    /** When to come again after a refusal, in s. Answers that nobody reads give back their memory after 10 s. */
    static final int RETRY_AFTER = 2;

    static final int FIFTHS = 5;
    private static final int OF_VISITORS = 3;
    static final int OF_ONE_TEXT = 2;

    private long size;
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
    public record Figures(long size, long used, long held, long refused) {
        long cached() {
            return used - held;
        }
    }

    /** @param size bytes */
    public MemoryBudget(long size) {
        this.size = size;
    }

    /** Sets the size, in bytes, once it is known what the models leave. */
    synchronized void resize(long bytes) {
        size = bytes;
    }

    /** For a command that computes one text only. */
    public static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE);
    }

    /** Reserved bytes, which are given back by {@link #close}. */
    public final class Reservation implements Hold {
        private long bytes;
        private boolean isHeld = true;
        private boolean isClosed;

        private Reservation(long bytes) {
            this.bytes = bytes;
        }

        public long bytes() {
            synchronized (MemoryBudget.this) {
                return bytes;
            }
        }

        /** Gives back all but so many bytes. */
        void shrink(long to) {
            synchronized (MemoryBudget.this) {
                long less = isClosed ? 0 : Math.max(0, bytes - to);
                bytes -= less;
                used -= less;
                held -= isHeld ? less : 0;
            }
        }

        /** Gives the bytes back. Later calls do nothing. */
        @Override
        public void close() {
            free();
            tellListeners();
        }

        /** Gives bytes back without telling those who wait for memory. */
        void free() {
            synchronized (MemoryBudget.this) {
                hold(false);
                used -= isClosed ? 0 : bytes;
                isClosed = true;
            }
        }

        /** Says whether the bytes are needed at present; else they can be evicted. */
        void hold(boolean on) {
            synchronized (MemoryBudget.this) {
                if (isHeld != on && !isClosed) {
                    isHeld = on;
                    held += on ? bytes : -bytes;
                }
            }
        }

        boolean isClosed() {
            synchronized (MemoryBudget.this) {
                return isClosed;
            }
        }
    }

    /** Memory that is counted until {@link #close}. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Reserves memory for an answer over HTTP.
     *
     * @throws OrreryException with a {@link LibraryError.NoMemory}, which says when to come again, if there is none at
     *     present
     */
    public Reservation reserve(long bytes) {
        return tryReserve(bytes).orElseThrow(this::refusal);
    }

    /**
     * Reserves memory for an answer to a requester.
     *
     * @throws OrreryException with a {@link LibraryError.NoMemory} if there is none at present
     */
    public Reservation reserve(long bytes, Requester requester) {
        return tryReserve(bytes, requester.isRoom()).orElseThrow(this::refusal);
    }

    /** Reserves memory for an answer over HTTP; empty if there is none at present. */
    public Optional<Reservation> tryReserve(long bytes) {
        return tryReserve(bytes, false);
    }

    /** @param forRoom whether a room needs it, which may use the whole budget */
    synchronized Optional<Reservation> tryReserve(long bytes, boolean forRoom) {
        if (!canHold(bytes, forRoom)) {
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
    synchronized long largestText() {
        return size / FIFTHS * OF_ONE_TEXT;
    }

    public synchronized long size() {
        return size;
    }

    public synchronized Figures figures() {
        return new Figures(size, used, held, refused);
    }

    /** @param evictor frees cached bytes, within the monitor; returns whether it found any entry to evict */
    synchronized void evictBy(BooleanSupplier evictor) {
        this.evictor = evictor;
    }

    /** @param listener called after bytes were given back, or can be evicted now; outside of the monitor */
    void onFreed(Runnable listener) {
        listeners.add(listener);
    }

    /** Tells those who wait that they may try again. Must not be called within the monitor. */
    void tellListeners() {
        listeners.forEach(Runnable::run);
    }

    /** Whether this many more bytes may be held. */
    boolean canHold(long bytes, boolean forRoom) {
        synchronized (this) {
            return bytes <= share(forRoom) - held;
        }
    }

    /** The bytes that a requester may hold if nobody else holds any. */
    public long share(Requester requester) {
        return share(requester.isRoom());
    }

    private synchronized long share(boolean forRoom) {
        return forRoom ? size : size / FIFTHS * OF_VISITORS;
    }
}
