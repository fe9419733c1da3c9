package io.orrery.room;

import io.orrery.room.people.Person;

/**
 * Who moved the room last, and when somebody else did: enough to tell whether a person gave a command before seeing
 * another person's move.
 *
 * @param by the id of the person who moved it last
 * @param seq that person's last move
 * @param othersSeq the last move of anybody else
 */
record ConflictCheck(String by, long seq, long othersSeq) {
    static final ConflictCheck NONE = new ConflictCheck("", 0, 0);

    /** @param atSeq the number of the move */
    ConflictCheck moved(Person person, long atSeq) {
        return new ConflictCheck(person.id(), atSeq, by.equals(person.id()) ? othersSeq : seq);
    }

    /** Whether somebody else moved the room after the change {@code at}. */
    boolean isOvertaken(Person person, long at) {
        return at < (by.equals(person.id()) ? othersSeq : seq);
    }
}
