package io.orrery.store;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.time.EventLoop;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * Schedules writes to the database. Frequent changes are queued by key; the newest write for each key is executed, all in
 * one transaction. A transaction begins at once if the last one began long enough ago. A room that takes ten steps per second
 * therefore costs no more than one that takes four.
 *
 * <p>What one work of a thread decides is queued at once, when the work ends ({@link #together}), so no transaction has a part of it.
 *
 * <p>If the turn that writes comes late, because the machine is busy, whoever changes something next writes first. So what a killed process
 * loses is bounded by {@link #LATE_MS}, however the threads take their turns.
 *
 * <p>The interval is counted between the beginnings of transactions, not from the end of one to the beginning of the next:
 * on a busy machine a transaction may take long, and a change that comes meanwhile must not wait for the interval besides.
 *
 * <p>If the file cannot be written, for example because the disk is full, the queue is retried after each interval. The queue
 * does not grow over time, because it holds only the newest write for each key. A write that can never succeed, such as
 * a constraint violation, is dropped without affecting the others.
 */
final class Writes implements AutoCloseable {
    /** The shortest time between the beginnings of two transactions of queued changes, ms. */
    static final double INTERVAL_MS = 100;

    /** Nothing is changed as long as a change that was made before so long is not written, unless the file cannot be written, ms. */
    static final double LATE_MS = 200;

    private static final double LOG_INTERVAL_MS = 60_000;

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

    private final Database database;
    private final EventLoop loop;
    /** Queued writes by key; only the newest for each key is kept. Guarded by itself. */
    private final Map<Object, Write> queue = new LinkedHashMap<>();

    /** What the work that goes on in this thread has decided so far; none outside of a work. */
    private final ThreadLocal<List<Change>> underWay = new ThreadLocal<>();

    /** Whether a turn is planned that executes the queue. Guarded by the queue. */
    private boolean isPlanned;
    /** When queued changes were last begun to be written, ms. Guarded by the queue. */
    private double begunAt = Double.NEGATIVE_INFINITY;
    /** When the first queued change was made, ms. Guarded by the queue. */
    private double queuedSince = Double.POSITIVE_INFINITY;
    /** The same of those that are being written. Guarded by the queue. */
    private double writingSince = Double.POSITIVE_INFINITY;

    private volatile StorageHealth health = StorageHealth.WELL;
    private Optional<Double> loggedAt = Optional.empty();
    private boolean isClosed;

    /** The database. Its monitor is held while a method is called or the connection is used. */
    interface Database {
        /** The connection, without automatic commits. */
        Connection connection();

        /** Adds to a transaction before its commit. */
        void committing(Connection connection) throws SQLException;

        /** A transaction was committed. */
        void committed();
    }

    /** A part of a transaction. */
    interface Write {
        void on(Connection connection) throws SQLException;
    }

    /** @param at when it was made, ms */
    private record Change(Object key, Write write, double at) {}

    /** Reads from the database. */
    interface Read<T> {
        T on(Connection connection) throws SQLException;
    }

    /** @param loop executes the queue, and provides the clock */
    Writes(Database database, EventLoop loop) {
        this.database = database;
        this.loop = loop;
    }

    /**
     * Queues a write.
     *
     * @param key replaces a queued write with the same key
     */
    void soon(Object key, Write write) {
        soon(key, write, loop.now());
    }

    /** @param at when the change was made, ms */
    void soon(Object key, Write write, double at) {
        var change = new Change(key, write, at);
        List<Change> decided = underWay.get();
        if (decided == null) {
            queue(List.of(change));
        } else {
            decided.add(change);
        }
    }

    /**
     * Does some work. All that it queues is written in one transaction: a process that is killed leaves all of it or nothing. Reads see nothing of it
     * before it ends.
     */
    void together(Runnable work) {
        if (underWay.get() != null) {
            work.run();
            return;
        }
        var decided = new ArrayList<Change>();
        catchUp(loop.now());
        underWay.set(decided);
        try {
            work.run();
        } finally {
            underWay.remove();
            queue(decided);
        }
    }

    private void queue(List<Change> changes) {
        double last = Double.NEGATIVE_INFINITY;
        synchronized (queue) {
            for (Change change : changes) {
                queue.remove(change.key());
                queue.put(change.key(), change.write());
                queuedSince = Math.min(queuedSince, change.at());
                last = Math.max(last, change.at());
                plan();
            }
        }
        catchUp(last);
    }

    /** Writes what has been queued for too long. @param now ms */
    private void catchUp(double now) {
        boolean isLate;
        synchronized (queue) {
            isLate = now - Math.min(queuedSince, writingSince) > LATE_MS && !health.failing();
        }
        if (isLate && !Thread.holdsLock(database)) {
            synchronized (database) {
                execute();
            }
        }
    }

    /** Plans a turn that executes the queue. Called while holding the queue's monitor. */
    private void plan() {
        if (isPlanned) {
            return;
        }
        isPlanned = true;
        double wait = begunAt + INTERVAL_MS - loop.now();
        if (wait <= 0) {
            loop.execute(this::tick);
        } else {
            loop.after(wait, this::tick);
        }
    }

    /**
     * Executes a write immediately, in a transaction of its own.
     *
     * @throws OrreryException with {@link StorageError.StorageNotWritable} if it fails, or if this is closed
     */
    void now(Write write) {
        try {
            synchronized (database) {
                if (isClosed) {
                    throw new OrreryException(new StorageError.StorageNotWritable());
                }
                commit(List.of(write).iterator());
            }
        } catch (SQLException e) {
            LOG.atError().addKeyValue("reason", e.getMessage()).log("The rooms' storage cannot be written.");
            throw new OrreryException(new StorageError.StorageNotWritable(), e);
        }
    }

    /**
     * Reads, once everything that is queued has been written if it can be.
     *
     * @throws OrreryException with {@link StorageError.RoomsNotRead} if it fails
     */
    <T> T read(Read<T> read) {
        synchronized (database) {
            execute();
            try {
                Connection connection = database.connection();
                T result = read.on(connection);
                // Ends the transaction that has read: a checkpoint cannot pass it.
                connection.rollback();
                return result;
            } catch (SQLException e) {
                throw new OrreryException(new StorageError.RoomsNotRead(String.valueOf(e.getMessage())), e);
            }
        }
    }

    StorageHealth health() {
        return health;
    }

    /** Executes all queued writes. Later writes are not executed. */
    @Override
    public void close() {
        synchronized (database) {
            execute();
            isClosed = true;
        }
    }

    private void tick() {
        synchronized (queue) {
            isPlanned = false;
            begunAt = loop.now();
        }
        synchronized (database) {
            execute();
        }
    }

    private void execute() {
        Map<Object, Write> due;
        synchronized (queue) {
            due = new LinkedHashMap<>(queue);
            queue.clear();
            writingSince = queuedSince;
            queuedSince = Double.POSITIVE_INFINITY;
        }
        if (isClosed || due.isEmpty()) {
            return;
        }
        try {
            while (!tryCommit(due.values())) {
                // Retry without the write that was dropped.
            }
            synchronized (queue) {
                writingSince = Double.POSITIVE_INFINITY;
            }
            recovered();
        } catch (SQLException e) {
            synchronized (queue) {
                due.forEach(queue::putIfAbsent);
                queuedSince = Math.min(queuedSince, writingSince);
                plan();
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
            commit(each);
            return true;
        } catch (InvalidWriteException | RuntimeException e) {
            LOG.error("A change of a room cannot be kept, and is left out.", e);
            each.remove();
            health = new StorageHealth(health.failing(), health.leftOut() + 1);
            return false;
        }
    }

    private void commit(Iterator<Write> writes) throws SQLException {
        Connection connection = database.connection();
        try {
            while (writes.hasNext()) {
                write(connection, writes.next());
            }
            database.committing(connection);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
        database.committed();
    }

    private static void write(Connection connection, Write one) throws SQLException {
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
    private static void rollBack(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException ended) {
            why.addSuppressed(ended);
            begin(connection, why);
        }
    }

    private static void begin(Connection connection, Exception why) {
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
    private void failed(Exception e) {
        health = new StorageHealth(true, health.leftOut());
        double now = loop.now();
        if (loggedAt.filter(at -> now - at < LOG_INTERVAL_MS).isEmpty()) {
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
