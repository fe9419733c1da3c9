package io.orrery.store;

import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.address.AddressActivity.AddressState;
import io.orrery.room.activity.blank.BlankActivity.BlankState;
import io.orrery.room.activity.gallery.GalleryActivity.Exhibit;
import io.orrery.room.activity.gallery.GalleryActivity.GalleryState;
import io.orrery.room.activity.generation.GenerationActivity.TextState;
import io.orrery.room.activity.lobby.LobbyActivity.LobbyState;
import io.orrery.room.activity.mark.MarkActivity.MarkState;
import io.orrery.room.activity.undo.UndoActivity.UndoState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.log.Log;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.LoggedState;
import io.orrery.room.state.RoomState;
import io.orrery.room.storage.SavedRoom;
import io.orrery.trace.Sampling;
import io.orrery.wire.CellMark;
import io.orrery.wire.Cursor;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;

/** Rooms and states to save. */
final class SavedRooms {
    static final RoomCode CODE = new RoomCode("ABC234");
    static final Keys KEYS = Keys.of(RoomKey.of("presenters-key"), RoomKey.of("co-presenters-key"), 8.5);
    static final SavedRoom ROOM = SavedRoom.of(CODE, KEYS, true, "m", 5);

    private SavedRooms() {}

    /** Appends two changes to a log: the second, at a step, can be undone. @return what the log then says */
    static LoggedState append(Log log, String step, double at) {
        LoggedState now = LoggedState.of(log).orElseGet(LoggedState::none);
        LoggedState first = after(log, now, roomState("start"), at, false);
        return after(log, first, roomState(step).with(UndoState.PART, new UndoState("mark")), at, true);
    }

    private static LoggedState after(Log log, LoggedState now, RoomState next, double at, boolean undoable) {
        LogEntry entry = now.change(at, 0, LogEntry.By.of(Role.PRESENTER, 1), "mark", "c" + now.seq(), undoable, next);
        log.append(now.seq(), entry);
        return now.after(entry);
    }

    /** The step that a saved room shows. */
    static String step(SavedRoom room) {
        return WalkState.PART.of(room.state().orElseThrow().state()).cursor().step();
    }

    static RoomState roomState(String step) {
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
                .with(MarkState.PART, new MarkState(List.of(new CellMark("blocks.0.attn.hook_q", List.of(1, -1)))))
                .with(GalleryState.PART, new GalleryState(Optional.of(new Exhibit("flight", 99.5))))
                .with(TextState.PART, new TextState(new Sampling(0.7, 40, 0.9, 5), 3))
                .with(AddressState.PART, new AddressState("ABC234", "http://192.168.1.5:8080"));
    }
}
