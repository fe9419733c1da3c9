package io.orrery.room.log;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A log in memory, of the rows that would be stored. */
public final class MemoryLog implements Log {
    private final String room;
    private final List<Row> rows = new ArrayList<>();

    /** @param room the code of the room */
    public MemoryLog(String room) {
        this.room = room;
    }

    /** A log of stored rows. Those that cannot be used are left out. */
    public MemoryLog(String room, List<Row> stored) {
        this(room);
        var chain = new Chain(room);
        stored.stream().filter(chain::canUse).forEach(row -> rows.add(row.behind(room, lastSum())));
    }

    @Override
    public synchronized void append(long expectedSeq, LogEntry entry) {
        if (expectedSeq != seq()) {
            throw new OrreryException(new StorageError.LogMovedOn());
        }
        boolean follows = entry.seq() == seq() + 1 && !rows.isEmpty();
        rows.add(Row.of(room, follows ? entry : entry.whole(), lastSum()));
    }

    @Override
    public synchronized long seq() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).seq();
    }

    private String lastSum() {
        return rows.isEmpty() ? "" : rows.get(rows.size() - 1).sum();
    }

    @Override
    public synchronized Optional<Row> whole(long upTo) {
        return rows.stream().filter(row -> row.isWhole() && row.seq() <= upTo).reduce((older, newer) -> newer);
    }

    @Override
    public void read(long from, Consumer<Row> to) {
        rows().stream().filter(row -> row.seq() >= from).forEach(to);
    }

    public synchronized List<Row> rows() {
        return List.copyOf(rows);
    }
}
