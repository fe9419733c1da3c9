package io.orrery.room.activity.mark;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.Part;
import io.orrery.wire.CellMark;
import java.util.List;

/** @param marks all marks that everyone sees */
public record MarkState(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CellMark> marks) {
    public static final Part<MarkState> PART = Part.flat("mark", MarkState.class, new MarkState(List.of()));

    public MarkState {
        marks = List.copyOf(marks);
    }
}
