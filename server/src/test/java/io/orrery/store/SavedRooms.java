package io.orrery.store;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.address.AddressState;
import io.orrery.room.activity.blank.BlankState;
import io.orrery.room.activity.gallery.Exhibit;
import io.orrery.room.activity.gallery.GalleryState;
import io.orrery.room.activity.lobby.LobbyState;
import io.orrery.room.activity.mark.MarkState;
import io.orrery.room.activity.text.TextState;
import io.orrery.room.activity.undo.UndoState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.DoneCommands;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.UndoHistory;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import io.orrery.trace.Sampling;
import io.orrery.wire.Cursor;
import io.orrery.wire.Mark;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;

/** Rooms and states to save. */
final class SavedRooms {
    static final RoomCode CODE = new RoomCode("ABC234");
    static final Keys KEYS = Keys.of(RoomKey.of("presenters-key"), RoomKey.of("co-presenters-key"), 8.5);
    static final SavedRoom ROOM = new SavedRoom(CODE, KEYS, true, "m", 5, Optional.empty(), List.of(), List.of());

    private SavedRooms() {}

    /** A state at a step, with an undo history and a pointer. */
    static SavedState state(String step) {
        return state(4, step);
    }

    static SavedState state(long seq, String step) {
        RoomState shown = roomState(step).with(UndoState.PART, new UndoState("mark"));
        var history = new UndoHistory(List.of(new UndoHistory.Entry("mark", roomState("start"), false)));
        var pointer =
                new Pointer(List.of(new Mark("logits", List.of(1, 2))), List.of(new Pose(1, 2, 3, 0.5, 0.25, 40)));
        return new SavedState(seq, shown, history, pointer, DoneCommands.NONE.and("0123456789", "c7"));
    }

    private static RoomState roomState(String step) {
        var trace = new TraceSummary(
                "t",
                "m",
                List.of(2, 1, 0),
                List.of("C", "B", "A"),
                2,
                11,
                List.of(),
                false,
                List.of(),
                "",
                Optional.empty(),
                List.of());
        return Activities.ALL
                .first()
                .with(WalkState.PART, new WalkState(trace, new Cursor("t", step), true, Optional.of(trace)))
                .with(LobbyState.PART, new LobbyState(false, 12.5))
                .with(BlankState.PART, new BlankState(true))
                .with(MarkState.PART, new MarkState(List.of(new Mark("blocks.0.attn.hook_q", List.of(1, -1)))))
                .with(GalleryState.PART, new GalleryState(Optional.of(new Exhibit("flight", 99.5))))
                .with(TextState.PART, new TextState(new Sampling(0.7, 40, 0.9, 5), 3))
                .with(AddressState.PART, new AddressState("ABC234", "http://192.168.1.5:8080"));
    }
}
