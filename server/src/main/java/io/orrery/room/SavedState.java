package io.orrery.room;

import io.orrery.trace.Sampling;
import io.orrery.wire.Exhibit;
import io.orrery.wire.Mark;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is kept of what a room shows: of the trace its recipe, from which it is computed again.
 *
 * @param model the content id of its model
 * @param exhibit what is walked past; empty for nothing
 * @param exhibitStart when that began, ms
 * @param began when the lobby was left first, ms; 0 before
 * @param holder who drives
 * @param sampling how the next token is chosen
 * @param second the content id of the model that is compared; empty for none
 * @param light the cell that the driver's light stands on, where it is on
 * @param stand where the driver's camera stands, where it is shared
 * @param past what can be undone, the latest first
 */
public record SavedState(
        long seq,
        String model,
        List<Integer> tokens,
        int promptLength,
        String step,
        boolean playing,
        boolean lobby,
        boolean blank,
        boolean sharing,
        List<Mark> marks,
        String exhibit,
        double exhibitStart,
        double began,
        String address,
        String holder,
        Sampling sampling,
        String second,
        List<Mark> light,
        List<Pose> stand,
        List<SavedBefore> past) {
    public SavedState {
        tokens = List.copyOf(tokens);
        marks = List.copyOf(marks);
        // What was kept before there were any says nothing of them.
        exhibit = Objects.requireNonNullElse(exhibit, "");
        light = List.copyOf(Objects.requireNonNullElse(light, List.of()));
        stand = List.copyOf(Objects.requireNonNullElse(stand, List.of()));
        past = List.copyOf(Objects.requireNonNullElse(past, List.of()));
    }

    /** Of a state alone. */
    static SavedState of(RoomState state) {
        return of(state, PointerLane.NOTHING, List.of());
    }

    /** @param past what can be undone, the latest first */
    static SavedState of(RoomState state, Pointer pointing, List<SavedBefore> past) {
        TraceSummary trace = state.trace();
        Staging staging = state.staging();
        return new SavedState(
                state.seq(),
                trace.model(),
                trace.tokens(),
                trace.promptLength(),
                state.step(),
                state.playing(),
                staging.lobby(),
                staging.blank(),
                staging.sharing(),
                staging.marks(),
                staging.exhibit().map(Exhibit::subject).orElse(""),
                staging.exhibit().map(Exhibit::start).orElse(0.0),
                state.began(),
                state.address(),
                state.wheel().holder(),
                state.writing().sampling(),
                state.writing().second().map(TraceSummary::model).orElse(""),
                pointing.cell(),
                pointing.pose(),
                past);
    }

    SavedState withAddress(String other) {
        return new SavedState(
                seq,
                model,
                tokens,
                promptLength,
                step,
                playing,
                lobby,
                blank,
                sharing,
                marks,
                exhibit,
                exhibitStart,
                began,
                other,
                holder,
                sampling,
                second,
                light,
                stand,
                past);
    }

    /**
     * The state again.
     *
     * @param trace computed from the recipe
     * @param beside the same text by the model that is compared
     */
    RoomState restored(TraceSummary trace, Optional<TraceSummary> beside, String atStep) {
        Optional<Exhibit> shown =
                exhibit.isEmpty() ? Optional.empty() : Optional.of(new Exhibit(exhibit, exhibitStart));
        return new RoomState(
                seq,
                trace,
                atStep,
                playing,
                new Staging(lobby, blank, sharing, marks, shown),
                began,
                address,
                new DriverControl(holder, "", List.of(), 0),
                new Writing(sampling, 0, beside));
    }
}
