package io.orrery.room;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/** What can be undone: the states before the last commands that changed what is shown. */
final class Past {
    /** As far back as anyone remembers on stage. */
    private static final int KEPT = 50;

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

    private final Deque<Before> states = new ArrayDeque<>();

    private record Before(String command, RoomState state) {}

    /** A command changed a state. */
    void changed(String command, RoomState before) {
        if (!UNDOABLE.contains(command)) {
            return;
        }
        states.push(new Before(command, before));
        if (states.size() > KEPT) {
            states.removeLast();
        }
    }

    /** The command that would be undone; empty if there is none. */
    String last() {
        return states.isEmpty() ? "" : states.peek().command();
    }

    /** The state before that command, which is then forgotten. */
    Optional<RoomState> back() {
        return Optional.ofNullable(states.poll()).map(Before::state);
    }
}
