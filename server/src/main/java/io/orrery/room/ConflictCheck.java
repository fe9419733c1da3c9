package io.orrery.room;

/**
 * Who moved the room last, and when somebody else did: enough to tell whether a person gave a command before seeing
 * what another one did.
 *
 * @param by the id of who moved it last
 * @param seq their last move
 * @param othersSeq the last move of anybody else
 */
record ConflictCheck(String by, long seq, long othersSeq) {
    static final ConflictCheck NONE = new ConflictCheck("", 0, 0);

    ConflictCheck and(Person person, long atSeq) {
        return new ConflictCheck(person.id(), atSeq, by.equals(person.id()) ? othersSeq : seq);
    }

    /** Whether somebody else moved the room after this. */
    boolean overtook(Person person, long at) {
        return at < (by.equals(person.id()) ? othersSeq : seq);
    }
}
