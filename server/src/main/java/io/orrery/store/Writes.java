package io.orrery.store;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * Schedules writes to the database. Frequent changes are queued by key; at each tick, the newest write for each key is
 * executed, all in one transaction. A room that takes ten steps per second therefore costs no more than one that takes
 * four.
 *
 * <p>If the file cannot be written, for example because the disk is full, the queue is retried at each tick. The queue
 * does not grow over time, because it holds only the newest write for each key. A write that can never succeed, such as
 * a constraint violation, is dropped without affecting the others.
 */
final class Writes implements AutoCloseable {
    /** The longest time that a change waits before it is written. */
    private static final long TICK_MS = 250;

    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long SHUTDOWN_S = 5;

    /** Errors of the file or its environment, not of the write: a retry may succeed. */
    private static final Set<SQLiteErrorCode> RETRYABLE = EnumSet.of(
            SQLiteErrorCode.SQLITE_PERM,
            SQLiteErrorCode.SQLITE_ABORT,
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_INTERRUPT,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_NOTADB);

    /** The lowest byte of an SQLite error code is the primary code; the other bytes give details. */
    private static final int PRIMARY_CODE_MASK = 0xFF;

    private static final Logger LOG = LoggerFactory.getLogger(Writes.class);

    private final Connection connection;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "orrery-storage");
        thread.setDaemon(true);
        return thread;
    });
    /** Queued writes by key; only the newest for each key is kept. Guarded by itself. */
    private final Map<Object, Write> queue = new LinkedHashMap<>();

    private final Future<?> ticking;

    private volatile StorageHealth health = StorageHealth.WELL;
    private Optional<Long> loggedAt = Optional.empty();

    /** A part of a transaction. */
    interface Write {
        void on(Connection connection) throws SQLException;
    }

    /** @param connection used only while holding its monitor */
    Writes(Connection connection) {
        this.connection = connection;
        ticking = ticks.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Queues a write for the next tick.
     *
     * @param key replaces a queued write with the same key
     */
    void soon(Object key, Write write) {
        synchronized (queue) {
            queue.remove(key);
            queue.put(key, write);
        }
    }

    /**
     * Executes a write immediately, in a transaction of its own.
     *
     * @throws OrreryException with {@link StorageError.StorageNotWritable} if it fails
     */
    void now(Write write) {
        try {
            synchronized (connection) {
                commit(List.of(write).iterator());
            }
        } catch (SQLException e) {
            LOG.atError().addKeyValue("reason", e.getMessage()).log("The rooms' storage cannot be written.");
            throw new OrreryException(new StorageError.StorageNotWritable(), e);
        }
    }

    StorageHealth health() {
        return health;
    }

    /** Executes all queued writes. Later writes are not executed. */
    @Override
    public void close() {
        ticking.cancel(false);
        ticks.shutdown();
        try {
            if (!ticks.awaitTermination(SHUTDOWN_S, TimeUnit.SECONDS)) {
                LOG.warn("The rooms' storage does not come to rest.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tick();
    }

    private void tick() {
        Map<Object, Write> due;
        synchronized (queue) {
            due = new LinkedHashMap<>(queue);
            queue.clear();
        }
        if (due.isEmpty()) {
            return;
        }
        try {
            while (!tryCommit(due.values())) {
                // Retry without the write that was dropped.
            }
            recovered();
        } catch (SQLException e) {
            synchronized (queue) {
                due.forEach(queue::putIfAbsent);
            }
            failed(e);
        }
    }

    /**
     * Tries to commit all writes. Returns false if one of them can never succeed; that one has then been removed.
     *
     * @throws SQLException if the file cannot be written at present
     */
    private boolean tryCommit(Collection<Write> due) throws SQLException {
        Iterator<Write> each = due.iterator();
        try {
            synchronized (connection) {
                commit(each);
            }
            return true;
        } catch (InvalidWriteException | RuntimeException e) {
            LOG.error("A change of a room cannot be kept, and is left out.", e);
            each.remove();
            health = new StorageHealth(health.failing(), health.leftOut() + 1);
            return false;
        }
    }

    private void commit(Iterator<Write> writes) throws SQLException {
        try {
            while (writes.hasNext()) {
                write(writes.next());
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void write(Write one) throws SQLException {
        try {
            one.on(connection);
        } catch (SQLException e) {
            throw isRetryable(e) ? e : new InvalidWriteException(e);
        }
    }

    /**
     * Rolls back the transaction. After some errors, such as a full disk, SQLite has already ended it. The driver's
     * rollback then fails and does not begin a new transaction, so every later commit would fail. This begins one.
     */
    private void rollBack(Exception why) {
        try {
            connection.rollback();
        } catch (SQLException ended) {
            why.addSuppressed(ended);
            begin(why);
        }
    }

    private void begin(Exception why) {
        try (var statement = connection.createStatement()) {
            statement.execute("BEGIN");
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private static boolean isRetryable(SQLException problem) {
        return RETRYABLE.contains(SQLiteErrorCode.getErrorCode(problem.getErrorCode() & PRIMARY_CODE_MASK));
    }

    private void recovered() {
        if (health.failing()) {
            LOG.info("What changes in the rooms is kept again.");
        }
        health = new StorageHealth(false, health.leftOut());
        loggedAt = Optional.empty();
    }

    /** Logs the failure at most once a minute. */
    private void failed(SQLException e) {
        health = new StorageHealth(true, health.leftOut());
        long now = System.nanoTime();
        if (loggedAt.filter(at -> now - at < LOG_INTERVAL_NANOS).isEmpty()) {
            loggedAt = Optional.of(now);
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log("The rooms go on, but what changes in them cannot be kept for now.");
        }
    }

    /** The write itself is invalid and can never succeed. */
    private static final class InvalidWriteException extends SQLException {
        private static final long serialVersionUID = 1;

        InvalidWriteException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
