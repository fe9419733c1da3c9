package io.orrery.room.log;

import io.orrery.room.state.RoomState;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Map;

/**
 * A change of a room.
 *
 * @param seq the number of the change
 * @param at when it was made, ms
 * @param start when it starts on every screen, ms; 0 if no screen shows a difference
 * @param session the session of the room, from 1: another one begins with the presentation, and when people come after the room was empty for an hour
 * @param command the name of the command that made it; empty if the room changed by itself
 * @param id the id of that command
 * @param undoable whether undo goes back to the state before this change
 * @param wentBackTo the number of the change that undo took back since the last entry, with all later ones; 0 for none
 * @param undo the numbers of the changes that undo can take back after this one, latest first
 * @param state the whole state after the change
 * @param changed the parts that changed, by name
 * @param isWhole whether the whole state is stored, and not just those parts
 */
public record LogEntry(
        long seq,
        double at,
        double start,
        int session,
        By by,
        String command,
        String id,
        boolean undoable,
        long wentBackTo,
        List<Long> undo,
        RoomState state,
        Map<String, Record> changed,
        boolean isWhole) {
    public LogEntry {
        undo = List.copyOf(undo);
        changed = Map.copyOf(changed);
    }

    /**
     * Who made a change. A person is named by number only, so that nothing else of the person is left in the log.
     *
     * @param role the word for the role; empty for the room itself
     * @param number the number of the person in the room; 0 for none
     */
    public record By(String role, int number) {
        public static final By ROOM = new By("", 0);

        public static By of(Role role, int number) {
            return new By(role.word(), number);
        }
    }

    /** The same change, stored with the whole state. */
    public LogEntry whole() {
        return new LogEntry(seq, at, start, session, by, command, id, undoable, wentBackTo, undo, state, changed, true);
    }
}
