package io.orrery.room;

import io.orrery.room.access.RoomCode;
import io.orrery.tour.Walk;
import io.orrery.wire.Cursor;
import io.orrery.wire.Exhibit;
import io.orrery.wire.Stage;
import io.orrery.wire.TraceSummary;
import java.util.Optional;

/**
 * What a room shows, and who drives. A change makes a new one with the next seq.
 *
 * @param seq the number of changes so far
 * @param step where the cursor is in the trace
 * @param began when the lobby was left first, ms; 0 before
 * @param address where people reach the room: scheme, host and port; empty until that is known
 * @param writing how its text goes on
 */
record RoomState(
        long seq,
        TraceSummary trace,
        String step,
        boolean playing,
        Staging staging,
        double began,
        String address,
        DriverControl wheel,
        Writing writing) {
    /** A room that has just been opened: people gather. */
    static RoomState first(TraceSummary trace, Walk walk, String address) {
        return new RoomState(
                1, trace, walk.first(), false, Staging.FIRST, 0, address, DriverControl.FIRST, Writing.FIRST);
    }

    Cursor cursor() {
        return new Cursor(trace.id(), step);
    }

    /** What moves the walk brings it back into sight. */
    private RoomState at(TraceSummary nextTrace, String nextStep, boolean nextPlaying) {
        Staging shown = staging.withExhibit(Optional.empty());
        return new RoomState(seq + 1, nextTrace, nextStep, nextPlaying, shown, began, address, wheel, writing);
    }

    RoomState withStep(String next) {
        return at(trace, next, playing);
    }

    /** Another trace at a step of its model. */
    RoomState withTrace(TraceSummary next, String atStep) {
        return at(next, atStep, playing);
    }

    /** Another trace; the step is kept where its model has it. */
    RoomState withTrace(TraceSummary next, Walk walk) {
        return withTrace(next, walk.contains(step) ? step : walk.first());
    }

    /** The text with other tokens at its end. */
    RoomState grown(TraceSummary next, Walk walk) {
        // Elsewhere somebody may have typed what was generated here; in this room it stays generated.
        boolean isLonger = next.sharedWith(trace) > 0;
        return withTrace(isLonger ? next.withPromptLength(trace.promptLength()) : next, walk);
    }

    /** The text with a token that was generated, after which so many more are to come. */
    RoomState written(TracePair text, int more, Walk walk) {
        int left = text.trace().ended() ? 0 : more;
        return grown(text.trace(), walk).going(writing.withSecond(text.second()).withGenerating(left));
    }

    /** A trace from its first step on, by hand. */
    RoomState fromStart(TraceSummary next, Walk walk) {
        return at(next, walk.first(), false);
    }

    /** Autoplay; from the first step where there is none to come. */
    RoomState playingOn(Walk walk) {
        return at(trace, walk.next(step).isPresent() ? step : walk.first(), true);
    }

    /** A step further; at the last one it stops. */
    RoomState playedOn(Walk walk) {
        String to = walk.next(step).orElse(step);
        return at(trace, to, walk.next(to).isPresent());
    }

    RoomState withPlaying(boolean on) {
        return at(trace, step, on);
    }

    RoomState withStaging(Staging next) {
        return new RoomState(seq + 1, trace, step, playing, next, began, address, wheel, writing);
    }

    RoomState withAddress(String next) {
        return new RoomState(seq + 1, trace, step, playing, staging, began, next, wheel, writing);
    }

    RoomState withWheel(DriverControl next) {
        return new RoomState(seq + 1, trace, step, playing, staging, began, address, next, writing);
    }

    RoomState withWriting(Writing next) {
        return new RoomState(seq + 1, trace, step, playing, staging, began, address, wheel, next);
    }

    /** The same change, after which the text goes on so. */
    RoomState going(Writing next) {
        return new RoomState(seq, trace, step, playing, staging, began, address, wheel, next);
    }

    /** People gather; nothing plays meanwhile. */
    RoomState gathering() {
        RoomState still = withPlaying(false);
        return still.withSeq(seq).withStaging(still.staging.withLobby(true));
    }

    /** Models are walked past; neither the walk nor the text goes on unseen. */
    RoomState exhibiting(Exhibit exhibit) {
        return withPlaying(false)
                .going(writing.stopped())
                .withSeq(seq)
                .withStaging(staging.withExhibit(Optional.of(exhibit)));
    }

    /** The lobby is left; the first time is when it all began. The seq stays. */
    RoomState begun(double now) {
        return new RoomState(
                seq, trace, step, playing, staging.withLobby(false), began > 0 ? began : now, address, wheel, writing);
    }

    /** What an earlier state showed, by hand; who drives, since when and where stay. */
    RoomState backTo(RoomState earlier) {
        var then = writing.stopped().withSecond(earlier.writing.second());
        return new RoomState(seq + 1, earlier.trace, earlier.step, false, earlier.staging, began, address, wheel, then);
    }

    private RoomState withSeq(long number) {
        return new RoomState(number, trace, step, playing, staging, began, address, wheel, writing);
    }

    /** Whether both show the same, whatever their seq. */
    boolean looksLike(RoomState other) {
        return cursor().equals(other.cursor())
                && playing == other.playing
                && staging.equals(other.staging)
                && address.equals(other.address)
                && wheel.equals(other.wheel)
                && writing.equals(other.writing);
    }

    /** @param undo the command that would be undone; empty if there is none */
    Stage stage(RoomCode code, String undo) {
        return new Stage(
                trace,
                cursor(),
                playing,
                staging.blank(),
                code.text(),
                staging.lobby(),
                began,
                address,
                staging.sharing(),
                staging.marks(),
                staging.exhibit(),
                undo,
                wheel.said(),
                writing.sampling(),
                writing.generating(),
                writing.second());
    }
}
