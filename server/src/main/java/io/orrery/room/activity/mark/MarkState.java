package io.orrery.room.activity.mark;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.Part;
import io.orrery.wire.Mark;
import java.util.List;
import java.util.Objects;

/** @param marks all marks that everyone sees */
public record MarkState(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Mark> marks) {
    public static final Part<MarkState> PART = Part.flat("mark", MarkState.class, new MarkState(List.of()));

    public MarkState {
        // An empty list is left out of the JSON.
        marks = List.copyOf(Objects.requireNonNullElse(marks, List.of()));
    }
}
