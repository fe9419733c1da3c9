package io.orrery.room.storage;

import io.orrery.room.activity.Activities;
import io.orrery.room.activity.address.AddressState;
import io.orrery.room.activity.blank.BlankState;
import io.orrery.room.activity.driver.DriverState;
import io.orrery.room.activity.gallery.Exhibit;
import io.orrery.room.activity.gallery.GalleryState;
import io.orrery.room.activity.lobby.LobbyState;
import io.orrery.room.activity.mark.MarkState;
import io.orrery.room.activity.share.ShareState;
import io.orrery.room.activity.text.TextState;
import io.orrery.room.activity.undo.UndoState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.DoneCommands;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.UndoHistory;
import io.orrery.trace.Sampling;
import io.orrery.wire.Cursor;
import io.orrery.wire.Mark;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The first format of saved states, from before the state had one JSON form: all fields in one object, and the recipe
 * of the trace. It is read but never written. Older data folders lack some of the fields.
 *
 * @param model the content id of the trace's model
 * @param exhibit the exhibit of the model gallery; empty for none
 * @param second the content id of the model that is compared; empty for none
 * @param light the cell that the driver points at; empty for none
 * @param stand the pose of the driver's camera; empty if it is not shared
 * @param past the undo history, latest first
 */
record FirstSavedForm(
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
        List<Before> past) {
    /** @param command the name of the command that changed the state */
    record Before(String command, FirstSavedForm state) {}

    FirstSavedForm {
        exhibit = Objects.requireNonNullElse(exhibit, "");
        light = List.copyOf(Objects.requireNonNullElse(light, List.of()));
        stand = List.copyOf(Objects.requireNonNullElse(stand, List.of()));
        past = List.copyOf(Objects.requireNonNullElse(past, List.of()));
    }

    SavedState saved() {
        List<UndoHistory.Entry> entries = past.stream()
                .map(before ->
                        new UndoHistory.Entry(before.command(), before.state().state(), false))
                .toList();
        var history = new UndoHistory(entries);
        return new SavedState(
                seq,
                state().with(UndoState.PART, new UndoState(history.command())),
                history,
                new Pointer(light, stand),
                DoneCommands.NONE);
    }

    private RoomState state() {
        Optional<Exhibit> shown =
                exhibit.isEmpty() ? Optional.empty() : Optional.of(new Exhibit(exhibit, exhibitStart));
        Optional<TraceSummary> compared = second.isEmpty() ? Optional.empty() : Optional.of(recipe(second));
        TraceSummary trace = recipe(model);
        return Activities.ALL
                .first()
                .with(WalkState.PART, new WalkState(trace, new Cursor(trace.id(), step), playing, compared))
                .with(TextState.PART, new TextState(sampling, 0))
                .with(LobbyState.PART, new LobbyState(lobby, began))
                .with(BlankState.PART, new BlankState(blank))
                .with(MarkState.PART, new MarkState(marks))
                .with(ShareState.PART, new ShareState(sharing))
                .with(GalleryState.PART, new GalleryState(shown))
                .with(DriverState.PART, DriverState.heldBy(holder))
                .with(AddressState.PART, new AddressState("", address));
    }

    private TraceSummary recipe(String modelId) {
        return new TraceSummary(
                "",
                modelId,
                tokens,
                List.of(),
                promptLength,
                0,
                List.of(),
                false,
                List.of(),
                "",
                Optional.empty(),
                List.of());
    }
}
