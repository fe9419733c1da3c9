package io.orrery.room.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.ToIntFunction;

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
     * @param command the name of the command that changed the state
     * @param isComputed whether this process has computed the state's traces. Those of entries from before a restart
     *     are computed when somebody goes back to them
     */
    public record Entry(String command, RoomState state, boolean isComputed) {}

    public UndoHistory {
        entries = List.copyOf(entries);
    }

    /**
     * The history after a command.
     *
     * @param before the state before the command
     * @param overtaken what is kept of an older entry's state, the first argument, once {@code before} is there; as soon as it
     *     leaves one as it is, the entries before that stay as they are, too
     */
    public UndoHistory changed(String command, RoomState before, BinaryOperator<RoomState> overtaken) {
        var kept = new ArrayList<Entry>();
        kept.add(new Entry(command, before, true));
        boolean isSame = false;
        for (Entry entry : entries) {
            RoomState state = isSame ? entry.state() : overtaken.apply(entry.state(), before);
            isSame = state.equals(entry.state());
            kept.add(isSame ? entry : new Entry(entry.command(), state, false));
        }
        return new UndoHistory(kept.stream().limit(KEPT).toList());
    }

    /** The history after going back to an entry: the entry and all later ones are removed. */
    public UndoHistory wentBackTo(Entry to) {
        return new UndoHistory(entries.subList(entries.indexOf(to) + 1, entries.size()));
    }

    public Optional<Entry> latest() {
        return entries.stream().findFirst();
    }

    /** The name of the command that would be undone; empty if there is none. */
    public String command() {
        return latest().map(Entry::command).orElse("");
    }

    /** The latest entries whose sizes, as measured by {@code size}, add up to at most {@code most}. */
    public UndoHistory limitedTo(int most, ToIntFunction<RoomState> size) {
        var kept = new ArrayList<Entry>();
        int total = 0;
        for (Entry entry : entries) {
            total += size.applyAsInt(entry.state());
            if (total > most) {
                break;
            }
            kept.add(entry);
        }
        return new UndoHistory(kept);
    }
}
