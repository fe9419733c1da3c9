package io.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
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
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import io.orrery.room.storage.Storage;
import io.orrery.trace.Sampling;
import io.orrery.wire.Cursor;
import io.orrery.wire.Mark;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import io.orrery.wire.TraceSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final RoomCode CODE = new RoomCode("ABC234");
    private static final Keys KEYS = new Keys(RoomKey.of("presenters-key"), RoomKey.of("co-presenters-key"));
    private static final SavedRoom ROOM = new SavedRoom(CODE, KEYS, true, "m", 5, Optional.empty(), List.of());

    @TempDir
    private Path temporary;

    @Test
    void savedRoomIsRestored() {
        SavedState state = state("embed");
        try (var folder = DataFolder.open(data())) {
            Storage storage = folder.storage();
            storage.add(ROOM);
            storage.person(CODE, new SavedPerson("one", "Ada", false));
            storage.person(CODE, new SavedPerson("two", "Max", false));
            storage.person(CODE, new SavedPerson("one", "Ada L.", true));
            storage.state(CODE, state("start"), 7);
            storage.state(CODE, state, 8.5);
        }

        assertThat(reopened())
                .containsExactly(new SavedRoom(
                        CODE,
                        KEYS,
                        true,
                        "m",
                        8.5,
                        Optional.of(state),
                        List.of(new SavedPerson("two", "Max", false), new SavedPerson("one", "Ada L.", true))));
    }

    @Test
    void stateThatThePreviousVersionWroteIsReadAgain() throws Exception {
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
        }
        try (var file = getClass().getResourceAsStream("/io/orrery/room/storage/first-form.json");
                var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"));
                var statement = connection.prepareStatement("UPDATE room SET state = ?")) {
            statement.setString(1, new String(file.readAllBytes(), StandardCharsets.UTF_8));
            statement.execute();
        }

        SavedState state = reopened().get(0).state().orElseThrow();

        assertThat(state.seq()).isEqualTo(16);
        assertThat(WalkState.PART.of(state.state()).cursor().step()).isEqualTo("blocks.0.attn.scores");
        assertThat(state.history().entries()).hasSize(11);
    }

    @Test
    void newKeysReplaceTheOldOnes() {
        Keys keys = new Keys(RoomKey.of("another"), RoomKey.of("co-presenters-key"));
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
            folder.storage().keys(CODE, keys);
        }

        assertThat(reopened()).extracting(SavedRoom::keys).containsExactly(keys);
    }

    @Test
    void removedRoomLeavesNoDataBehind() throws Exception {
        try (var folder = DataFolder.open(data())) {
            Storage storage = folder.storage();
            storage.add(ROOM);
            storage.person(CODE, new SavedPerson("one", "Ada", false));
            storage.remove(CODE);
            storage.person(CODE, new SavedPerson("two", "Max", false));
            storage.state(CODE, state("embed"), 8);
        }

        assertThat(reopened()).isEmpty();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"));
                var rows = connection.createStatement().executeQuery("SELECT count(*) FROM person")) {
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void forgottenPersonIsRemoved() {
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
            folder.storage().person(CODE, new SavedPerson("one", "Ada", false));
            folder.storage().forget(CODE, "one");
        }

        assertThat(reopened().get(0).people()).isEmpty();
    }

    @Test
    void noFileContainsARoomsKey() throws Exception {
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
        }

        try (var files = Files.list(data())) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("presenters-key");
            }
        }
    }

    @Test
    void twoServersCannotUseOneFolder() {
        try (var folder = DataFolder.open(data())) {
            assertThat(folder.operatorKey()).isNotEmpty();

            assertThatThrownBy(() -> DataFolder.open(data()))
                    .isInstanceOfSatisfying(
                            OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                    .hasMessage("Another Orrery uses the data folder " + data()
                            + " already; stop it, or choose another folder with --data.");
        }
        DataFolder.open(data()).close();
    }

    @Test
    void operatorKeyIsCreatedOnceAndReadableOnlyByItsOwner() throws Exception {
        String key;
        try (var folder = DataFolder.open(data())) {
            key = folder.operatorKey();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.operatorKeyFile())))
                    .isEqualTo("rw-------");
        }

        try (var folder = DataFolder.open(data())) {
            assertThat(folder.operatorKey()).isEqualTo(key).matches("[\\w-]{22}");
        }
    }

    @Test
    void missingOrShortOperatorKeyIsRefused() throws Exception {
        Path file = temporary.resolve("key");
        assertThatThrownBy(() -> DataFolder.read(file))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                .hasMessageContaining("there is no such file");
        Files.writeString(file, "short\n");
        assertThatThrownBy(() -> DataFolder.read(file)).hasMessageContaining("at least 16 characters");
        Files.writeString(file, "a-key-that-is-long-enough\n");
        assertThat(DataFolder.read(file)).isEqualTo("a-key-that-is-long-enough");
    }

    @Test
    void corruptFileIsReportedInOneSentence() throws Exception {
        Files.createDirectories(data());
        Files.writeString(data().resolve("rooms.db"), "This is no database. ".repeat(500));

        assertThatThrownBy(() -> DataFolder.open(data()))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                .hasMessage("The rooms in " + data().resolve("rooms.db")
                        + " cannot be read, for the file is broken; put a backup in its place, or move it away to begin"
                        + " anew.");
        Files.delete(data().resolve("rooms.db"));
        DataFolder.open(data()).close();
    }

    @Test
    void fileWithCorruptPagesIsReportedInOneSentence() throws Exception {
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
        }
        Path file = data().resolve("rooms.db");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Files.write(file, bytes);

        assertThatThrownBy(() -> DataFolder.open(data()))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                .hasMessageContaining("the file is broken");
    }

    @Test
    void fileOfANewerVersionIsNotTouched() throws Exception {
        DataFolder.open(data()).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            connection.createStatement().execute("PRAGMA user_version = 999");
        }

        assertThatThrownBy(() -> DataFolder.open(data()))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                .hasMessageContaining("written by a newer Orrery");
    }

    @Test
    void folderThatCannotBeCreatedIsReportedInOneSentence() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                .hasMessage("The data folder " + file
                        + " cannot be used: it is not a folder; choose one that can be written with --data.");
        assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                .hasMessageContaining("cannot be used");
    }

    @Test
    void lockedFileIsReportedInOneSentence() throws Exception {
        DataFolder.open(data()).close();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            other.createStatement().execute("PRAGMA locking_mode = EXCLUSIVE");
            other.createStatement().execute("BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> DataFolder.open(data()))
                    .isInstanceOfSatisfying(
                            OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                    .hasMessageContaining("Another program holds");
        }
    }

    @Test
    void writeIsRetriedWhileTheFileIsLocked() throws Exception {
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
                other.createStatement().execute("BEGIN IMMEDIATE");
                folder.storage().state(CODE, state("embed"), 8);
                while (!folder.health().failing()) {
                    Thread.sleep(5);
                }
                other.createStatement().execute("ROLLBACK");
            }
        }

        assertThat(reopened().get(0).state()).contains(state("embed"));
    }

    private List<SavedRoom> reopened() {
        try (var folder = DataFolder.open(data())) {
            return folder.storage().rooms();
        }
    }

    private Path data() {
        return temporary.resolve("data");
    }

    private static SavedState state(String step) {
        RoomState shown = roomState(step).with(UndoState.PART, new UndoState("mark"));
        var history = new UndoHistory(List.of(new UndoHistory.Entry("mark", roomState("start"), false)));
        var pointer =
                new Pointer(List.of(new Mark("logits", List.of(1, 2))), List.of(new Pose(1, 2, 3, 0.5, 0.25, 40)));
        return new SavedState(4, shown, history, pointer, DoneCommands.NONE.and("0123456789", "c7"));
    }

    private static RoomState roomState(String step) {
        var trace = new TraceSummary("t", "m", List.of(2, 1, 0), List.of("C", "B", "A"), 2, 11, List.of(), false);
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
