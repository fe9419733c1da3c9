package io.orrery.room.activity.walk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.Part;
import io.orrery.tour.Walk;
import io.orrery.wire.Cursor;
import io.orrery.wire.TraceSummary;
import java.util.Objects;
import java.util.Optional;

/**
 * Which step of which trace is shown.
 *
 * @param cursor a step of the trace
 * @param playing whether the walk goes on by itself
 * @param second the same tokens by a model that is compared
 */
public record WalkState(
        TraceSummary trace,
        Cursor cursor,
        boolean playing,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TraceSummary> second) {
    public static final Part<WalkState> PART = Part.flat("walk", WalkState.class);

    public WalkState {
        Objects.requireNonNull(trace);
        Objects.requireNonNull(cursor);
    }

    /** The first step of a trace. */
    public static WalkState start(TraceSummary trace, Walk walk) {
        return at(trace, walk.first(), false, Optional.empty());
    }

    private static WalkState at(TraceSummary trace, String step, boolean playing, Optional<TraceSummary> second) {
        return new WalkState(trace, new Cursor(trace.id(), step), playing, second);
    }

    public WalkState at(String step) {
        return at(trace, step, playing, second);
    }

    public WalkState withSecond(Optional<TraceSummary> next) {
        return new WalkState(trace, cursor, playing, next);
    }

    /** Another text at a step of its model. */
    public WalkState on(TracePair text, String step) {
        return at(text.trace(), step, playing, text.second());
    }

    /** Another text; the step is kept where its model has it. */
    public WalkState on(TracePair text, Walk walk) {
        return on(text, walk.contains(cursor.step()) ? cursor.step() : walk.first());
    }

    /** The text with other tokens at its end. */
    public WalkState grown(TracePair text, Walk walk) {
        // Elsewhere somebody may have typed what was generated here; in this room it stays generated.
        boolean isLonger = text.trace().sharedWith(trace) > 0;
        return on(isLonger ? text.withPromptLength(trace.promptLength()) : text, walk);
    }

    /** A text from its first step on, by hand. */
    public WalkState fromStart(TracePair text, Walk walk) {
        return at(text.trace(), walk.first(), false, text.second());
    }

    /** Playing; from the first step where there is none to come. */
    public WalkState played(Walk walk) {
        return at(trace, walk.next(cursor.step()).isPresent() ? cursor.step() : walk.first(), true, second);
    }

    /** A step further; at the last one it stops. */
    public WalkState playedOn(Walk walk) {
        String to = walk.next(cursor.step()).orElse(cursor.step());
        return at(trace, to, walk.next(to).isPresent(), second);
    }

    public WalkState paused() {
        return new WalkState(trace, cursor, false, second);
    }
}
