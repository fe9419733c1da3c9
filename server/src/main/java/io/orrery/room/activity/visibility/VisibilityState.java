package io.orrery.room.activity.visibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import java.util.Optional;

/**
 * Whether the audience is shown the probabilities of the next token. They are shown at the step that computes them, and at a step where
 * a command was about the next token.
 *
 * @param hidden whether the presenter keeps them hidden at every step
 * @param about the command for which they are shown at a step that does not compute them; empty for none
 * @param fresh the step at which another text came, if it computes a number for each token: there all are hidden, so that the room can guess first; empty for none
 */
public record VisibilityState(
        boolean hidden,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<About> about,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> fresh) {
    public static final VisibilityState AUTOMATIC = new VisibilityState(false, Optional.empty(), Optional.empty());

    public static final StatePart<VisibilityState> PART = StatePart.member("answer", VisibilityState.class, AUTOMATIC);

    /**
     * A command about the next token.
     *
     * @param step the step at which it was given; at other steps it no longer counts
     * @param by the command's name
     */
    public record About(String step, String by) {}

    /** Whether the audience is shown the probabilities at this step. */
    boolean isShownAt(String step, Walk walk) {
        return showsNumbersAt(step)
                && (walk.showsNext(step) || about.map(About::step).equals(Optional.of(step)));
    }

    /** Whether the audience is shown the numbers of this step, if it computes some for each token: logits tell no probability. */
    boolean showsNumbersAt(String step) {
        return !hidden && !fresh.equals(Optional.of(step));
    }

    VisibilityState about(String step, String command) {
        return new VisibilityState(hidden, Optional.of(new About(step, command)), Optional.empty());
    }

    VisibilityState aboutNothing() {
        return new VisibilityState(hidden, Optional.empty(), Optional.empty());
    }

    /** For another text at this step. */
    VisibilityState freshAt(String step) {
        return new VisibilityState(hidden, Optional.empty(), Optional.of(step));
    }

    /** As before another text came: the room was told what it has guessed, or the step would not show it anyway. */
    public VisibilityState withoutFresh() {
        return new VisibilityState(hidden, about, Optional.empty());
    }

    /**
     * A presenter's choice for one step.
     *
     * @param shown whether they are shown; empty for automatic
     * @param step at which it is chosen
     */
    public static VisibilityState chosen(Optional<Boolean> shown, String step, Walk walk) {
        // Where they are shown anyway, nothing needs to be remembered.
        boolean isAutomatic = shown.isEmpty() || (shown.get() && walk.showsNext(step));
        return isAutomatic ? AUTOMATIC : shown.get() ? shownAt(step, VisibilityActivity.ANSWER) : keptHidden();
    }

    static VisibilityState shownAt(String step, String command) {
        return AUTOMATIC.about(step, command);
    }

    public static VisibilityState keptHidden() {
        return new VisibilityState(true, Optional.empty(), Optional.empty());
    }
}
