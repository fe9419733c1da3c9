package io.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.room.SavedBefore;
import io.orrery.room.SavedPerson;
import io.orrery.room.SavedRoom;
import io.orrery.room.SavedState;
import io.orrery.room.Storage;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.trace.Sampling;
import io.orrery.wire.Mark;
import io.orrery.wire.Pose;
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
                    .isInstanceOf(StorageException.class)
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
                .isInstanceOf(StorageException.class)
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
                .isInstanceOf(StorageException.class)
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
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("the file is broken");
    }

    @Test
    void fileOfANewerVersionIsNotTouched() throws Exception {
        DataFolder.open(data()).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            connection.createStatement().execute("PRAGMA user_version = 999");
        }

        assertThatThrownBy(() -> DataFolder.open(data()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("written by a newer Orrery");
    }

    @Test
    void folderThatCannotBeCreatedIsReportedInOneSentence() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StorageException.class)
                .hasMessage("The data folder " + file
                        + " cannot be used: it is not a folder; choose one that can be written with --data.");
        assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void lockedFileIsReportedInOneSentence() throws Exception {
        DataFolder.open(data()).close();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            other.createStatement().execute("PRAGMA locking_mode = EXCLUSIVE");
            other.createStatement().execute("BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> DataFolder.open(data()))
                    .isInstanceOf(StorageException.class)
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
                while (!folder.keeping().failing()) {
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
        return state(step, List.of(new SavedBefore("mark", state("start", List.of()))));
    }

    private static SavedState state(String step, List<SavedBefore> past) {
        return new SavedState(
                4,
                "m",
                List.of(2, 1, 0),
                2,
                step,
                true,
                false,
                true,
                false,
                List.of(new Mark("blocks.0.attn.hook_q", List.of(1, -1))),
                "flight",
                99.5,
                12.5,
                "http://192.168.1.5:8080",
                "presenter",
                new Sampling(0.7, 40, 0.9, 5),
                "",
                List.of(new Mark("logits", List.of(1, 2))),
                List.of(new Pose(1, 2, 3, 0.5, 0.25, 40)),
                past);
    }
}
