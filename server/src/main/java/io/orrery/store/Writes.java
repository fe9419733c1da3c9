package io.orrery.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When what changes is written. What changes often waits for the next tick, where the latest of each thing is written in
 * one transaction: a room that takes ten steps a second costs no more than one that takes four. Where the file cannot be
 * written, for the disk is full, say, what waits is tried again; a change that is wrong in itself is left out, and takes
 * nothing else with it.
 */
final class Writes implements AutoCloseable {
    /** How long a change waits at most before it is written. */
    private static final long TICK_MS = 250;

    private static final long COMPLAIN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long GOODBYE_S = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Writes.class);

    private final Connection connection;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "orrery-storage");
        thread.setDaemon(true);
        return thread;
    });
    /** What waits, by what it is about: the latest alone counts. Guarded by itself. */
    private final Map<Object, Write> waiting = new LinkedHashMap<>();

    private final Future<?> ticking;

    private Optional<Long> complainedAt = Optional.empty();

    /** A part of a transaction. */
    interface Write {
        void on(Connection connection) throws SQLException;
    }

    /** @param connection is used by one at a time, who holds its lock */
    Writes(Connection connection) {
        this.connection = connection;
        ticking = ticks.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** @param about what it is about: it takes the place of what waits about the same */
    void soon(Object about, Write write) {
        synchronized (waiting) {
            waiting.remove(about);
            waiting.put(about, write);
        }
    }

    /** @throws StorageException where it cannot be written */
    void now(Write write) {
        try {
            synchronized (connection) {
                commit(List.of(write).iterator());
            }
        } catch (SQLException e) {
            LOG.error("The rooms' storage cannot be written: {}.", e.getMessage());
            throw new StorageException("The server cannot keep this: its storage cannot be written.", e);
        }
    }

    /** Writes what waits, and nothing after it. */
    @Override
    public void close() {
        ticking.cancel(false);
        ticks.shutdown();
        try {
            if (!ticks.awaitTermination(GOODBYE_S, TimeUnit.SECONDS)) {
                LOG.warn("The rooms' storage does not come to rest.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tick();
    }

    private void tick() {
        try {
            write();
        } catch (SQLException e) {
            complain(e);
        }
    }

    private void write() throws SQLException {
        Map<Object, Write> due;
        synchronized (waiting) {
            due = new LinkedHashMap<>(waiting);
            waiting.clear();
        }
        try {
            while (!due.isEmpty() && !isWritten(due.values())) {
                // What is left is tried again.
            }
        } catch (SQLException e) {
            synchronized (waiting) {
                due.forEach(waiting::putIfAbsent);
            }
            throw e;
        }
    }

    /** Whether all of it is; if not, one that is wrong in itself has been left out. */
    private boolean isWritten(Collection<Write> due) throws SQLException {
        Iterator<Write> each = due.iterator();
        try {
            synchronized (connection) {
                commit(each);
            }
        } catch (RuntimeException e) {
            LOG.error("A change of a room could not be written", e);
            each.remove();
            return false;
        }
        complainedAt = Optional.empty();
        return true;
    }

    private void commit(Iterator<Write> writes) throws SQLException {
        try {
            while (writes.hasNext()) {
                writes.next().on(connection);
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Once, and then once a minute while it lasts. */
    private void complain(SQLException e) {
        long now = System.nanoTime();
        if (complainedAt.filter(at -> now - at < COMPLAIN_EVERY_NANOS).isEmpty()) {
            complainedAt = Optional.of(now);
            LOG.error("The rooms go on, but what changes in them cannot be kept for now: {}.", e.getMessage());
        }
    }
}
