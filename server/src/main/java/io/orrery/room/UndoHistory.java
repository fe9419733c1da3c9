package io.orrery.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be undone: the states before the last commands that changed what is shown. */
final class UndoHistory {
    /** As far back as anyone remembers on stage. */
    private static final int KEPT = 50;

    /** Of all the texts that outlive the process: it is written with every change. */
    static final int TOKENS_KEPT = 20_000;

    private static final Set<String> UNDOABLE = Set.of(
            "go",
            "prompt",
            "generate",
            "append",
            "back",
            "compare",
            "reset",
            "play",
            "blank",
            "lobby",
            "mark",
            "share",
            "exhibit");

    /** The latest first. */
    private final Deque<Before> states = new ArrayDeque<>();

    /** @param command that changed the state */
    record Before(String command, Earlier state) {}

    /** A state that the room was in. */
    sealed interface Earlier {
        /** With its trace. */
        record Held(RoomState state) implements Earlier {}

        /** From before a restart: its trace is computed again when somebody goes back to it. */
        record Kept(SavedState state) implements Earlier {}
    }

    UndoHistory() {
        this(List.of());
    }

    /** @param kept the latest first */
    UndoHistory(List<SavedBefore> kept) {
        kept.forEach(before -> states.add(new Before(before.command(), new Earlier.Kept(before.state()))));
    }

    /** A command changed a state. */
    void changed(String command, RoomState before) {
        if (!UNDOABLE.contains(command)) {
            return;
        }
        states.push(new Before(command, new Earlier.Held(before)));
        if (states.size() > KEPT) {
            states.removeLast();
        }
    }

    /** The command that would be undone; empty if there is none. */
    String last() {
        return latest().map(Before::command).orElse("");
    }

    /** The state before that command. */
    Optional<Before> latest() {
        return Optional.ofNullable(states.peek());
    }

    /** Gone back to: that state is forgotten, and what came after it. */
    void wentBack(Before to) {
        if (states.contains(to)) {
            while (!states.pop().equals(to)) {
                // What came after it is undone with it.
            }
        }
    }

    /** What outlives the process, the latest first. */
    List<SavedBefore> saved() {
        var saved = new ArrayList<SavedBefore>();
        int tokens = 0;
        for (Before before : states) {
            SavedState state = before.state() instanceof Earlier.Held held
                    ? SavedState.of(held.state())
                    : ((Earlier.Kept) before.state()).state();
            tokens += state.tokens().size();
            if (tokens > TOKENS_KEPT) {
                break;
            }
            saved.add(new SavedBefore(before.command(), state));
        }
        return saved;
    }
}
