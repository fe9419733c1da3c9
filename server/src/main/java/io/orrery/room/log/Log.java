package io.orrery.room.log;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The log of a room. To append an entry is the only way to change what is stored of the room's state. All methods may be called from any
 * thread.
 */
public interface Log {
    /**
     * Appends an entry.
     *
     * @param expectedSeq the number of the entry that the caller knows as the last one
     * @throws OrreryException with {@link StorageError.LogMovedOn} if it is not: somebody else has changed the room
     */
    void append(long expectedSeq, LogEntry entry);

    /** The number of the last entry; 0 for none. */
    long seq();

    /** The newest row with the whole state, of those up to a number. */
    Optional<Row> whole(long upTo);

    /** Hands over all rows from a number on, in order. */
    void read(long from, Consumer<Row> to);

    /**
     * The number of the entry from which the present state, the changes that undo can take back, and the last commands can be read: one with
     * the whole state.
     */
    default long needed() {
        return whole(Long.MAX_VALUE)
                .map(newest -> {
                    List<Long> undo = newest.undo();
                    long first = Math.min(
                            undo.stream().min(Comparator.naturalOrder()).orElse(newest.seq()) - 1,
                            newest.seq() - LoggedState.WHOLE_EVERY);
                    return whole(first).map(Row::seq).orElse(0L);
                })
                .orElse(0L);
    }
}
