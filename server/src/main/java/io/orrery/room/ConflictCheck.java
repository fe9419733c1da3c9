package io.orrery.room;

/**
 * Detects commands that were given before their sender saw another person's move. For that it is enough to remember the
 * last person who moved the cursor, and the last move by anybody else.
 *
 * @param by the id of the person who moved last; empty if nobody did
 * @param seq the number of that person's last move
 * @param othersSeq the number of the last move by anybody else
 */
record ConflictCheck(String by, long seq, long othersSeq) {
    static final ConflictCheck NONE = new ConflictCheck("", 0, 0);

    /**
     * The check after another move.
     *
     * @param sender the id of the person who moves
     * @param atSeq the number of the move
     */
    ConflictCheck moved(String sender, long atSeq) {
        return new ConflictCheck(sender, atSeq, by.equals(sender) ? othersSeq : seq);
    }

    /** Whether somebody else has moved since change {@code at}, the latest that the person had seen. */
    boolean isOvertaken(String sender, long at) {
        return at < (by.equals(sender) ? othersSeq : seq);
    }
}
