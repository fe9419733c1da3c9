package io.orrery.room.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * The undo history: the states before the last undoable commands.
 *
 * @param entries latest first
 */
public record UndoHistory(List<Entry> entries) {
    public static final UndoHistory EMPTY = new UndoHistory(List.of());

    /** Further back than a presenter will want to go. */
    private static final int KEPT = 50;

    /**
     * A state that undo can restore.
     *
     * @param seq the number of the change that undo takes back
     * @param command the name of the command that made it
     * @param state the state before it
     * @param isComputed whether this process has computed the state's traces. Those of entries from before a restart
     *     are computed when somebody goes back to them
     */
    public record Entry(long seq, String command, RoomState state, boolean isComputed) {}

    public UndoHistory {
        entries = List.copyOf(entries);
    }

    /**
     * The history after a command.
     *
     * @param seq the number of the change that the command makes
     * @param before the state before the command
     * @param isComputed whether this process has computed the traces of that state
     * @param overtaken what is kept of an older entry's state, the first argument, once {@code before} is there; as soon as it
     *     leaves one as it is, the entries before that stay as they are, too
     */
    public UndoHistory changed(
            long seq, String command, RoomState before, boolean isComputed, BinaryOperator<RoomState> overtaken) {
        var kept = new ArrayList<Entry>();
        kept.add(new Entry(seq, command, before, isComputed));
        boolean isSame = false;
        for (Entry entry : entries) {
            RoomState state = isSame ? entry.state() : overtaken.apply(entry.state(), before);
            isSame = state.equals(entry.state());
            kept.add(isSame ? entry : new Entry(entry.seq(), entry.command(), state, false));
        }
        return new UndoHistory(kept.stream().limit(KEPT).toList());
    }

    /** The history after a change was taken back: it and all later ones are removed. */
    public UndoHistory wentBackTo(long seq) {
        return new UndoHistory(
                entries.stream().filter(entry -> entry.seq() < seq).toList());
    }

    /** Those of the latest entries that are the history of these changes, latest first. The ones before an unknown change are left out. */
    public UndoHistory asFarAs(List<Long> seqs) {
        int known = 0;
        while (known < Math.min(seqs.size(), entries.size())
                && entries.get(known).seq() == seqs.get(known)) {
            known++;
        }
        return known == entries.size() ? this : new UndoHistory(entries.subList(0, known));
    }

    /** The numbers of the changes that can be taken back, latest first. */
    public List<Long> seqs() {
        return entries.stream().map(Entry::seq).toList();
    }

    public Optional<Entry> latest() {
        return entries.stream().findFirst();
    }

    /** The name of the command that would be undone; empty if there is none. */
    public String command() {
        return latest().map(Entry::command).orElse("");
    }
}
