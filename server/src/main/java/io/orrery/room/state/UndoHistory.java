package io.orrery.room.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What can be undone: the states before the last commands that changed what is shown.
 *
 * @param entries the latest first
 */
public record UndoHistory(List<Entry> entries) {
    public static final UndoHistory EMPTY = new UndoHistory(List.of());

    /** As far back as anyone remembers on stage. */
    private static final int KEPT = 50;

    /**
     * A state that can be gone back to.
     *
     * @param command that changed it
     * @param isComputed whether its traces are known to this process; those from before a restart are computed again when
     *     somebody goes back to them
     */
    public record Entry(String command, RoomState state, boolean isComputed) {}

    public UndoHistory {
        entries = List.copyOf(entries);
    }

    /** The history once a command has changed a state. */
    public UndoHistory changed(String command, RoomState before) {
        return new UndoHistory(Stream.concat(Stream.of(new Entry(command, before, true)), entries.stream())
                .limit(KEPT)
                .toList());
    }

    /** The history once somebody has gone back to an entry: that one is forgotten, and those after it. */
    public UndoHistory wentBackTo(Entry to) {
        return new UndoHistory(entries.subList(entries.indexOf(to) + 1, entries.size()));
    }

    public Optional<Entry> latest() {
        return entries.stream().findFirst();
    }

    /** The command that would be undone; empty if there is none. */
    public String command() {
        return latest().map(Entry::command).orElse("");
    }

    /** The latest entries that together have at most so much, as {@code size} measures them. */
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
