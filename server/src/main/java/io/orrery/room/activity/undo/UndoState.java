package io.orrery.room.activity.undo;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.Part;

/** @param undo the command that would be undone; empty if there is none */
public record UndoState(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String undo) {
    public static final Part<UndoState> PART = Part.flat("undo", UndoState.class, new UndoState(""));
}
