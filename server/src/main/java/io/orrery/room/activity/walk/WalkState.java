package io.orrery.room.activity.walk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.wire.Cursor;
import io.orrery.wire.TraceSummary;
import java.util.Objects;
import java.util.Optional;

/**
 * Which step of which trace is shown.
 *
 * @param cursor the step
 * @param playing whether the room goes from step to step without commands
 * @param second the trace of the same tokens with a second model; empty if no model is compared
 */
public record WalkState(
        TraceSummary trace,
        Cursor cursor,
        boolean playing,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TraceSummary> second) {
    public static final StatePart<WalkState> PART = StatePart.flat("walk", WalkState.class);

    public WalkState {
        Objects.requireNonNull(trace);
        Objects.requireNonNull(cursor);
    }

    /** The first step of a trace. */
    public static WalkState start(TraceSummary trace, Walk walk) {
        return at(trace, walk.first(), false, Optional.empty());
    }

    /** A step of a trace, not playing and not compared. */
    public static WalkState of(TraceSummary trace, Cursor cursor) {
        return new WalkState(trace, cursor, false, Optional.empty());
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

    /** Another text, or the same one changed, at the given step. */
    public WalkState on(TracePair text, String step) {
        return at(text.trace().walkedAs(trace), step, playing, text.second());
    }

    /** The walk with another text: at the same step if its model has that step, else at the first. */
    public WalkState on(TracePair text, Walk walk) {
        return on(text, walk.contains(cursor.step()) ? cursor.step() : walk.first());
    }

    /** The text with tokens added or removed at its end. */
    public WalkState grown(TracePair text, Walk walk) {
        // Traces are shared between rooms: where this room generated tokens, another may have typed them as its prompt.
        boolean isLonger = text.trace().sharedWith(trace) > 0;
        return on(isLonger ? text.withPromptLength(trace.promptLength()) : text, walk);
    }

    /** Another text at the first step, not playing. */
    public WalkState fromStart(TracePair text, Walk walk) {
        return at(text.trace(), walk.first(), false, text.second());
    }

    /** Starts playing; from the first step if the present step is the last. */
    public WalkState played(Walk walk) {
        return at(trace, next(walk, cursor.step()).isPresent() ? cursor.step() : walk.first(), true, second);
    }

    /** Goes to the next step; stops playing at the last. */
    public WalkState playedOn(Walk walk) {
        String to = next(walk, cursor.step()).orElse(cursor.step());
        return at(trace, to, next(walk, to).isPresent(), second);
    }

    /** The step after the present one. */
    public Optional<String> next(Walk walk) {
        return next(walk, cursor.step());
    }

    /** The step before the present one. */
    public Optional<String> back(Walk walk) {
        return walk.back(cursor.step(), trace.visits());
    }

    private Optional<String> next(Walk walk, String step) {
        return walk.next(step, trace.visits());
    }

    /** The same text with another model, whose trace is to be computed. */
    public WalkState withModel(String model) {
        return new WalkState(trace.withModel(model), cursor, playing, second);
    }

    /** Without the most probable next tokens. */
    public WalkState withoutNext() {
        return new WalkState(trace.withoutNext(), cursor, playing, second.map(TraceSummary::withoutNext));
    }

    public WalkState paused() {
        return new WalkState(trace, cursor, false, second);
    }
}
