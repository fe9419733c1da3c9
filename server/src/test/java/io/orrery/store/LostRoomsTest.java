package io.orrery.store;

import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.KEYS;
import static io.orrery.store.SavedRooms.ROOM;
import static io.orrery.store.SavedRooms.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.HandLoop;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.trace.Logged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the data folder that are missing, damaged, or deleted beneath a running server. The clock is turned by hand. */
class LostRoomsTest {
    private static final double MINUTE_MS = 60_000;
    /** Within this time a lost file must be noticed. */
    private static final double NOTICE_MS = 5000;

    private static final Keys NEW_KEYS = new Keys(RoomKey.of("another-key"), RoomKey.of("co-presenters-key"));
    private static final SavedPerson ADA = new SavedPerson("one", "Ada", false);
    private static final SavedPerson MAX = new SavedPerson("two", "Max", true);
    private static final RoomCode SECOND = new RoomCode("DEF567");

    @TempDir
    private Path temporary;

    private final HandLoop loop = new HandLoop();
    private DataFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = DataFolder.open(data(), loop, loop);
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void roomsOutliveAKilledServer() throws Exception {
        saveRooms();
        killed();

        assertThat(rooms(copy())).containsExactlyInAnyOrderElementsOf(savedRooms());
    }

    /** The log is cut off, or one of its bytes is changed: SQLite ignores what follows without an error. */
    @ParameterizedTest
    @CsvSource({
        "missing, 0",
        "cut at, 0",
        "cut at, 32",
        "cut at, 5000",
        "cut at, -1",
        "changed at, 5",
        "changed at, 100",
        "changed at, 6000",
        "changed at, -100"
    })
    void logThatIsDamagedOrMissingIsAnErrorThatNamesIt(String damage, int at) throws Exception {
        saveRooms();
        killed();
        Path log = copy().resolve("rooms.db-wal");
        byte[] bytes = Files.readAllBytes(log);
        int place = at < 0 ? bytes.length + at : at;
        if (damage.equals("missing")) {
            Files.delete(log);
        } else if (damage.equals("cut at")) {
            Files.write(log, Arrays.copyOf(bytes, place));
        } else {
            bytes[place] ^= 1;
            Files.write(log, bytes);
        }
        Map<String, byte[]> before = files(copy());

        boolean isGone = damage.equals("missing") || place == 0;
        assertThatThrownBy(() -> DataFolder.open(copy()))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                .hasMessage(log + " is " + (isGone ? "missing" : "damaged")
                        + ", and with it the latest changes of the rooms: put the file back; or, to go on with the rooms as "
                        + copy().resolve("rooms.db") + " has them, remove " + copy().resolve("rooms.mark") + ".");
        assertThat(files(copy())).containsAllEntriesOf(before);

        Files.delete(copy().resolve("rooms.mark"));
        DataFolder.open(copy()).close();
    }

    @Test
    void serverGoesOnOnceTheLogIsBack() throws Exception {
        saveRooms();
        killed();
        Path log = copy().resolve("rooms.db-wal");
        Files.move(log, temporary.resolve("log"));
        assertThatThrownBy(() -> DataFolder.open(copy())).hasMessageContaining("put the file back");
        Files.move(temporary.resolve("log"), log, StandardCopyOption.REPLACE_EXISTING);

        assertThat(rooms(copy())).containsExactlyInAnyOrderElementsOf(savedRooms());
    }

    @Test
    void missingFileIsAnErrorThatSaysHowToGoOn() throws Exception {
        saveRooms();
        killed();
        Path rooms = copy().resolve("rooms.db");
        Files.move(rooms, temporary.resolve("rooms"));

        assertThatThrownBy(() -> DataFolder.open(copy()))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(StorageError.class))
                .hasMessage(rooms + " is missing, though rooms were kept in it: put it or a backup in its place; or, to"
                        + " begin anew without them, remove " + copy().resolve("rooms.mark") + " and "
                        + copy().resolve("rooms.db-wal") + ".");
        assertThat(rooms).doesNotExist();
        Files.move(temporary.resolve("rooms"), rooms);
        assertThat(rooms(copy())).hasSize(2);

