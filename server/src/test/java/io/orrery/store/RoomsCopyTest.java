package io.orrery.store;

import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.Row;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.RecordingFile;
import io.orrery.room.storage.RoomsCopy;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.room.storage.StoredContents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomsCopyTest {
    private static final RoomCode QUIET = new RoomCode("QUJET7");

    @TempDir
    private Path temporary;

    private DataFolder open(String name) {
        return DataFolder.open(temporary.resolve(name), LogLimits.KEEP_ALL);
    }

    private static void fill(Storage storage) {
        storage.add(ROOM);
        storage.person(CODE, new SavedPerson(1, "one", "Ada", false));
        storage.person(CODE, new SavedPerson(3, "three", "Max", true));
        storage.person(CODE, new SavedPerson(1, "one", "Ada L.", false));
        storage.answers(CODE).keep(new Ballots.Answer("lost", "three", "start"));
        storage.answers(CODE).keep(new Ballots.Answer("lost", "one", "embed"));
        for (int i = 0; i < 5; i++) {
            SavedRooms.append(storage.log(CODE), "step" + i, i);
        }
        storage.add(SavedRoom.of(QUIET, SavedRooms.KEYS, false, "m", 4));
        record(storage, "one");
    }

    private static void record(Storage storage, String id) {
        var recording = new Recording(
                id,
                CODE.text(),
                "An evening",
                "",
                5,
                60,
                0,
                Recording.State.ENDED,
                0,
                0,
                Recording.Access.LINK,
                "key",
                List.of("m"));
        var recordings = storage.recordings();
        recordings.put(recording);
        recordings.append(id, 0, 0, 0, "{\"t\":0.0,\"word\":\"zebra\"}");
        recordings.append(id, 0, 1, 40.5, "{\"t\":40.5}");
        recordings.append(id, 1, 0, 50, "{\"t\":50.0}");
        recordings.mark(id, 0, Mark.step("embed").at(7));
        recordings.putFile(id, RecordingFile.voice(3, "audio/webm", 10, 3), new byte[] {1, 2, 3});
    }

    @Test
    void copyHasAllThatARoomGoesOnFromAndIsNotMadeTwice() {
        try (var from = open("from");
                var to = open("to")) {
            fill(from.storage());
            assertThat(RoomsCopy.copy(from.storage(), to.storage())).isEqualTo(new RoomsCopy.Done(2, 1, 0));
            assertThat(RoomsCopy.copy(from.storage(), to.storage())).isEqualTo(new RoomsCopy.Done(0, 0, 3));
        }
        try (var from = open("from");
                var to = open("to")) {
            assertThat(StoredContents.of(to.storage()))
                    .hasSizeGreaterThan(12)
                    .containsExactlyElementsOf(StoredContents.of(from.storage()));
            assertThat(to.storage().log(CODE).whole(Long.MAX_VALUE).map(Row::seq))
                    .isEqualTo(from.storage().log(CODE).whole(Long.MAX_VALUE).map(Row::seq));
        }
    }

    @Test
    void roomThatWentOnIsCopiedAnewAndNeverReplacedByAnOlderOne() {
        try (var from = open("from");
                var to = open("to")) {
            fill(from.storage());
            RoomsCopy.copy(from.storage(), to.storage());
            SavedRooms.append(to.storage().log(CODE), "later", 80);
            assertThat(RoomsCopy.copy(from.storage(), to.storage()).rooms()).isZero();
            assertThat(SavedRooms.step(to.storage().room(CODE).orElseThrow())).isEqualTo("later");

            to.storage().recordings().append("one", 2, 0, 70, "{\"t\":70.0}");
            assertThat(RoomsCopy.copy(to.storage(), from.storage())).isEqualTo(new RoomsCopy.Done(1, 1, 1));
            assertThat(StoredContents.of(from.storage())).containsExactlyElementsOf(StoredContents.of(to.storage()));
        }
    }
}
