package io.orrery.room.activity.focus;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.StatePart;
import io.orrery.tour.scene.Focus;
import io.orrery.wire.CellMark;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the driver has chosen to look at.
 *
 * @param step the id of the step at which it was chosen, or to which it was carried; empty if nothing is chosen
 * @param on the part in focus
 * @param cell the cell that the driver holds
 * @param tensors the tensors that a word of the step's card names, which the driver has pressed
 */
public record FocusState(
        String step,
        Focus on,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<CellMark> cell,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tensors) {
    /** Nothing is chosen: the step is in focus, with its first head. */
    public static final FocusState NONE = new FocusState("", Focus.FIRST, Optional.empty(), List.of());

    public static final StatePart<FocusState> PART = StatePart.member("focus", FocusState.class, NONE);

    public FocusState {
        Objects.requireNonNull(on);
        tensors = List.copyOf(tensors);
    }

    /** What is chosen at a step; {@link #NONE} if that is nothing. */
    public static FocusState of(String step, Focus on, Optional<CellMark> cell, List<String> tensors) {
        boolean isNothing = on.equals(Focus.FIRST) && cell.isEmpty() && tensors.isEmpty();
        return isNothing ? NONE : new FocusState(step, on, cell, tensors);
    }
}