        Files.delete(rooms);
        assertThatThrownBy(() -> DataFolder.open(copy()))
                .hasMessageEndingWith("remove " + copy().resolve("rooms.mark") + ".");
        Files.delete(copy().resolve("rooms.mark"));
        assertThat(rooms(copy())).isEmpty();
    }

    @Test
    void olderFileIsAnErrorThatSaysHowToGoOn() throws Exception {
        folder.storage().add(ROOM);
        folder.close();
        Files.copy(data().resolve("rooms.db"), temporary.resolve("backup"));
        open();
        saveRooms(false);
        folder.close();
        Files.copy(temporary.resolve("backup"), data().resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> DataFolder.open(data()))
                .hasMessage(data().resolve("rooms.db")
                        + " is older than what was last kept in it: put the newest file in its place; or, to go on with"
                        + " this one, remove " + data().resolve("rooms.mark") + ".");
        Files.delete(data().resolve("rooms.mark"));
        assertThat(rooms(data())).hasSize(1);
    }

    /** SQLite takes an empty file for a new database. */
    @Test
    void emptyFileIsNotTakenForANewOne() throws Exception {
        saveRooms();
        folder.close();
        Files.write(data().resolve("rooms.db"), new byte[0]);

        assertThatThrownBy(() -> DataFolder.open(data()))
                .hasMessageContaining("is older than what was last kept in it");
    }

    @Test
    void damagedMarkIsAnErrorThatNamesIt() throws Exception {
        saveRooms();
        folder.close();
        Path mark = data().resolve("rooms.mark");
        byte[] bytes = Files.readAllBytes(mark);
        bytes[30] ^= 1;
        Files.write(mark, bytes);

        assertThatThrownBy(() -> DataFolder.open(data()))
                .hasMessage(mark + " is damaged, so whether the rooms in " + data().resolve("rooms.db")
                        + " are complete is not known; to go on with them as they are, remove it.");
        Files.delete(mark);
        assertThat(rooms(data())).hasSize(2);
    }

    /** Nothing is left in the log. */
    @Test
    void roomsAreInTheFileAMinuteAfterTheyWereChanged() throws Exception {
        saveRooms();
        loop.advance(MINUTE_MS);
        killed();
        Files.delete(copy().resolve("rooms.db-wal"));
        Files.delete(copy().resolve("rooms.db-shm"));

        assertThat(rooms(copy())).containsExactlyInAnyOrderElementsOf(savedRooms());
    }

    @Test
    void roomsAreInTheFileAfterEachStart() throws Exception {
        saveRooms();
        killed();
        folder.close();
        folder = DataFolder.open(copy(), loop, loop);

        assertThat(stateIn(copy().resolve("rooms.db"))).contains("\"embed\"");
    }

    @Test
    void roomsAreInTheFileAfterEachStop() throws Exception {
        saveRooms();
        folder.close();

        assertThat(data().resolve("rooms.db-wal")).doesNotExist();
        assertThat(rooms(data())).containsExactlyInAnyOrderElementsOf(savedRooms());
    }

    /**
     * After a power cut the log may end anywhere. What a checkpoint has forced to the disk must be there. A system without
     * an id for its boot cannot tell a power cut from another end.
     */
    @ParameterizedTest
    @ValueSource(strings = {"another-boot", ""})
    void serverStartsAfterAPowerCutWithWhatWasCheckpointed(String boot) throws Exception {
        Files.copy(data().resolve("rooms.db"), temporary.resolve("before"));
        folder.storage().add(ROOM);
        folder.storage().state(CODE, state("start"), 7);
        loop.advance(MINUTE_MS);
        saveSecond();
        killed();
        Path mark = copy().resolve("rooms.mark");
        Mark read = Mark.read(Files.readAllBytes(mark)).orElseThrow();
        Files.write(mark, new Mark(read.committed(), read.checkpointed(), boot).bytes());
        Files.delete(copy().resolve("rooms.db-wal"));

        assertThat(rooms(copy())).extracting(SavedRoom::code).containsExactly(CODE);

        Files.copy(temporary.resolve("before"), copy().resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> DataFolder.open(copy()))
                .hasMessageContaining("is older than what was last kept in it");
    }

    /** A checkpoint waits for the disk, which may take seconds: changes meanwhile must not wait for it. */
    @Test
    void transactionsMakeNoCheckpoints() throws Exception {
        saveRooms();
        long before = Files.size(data().resolve("rooms.db"));
        // SQLite itself makes a checkpoint after a transaction that leaves 1000 pages of 4 KiB in the log.
        for (int i = 0; i < 10; i++) {
            folder.storage().openedWith(CODE, Integer.toString(i).repeat(1 << 20));
        }

        assertThat(Files.size(data().resolve("rooms.db-wal"))).isGreaterThan(10L << 20);
        assertThat(Files.size(data().resolve("rooms.db"))).isEqualTo(before);
    }

    @Test
    void longLogIsCheckpointedWithoutWaitingForItsTime() throws Exception {
        saveRooms();
        long before = Files.size(data().resolve("rooms.db"));
        folder.storage().person(CODE, new SavedPerson("long", "x".repeat((int) RoomsUpkeep.LONG_LOG), false));
        loop.advance(RoomsUpkeep.LOOK_MS);

        assertThat(Files.size(data().resolve("rooms.db"))).isGreaterThan(before + RoomsUpkeep.LONG_LOG);
    }

    /** What somebody does to the files of a running server. */
    private enum Loss {
        DELETED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.delete(data.resolve("rooms.db"));
            }
        },
        DELETED_WITH_ALL_BESIDE {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                deleteAll(data);
            }
        },
        DELETED_LOG {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.delete(data.resolve("rooms.db-wal"));
            }
        },
        DELETED_INDEX {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.delete(data.resolve("rooms.db-shm"));
            }
        },
        MOVED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.move(data.resolve("rooms.db"), elsewhere);
            }
        },
        FOLDER_MOVED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.move(data, elsewhere);
            }
        },
        REPLACED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.writeString(elsewhere, "This is no database.");
                Files.move(elsewhere, data.resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);
            }
        },
        OVERWRITTEN_BY_AN_OLDER_ONE {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.write(data.resolve("rooms.db"), Files.readAllBytes(data.resolve("../backup")));
            }
        },
        OVERWRITTEN_BY_TEXT {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.writeString(data.resolve("rooms.db"), "This is no database.");
            }
        },
        EMPTIED {
            @Override
            void happens(Path data, Path elsewhere) throws IOException {
                Files.write(data.resolve("rooms.db"), new byte[0]);
            }
        };

        abstract void happens(Path data, Path elsewhere) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void fileThatIsLostBeneathARunningServerIsNoticedAndWrittenAnewWhole(Loss loss) throws Exception {
        String key = folder.operatorKey();
        folder.storage().add(ROOM);
        loop.advance(MINUTE_MS);
        Files.copy(data().resolve("rooms.db"), temporary.resolve("backup"));
        saveRooms(false);
        loop.advance(MINUTE_MS);
        loop.advance(250);
        assertThat(folder.health()).isEqualTo(StorageHealth.WELL);

        try (var log = new Logged("io.orrery.store")) {
            loss.happens(data(), temporary.resolve("elsewhere"));
            loop.advance(NOTICE_MS);

            assertThat(folder.health()).isEqualTo(new StorageHealth(false, 0, 1));
            assertThat(log.lines())
                    .contains(
                            "WARN The rooms' file was deleted or replaced; it is written anew.",
                            "INFO The rooms' file was written anew.");
        }
        killed();
        assertThat(rooms(copy())).containsExactlyInAnyOrderElementsOf(savedRooms());
        assertThat(DataFolder.read(copy().resolve("operator.key"))).isEqualTo(key);

        // What changes later is in the new file.
        folder.storage().state(CODE, state(9, "logits"), 20);
        loop.advance(NOTICE_MS);
        assertThat(folder.health()).isEqualTo(new StorageHealth(false, 0, 1));
        deleteAll(copy());
        killed();
        assertThat(rooms(copy()).get(0).state()).contains(state(9, "logits"));
    }

    /** Somebody may have meant to restore it. */
    @Test
    void fileFoundInThePlaceOfTheRoomsIsKept() throws Exception {
        saveRooms();
        Files.writeString(temporary.resolve("other"), "This is no database.");
        Files.move(temporary.resolve("other"), data().resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);
        loop.advance(NOTICE_MS);

        assertThat(data().resolve("rooms.db.replaced")).hasContent("This is no database.");
    }

    @Test
    void lossIsReportedUntilTheFileCanBeWrittenAnew() throws Exception {
        saveRooms();
        Files.delete(data().resolve("rooms.db"));
        Files.delete(data().resolve("rooms.db-wal"));
        // Nothing can be written while a folder has the log's name.
        Files.createDirectories(data().resolve("rooms.db-wal").resolve("in-the-way"));
        folder.storage().state(CODE, state(9, "logits"), 20);
        loop.advance(NOTICE_MS);

        assertThat(folder.health()).isEqualTo(new StorageHealth(true, 0, 1));
        assertThatThrownBy(() -> folder.storage().keys(CODE, KEYS))
                .hasMessage("The server cannot keep this: its storage cannot be written.");

        Files.delete(data().resolve("rooms.db-wal").resolve("in-the-way"));
        loop.advance(NOTICE_MS);
        assertThat(folder.health()).isEqualTo(new StorageHealth(false, 0, 1));
        killed();
        assertThat(rooms(copy()))
                .filteredOn(room -> room.code().equals(CODE))
                .first()
                .satisfies(room -> {
                    assertThat(room.keys()).isEqualTo(NEW_KEYS);
                    assertThat(room.state()).contains(state(9, "logits"));
                });
    }

    /** A backup program may read the file and make checkpoints. */
    @Test
    void fileThatAnotherProgramOnlyCheckpointsIsNotLost() throws Exception {
        saveRooms();
        long before = Files.size(data().resolve("rooms.db"));
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            RoomRows.one(other, "PRAGMA wal_checkpoint(TRUNCATE)");
            RoomRows.run(other, "VACUUM INTO '" + temporary.resolve("backup") + "'");
        }
        assertThat(Files.size(data().resolve("rooms.db"))).isGreaterThanOrEqualTo(before);
        loop.advance(NOTICE_MS);

        assertThat(folder.health()).isEqualTo(StorageHealth.WELL);
        assertThat(stateIn(temporary.resolve("backup"))).contains("\"embed\"");
    }

    /** As the documentation says it: SQLite's online backup, and later the copy in the place of the file. */
    @Test
    void backupOfARunningServerIsRestored() throws Exception {
        saveRooms();
        Path backup = temporary.resolve("backup.db");
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"));
                var statement = other.createStatement()) {
            statement.executeUpdate("backup to " + backup);
        }
        folder.storage().remove(CODE);
        loop.advance(MINUTE_MS);
        assertThat(folder.health()).isEqualTo(StorageHealth.WELL);
        killed();
        Files.copy(backup, copy().resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(copy().resolve("rooms.db-wal"));
        Files.delete(copy().resolve("rooms.db-shm"));

        assertThatThrownBy(() -> DataFolder.open(copy()))
                .hasMessageContaining("is older than what was last kept in it");
        Files.delete(copy().resolve("rooms.mark"));
        assertThat(rooms(copy())).containsExactlyInAnyOrderElementsOf(savedRooms());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "rooms.mark"})
    void removedLockDoesNotLetASecondServerIn(String file) throws Exception {
        Files.delete(data().resolve(file));

        assertThatThrownBy(() -> DataFolder.open(data()))
                .hasMessage("Another Orrery uses the data folder " + data()
                        + " already; stop it, or choose another folder with --data.");
    }

    @Test
    void removedLocksAreHeldAgainAfterASecond() throws Exception {
        saveRooms();
        Files.delete(data().resolve("lock"));
        Files.delete(data().resolve("rooms.mark"));
        try (var log = new Logged("io.orrery.store")) {
            loop.advance(RoomsUpkeep.LOOK_MS);

            assertThat(log.lines()).contains("WARN The lock of the data folder was removed; it is held again.");
        }
        assertThatThrownBy(() -> DataFolder.open(data())).hasMessageContaining("Another Orrery uses the data folder");
        killed();
        Files.delete(copy().resolve("rooms.db-wal"));
        assertThatThrownBy(() -> DataFolder.open(copy())).hasMessageContaining("rooms.db-wal is missing");
    }

    @Test
    void serverWhoseFolderWasTakenByAnotherWritesNothingMore() throws Exception {
        saveRooms();
        deleteAll(data());
        try (var other = DataFolder.open(data())) {
            other.storage().add(ROOM);
            folder.storage().state(CODE, state(9, "logits"), 20);
            loop.advance(NOTICE_MS);

            assertThat(folder.health()).isEqualTo(new StorageHealth(true, 0, 0));
            folder.close();
            assertThat(other.health()).isEqualTo(StorageHealth.WELL);
        }
        assertThat(rooms(data())).containsExactly(ROOM);
    }

    private void saveRooms() {
        saveRooms(true);
    }

    /** Saves {@link #savedRooms}. */
    private void saveRooms(boolean isNew) {
        if (isNew) {
            folder.storage().add(ROOM);
        }
        folder.storage().keys(CODE, NEW_KEYS);
        folder.storage().person(CODE, ADA);
        folder.storage().person(CODE, MAX);
        folder.storage().state(CODE, state("embed"), 8.5);
        loop.advance(250);
        saveSecond();
    }

    private void saveSecond() {
        folder.storage().add(new SavedRoom(SECOND, KEYS, false, "m", 6, Optional.empty(), List.of()));
        loop.advance(250);
    }

    private static List<SavedRoom> savedRooms() {
        return List.of(
                new SavedRoom(CODE, NEW_KEYS, true, "m", 8.5, Optional.of(state("embed")), List.of(ADA, MAX)),
                new SavedRoom(SECOND, KEYS, false, "m", 6, Optional.empty(), List.of()));
    }

    /** The files as a killed server leaves them: copies of all of them, while the server still has them open. */
    private void killed() throws IOException {
        Files.createDirectory(copy());
        try (var files = Files.list(data())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy().resolve(file.getFileName()));
            }
        }
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        var contents = new TreeMap<String, byte[]>();
        for (String name : List.of("rooms.db", "rooms.db-wal", "rooms.mark")) {
            if (Files.exists(folder.resolve(name))) {
                contents.put(name, Files.readAllBytes(folder.resolve(name)));
            }
        }
        return contents;
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** The state of the room, as the file alone has it. */
    private String stateIn(Path file) throws Exception {
        Path alone = Files.copy(file, temporary.resolve("alone.db"), StandardCopyOption.REPLACE_EXISTING);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + alone);
                var row = connection.createStatement().executeQuery("SELECT state FROM room WHERE code = 'ABC234'")) {
            return row.getString(1);
        }
    }

    private static List<SavedRoom> rooms(Path folder) {
        try (var opened = DataFolder.open(folder)) {
            return opened.storage().rooms();
        }
    }

    private Path data() {
        return temporary.resolve("data");
    }

    private Path copy() {
        return temporary.resolve("copy");
    }
}
