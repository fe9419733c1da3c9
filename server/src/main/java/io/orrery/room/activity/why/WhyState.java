package io.orrery.room.activity.why;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.StatePart;
import java.util.Optional;

/**
 * The question that the room looks at.
 *
 * @param tool the open tool; empty for none
 * @param step the id of the step at which it was opened: with the step it is closed
 * @param position the position before the token that is asked about; empty for the last
 * @param a that token; empty for the most probable
 * @param b what it is compared with: a token, or {@code all}, {@code second} or {@code rival}; empty for {@code rival}
 * @param view what is opened or chosen within the tool, as a query such as {@code layer=3&head=0}
 */
public record WhyState(
        String tool,
        String step,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> position,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> a,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> b,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String view) {
    /** No tool is open. */
    public static final WhyState NONE = new WhyState("", "", Optional.empty(), Optional.empty(), Optional.empty(), "");

    public static final StatePart<WhyState> PART = StatePart.member("why", WhyState.class, NONE);

    public boolean hasTool() {
        return !tool.isEmpty();
    }

    /**
     * What is left of it after the walk has moved; a page without a room has the same rule ({@code features/why/question.js}). A step
     * closes it. A checkpoint's run of the same tokens is asked the same; another text has other answers. A model of another shape lacks
     * what was chosen in the tool: a head, a layer, a token.
     */
    public WhyState moved(boolean isSameStep, boolean isSameShape, boolean isSameText) {
        if (!hasTool() || !isSameStep) {
            return NONE;
        }
        if (isSameShape && isSameText) {
            return this;
        }
        return new WhyState(tool, step, Optional.empty(), Optional.empty(), Optional.empty(), isSameShape ? view : "");
    }
}
