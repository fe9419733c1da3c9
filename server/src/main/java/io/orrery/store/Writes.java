package io.orrery.store;

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
 * When what changes is written. What changes often waits for the next tick, where the latest of each thing is written in
 * one transaction: a room that takes ten steps a second costs no more than one that takes four.
 *
 * <p>Where the file cannot be written, for the disk is full, say, what waits is tried again at each tick: it costs no more
 * memory with time, for only the latest of each thing waits. A change that is wrong in itself, which the file would never
 * take, is left out, and takes nothing else with it.
 */
final class Writes implements AutoCloseable {
    /** How long a change waits at most before it is written. */
    private static final long TICK_MS = 250;

    private static final long COMPLAIN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long GOODBYE_S = 5;

    /** What may be otherwise at the next try, and has nothing to do with what is written. */
    private static final Set<SQLiteErrorCode> OF_THE_FILE = EnumSet.of(
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

    /** Which of them a problem is of stands in the lowest byte of its code; the others say more about it. */
    private static final int KIND = 0xFF;

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

    private volatile StorageHealth keeping = StorageHealth.WELL;
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
            LOG.atError().addKeyValue("reason", e.getMessage()).log("The rooms' storage cannot be written.");
            throw new StorageException("The server cannot keep this: its storage cannot be written.", e);
        }
    }

    StorageHealth keeping() {
        return keeping;
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
        Map<Object, Write> due;
        synchronized (waiting) {
            due = new LinkedHashMap<>(waiting);
            waiting.clear();
        }
        if (due.isEmpty()) {
            return;
        }
        try {
            while (!isWritten(due.values())) {
                // What is left is tried again.
            }
            works();
        } catch (SQLException e) {
            synchronized (waiting) {
                due.forEach(waiting::putIfAbsent);
            }
            fails(e);
        }
    }

    /**
     * Whether all of it is; if not, one that is wrong in itself has been left out.
     *
     * @throws SQLException where the file cannot be written
     */
    private boolean isWritten(Collection<Write> due) throws SQLException {
        Iterator<Write> each = due.iterator();
        try {
            synchronized (connection) {
                commit(each);
            }
            return true;
        } catch (WrongInItselfException | RuntimeException e) {
            LOG.error("A change of a room cannot be kept, and is left out.", e);
            each.remove();
            keeping = new StorageHealth(keeping.failing(), keeping.leftOut() + 1);
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
            throw isOfTheFile(e) ? e : new WrongInItselfException(e);
        }
    }

    /**
     * Of some problems, such as a full disk, SQLite has ended the transaction by itself. Then the driver cannot roll back and
     * leaves it at that; without a new one every later commit would fail.
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

    private static boolean isOfTheFile(SQLException problem) {
        return OF_THE_FILE.contains(SQLiteErrorCode.getErrorCode(problem.getErrorCode() & KIND));
    }

    private void works() {
        if (keeping.failing()) {
            LOG.info("What changes in the rooms is kept again.");
        }
        keeping = new StorageHealth(false, keeping.leftOut());
        complainedAt = Optional.empty();
    }

    /** Said once, and then once a minute while it lasts. */
    private void fails(SQLException e) {
        keeping = new StorageHealth(true, keeping.leftOut());
        long now = System.nanoTime();
        if (complainedAt.filter(at -> now - at < COMPLAIN_EVERY_NANOS).isEmpty()) {
            complainedAt = Optional.of(now);
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log("The rooms go on, but what changes in them cannot be kept for now.");
        }
    }

    /** The fault is the change's own: the file would never take it. */
    private static final class WrongInItselfException extends SQLException {
        private static final long serialVersionUID = 1;

        WrongInItselfException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
