package io.orrery.room.log;

import java.util.Optional;

/**
 * Reads the rows of a log one after the other, and tells those that can be used: each is intact and follows the row before it, or has the
 * whole state. So what is used is always a state that the room was in. Behind damage the log is used again from the next whole state.
 */
public final class Chain {
    private final String room;
    private Optional<Row> last = Optional.empty();
    /** Whether the row after {@link #last} is damaged or missing, as far as is known. */
    private boolean isBroken;

    private boolean isDamaged;

    /** @param room the code of the room */
    public Chain(String room) {
        this.room = room;
    }

    /** Whether the next row can be used. */
    public boolean canUse(Row next) {
        boolean isIntact =
                next.isIntact(room) && last.map(row -> row.seq() < next.seq()).orElse(true);
        boolean follows = isIntact
                && !isBroken
                && last.map(row -> row.sum().equals(next.before())).orElse(true);
        boolean isUsed = isIntact && (next.isWhole() || follows && last.isPresent());
        isDamaged |= !follows || !isUsed;
        isBroken = !isUsed;
        last = isUsed ? Optional.of(next) : last;
        return isUsed;
    }

    /** Whether a row was damaged or is missing. The end of a log can be missing without a trace. */
    public boolean isDamaged() {
        return isDamaged;
    }

    /** Whether the last row that can be used is not the last one that there was. */
    public boolean isEndDamaged() {
        return isBroken;
    }

    /** Whether no row can be used. */
    public boolean isEmpty() {
        return last.isEmpty();
    }
}
