package io.orrery.store;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.log.Log;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The log of a room in the SQLite file. Entries wait until they are written; if the file cannot be written for long, the oldest are given up,
 * and the first that is written then has the whole state.
 */
final class SqliteLog implements Log {
    /** The most entries that wait, or have just been written. */
    static final int MOST_WAITING = 1000;

    private final RoomCode code;
    private final Writes writes;
    /** Guarded by this. */
    private final Deque<LogEntry> waiting = new ArrayDeque<>();
    /** Guarded by this. */
    private long seq;

    SqliteLog(RoomCode code, Writes writes) {
        this.code = code;
        this.writes = writes;
        this.seq = writes.read(on -> LogRows.newest(on, code)).map(Row::seq).orElse(0L);
    }

    @Override
    public void append(long expectedSeq, LogEntry entry) {
        synchronized (this) {
            if (expectedSeq != seq) {
                throw new OrreryException(new StorageError.LogMovedOn());
            }
            seq = entry.seq();
            waiting.add(entry);
            if (waiting.size() > MOST_WAITING) {
                waiting.remove();
            }
        }
        // Without this monitor, for which a transaction waits: a change that comes late waits for the transaction.
        writes.soon(List.of(code, "log"), on -> write(on, entry.seq()), entry.at());
    }

    @Override
    public synchronized long seq() {
        return seq;
    }

    /**
     * Entries stay here until a later write finds them written: this transaction may fail.
     *
     * @param upTo the last entry that is due: of a later one, what was decided with it may not be queued yet
     */
    private void write(Connection connection, long upTo) throws SQLException {
        long written = LogRows.newest(connection, code).map(Row::seq).orElse(0L);
        List<LogEntry> due;
        synchronized (this) {
            waiting.removeIf(entry -> entry.seq() <= written);
            due = waiting.stream().filter(entry -> entry.seq() <= upTo).toList();
        }
        LogRows.append(connection, code, due);
        if (!due.isEmpty()) {
            RoomRows.used(connection, code, due.get(due.size() - 1).at());
        }
    }

    @Override
    public Optional<Row> whole(long upTo) {
        return writes.read(on -> LogRows.whole(on, code, upTo));
    }

    @Override
    public void read(long from, Consumer<Row> to) {
        writes.read(on -> {
            LogRows.read(on, code, from, to);
            return to;
        });
    }
}
