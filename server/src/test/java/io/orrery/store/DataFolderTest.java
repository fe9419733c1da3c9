package io.orrery.store;

import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.KEYS;
import static io.orrery.store.SavedRooms.ROOM;
import static io.orrery.store.SavedRooms.append;
import static io.orrery.store.SavedRooms.roomState;
import static io.orrery.store.SavedRooms.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomKey;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.undo.UndoActivity.UndoState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.LoggedState;
import io.orrery.room.state.UndoHistory;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.trace.Logged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void savedRoomIsRestored() {
        LoggedState logged;
        try (var folder = DataFolder.open(data())) {
            Storage storage = folder.storage();
            storage.add(ROOM);
            storage.person(CODE, new SavedPerson(1, "one", "Ada", false));
            storage.person(CODE, new SavedPerson(2, "two", "Max", false));
            storage.person(CODE, new SavedPerson(1, "one", "Ada L.", true));
            append(storage.log(CODE), "start", 7);
            logged = append(storage.log(CODE), "embed", 8.5);
        }

        assertThat(reopened())
                .containsExactly(new SavedRoom(
                        CODE,
                        KEYS,
                        true,
                        "m",
                        8.5,
                        2,
                        Optional.of(LostRooms.asRead(logged)),
                        List.of(new SavedPerson(2, "two", "Max", false), new SavedPerson(1, "one", "Ada L.", true)),
                        List.of()));
    }

    @Test
    void numberOfAPersonWhoWasForgottenIsNotGivenAgain() {
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
            folder.storage().person(CODE, new SavedPerson(7, "seven", "Ada", false));
        }
        try (var folder = DataFolder.open(data())) {
            folder.storage().forget(CODE, "seven");
        }

        assertThat(reopened().get(0).numbered()).isEqualTo(7);
    }

    @Test
    void answersAreReplacedWithdrawnAndEndedAndGoWithTheirRoom() {
        try (var folder = DataFolder.open(data())) {
            Storage storage = folder.storage();
            storage.add(ROOM);
            for (String person : List.of("one", "two", "three")) {
                storage.answers(CODE).keep(new Ballots.Answer("lost", person, "start"));
                storage.answers(CODE).keep(new Ballots.Answer("prediction 1", person, "0"));
            }
        }
        try (var folder = DataFolder.open(data())) {
            Storage storage = folder.storage();
            storage.answers(CODE).keep(new Ballots.Answer("lost", "one", "embed"));
            storage.answers(CODE).withdraw("lost", "two");
            storage.answers(CODE).end("prediction 1");
        }

        assertThat(reopened().get(0).answers())
                .containsExactly(
                        new Ballots.Answer("lost", "one", "embed"), new Ballots.Answer("lost", "three", "start"));
        try (var folder = DataFolder.open(data())) {
            folder.storage().remove(CODE);
            folder.storage().answers(CODE).keep(new Ballots.Answer("lost", "one", "start"));
        }
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
        }
        assertThat(reopened().get(0).answers()).isEmpty();
    }

    @Test
    void roomsOfTheVersionBeforeAreRewrittenAndCanStillBeUndone() throws Exception {
        writeVersion3();

        SavedRoom room = reopened().get(0);

        assertThat(room.keys()).isEqualTo(KEYS);
        assertThat(room.usedAt()).isEqualTo(8.5);
        assertThat(room.numbered()).isEqualTo(2);
        assertThat(room.people())
                .containsExactly(new SavedPerson(1, "one", "Ada", false), new SavedPerson(2, "two", "Max", true));
        assertThat(room.answers()).containsExactly(new Ballots.Answer("lost", "p1", "start"));
        assertThat(step(room)).isEqualTo("resid");
        UndoHistory history = room.state().orElseThrow().history();
        assertThat(history.entries()).extracting(UndoHistory.Entry::command).containsExactly("mark", "go");
        assertThat(history.entries())
                .extracting(entry -> WalkState.PART.of(entry.state()).cursor().step())
                .containsExactly("embed", "start");
        assertThat(reopened()).as("at the next start").containsExactly(room);
    }

    @Test
    void damageToTheVersionBeforeIsStillSaid() throws Exception {
        for (String change : List.of(
                "UPDATE room SET keys = keys || 'x'",
                "UPDATE room SET state = replace(state, 'resid', 'start')",
                "UPDATE person SET name = 'Eve' WHERE name = 'Max'")) {
            writeVersion3();
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
                Sql.run(connection, change);
            }
            try (var folder = DataFolder.open(data())) {
                assertThat(folder.storage().damage(CODE)).as(change).isPresent();
                SavedRoom room = folder.storage().rooms().get(0);
                assertThat(room.state().isEmpty()).isEqualTo(change.contains("state"));
                assertThat(room.people()).hasSize(change.contains("person") ? 1 : 2);
            }
            for (String file : List.of("rooms.db", "rooms.mark")) {
                Files.delete(data().resolve(file));
            }
        }
    }

    /** Nothing of it is changed, so that the version that can read it still finds it. */
    @Test
    void olderVersionIsRefusedWithWhatToDo() throws Exception {
        for (int version : List.of(1, 2)) {
            writeVersion3();
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
                connection.createStatement().execute("PRAGMA user_version = " + version);
            }
            byte[] before = Files.readAllBytes(data().resolve("rooms.db"));

            assertThatThrownBy(() -> DataFolder.open(data()))
                    .isInstanceOfSatisfying(
                            OrreryException.class,
                            e -> assertThat(e.error()).isInstanceOf(StorageError.OlderData.class))
                    .hasMessageContaining("start the version before this one with it once, which rewrites it");
            assertThat(data().resolve("rooms.db")).hasBinaryContent(before);
            Files.delete(data().resolve("rooms.db"));
        }
    }

    /** A folder as version 3 wrote it, by its statements: a room with two people, an answer and two steps to undo. */
    private void writeVersion3() throws Exception {
        Files.createDirectories(data());
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            RoomRows.addChecksum(connection);
            for (String sql : List.of(
                    "CREATE TABLE room (code TEXT PRIMARY KEY, house INTEGER NOT NULL, opened_with TEXT NOT NULL,"
                            + " used_at REAL NOT NULL, keys TEXT NOT NULL, state TEXT, keys_sum TEXT NOT NULL DEFAULT '',"
                            + " state_sum TEXT NOT NULL DEFAULT '')",
                    "CREATE TABLE person (code TEXT NOT NULL REFERENCES room ON DELETE CASCADE, secret_hash TEXT NOT"
                            + " NULL, name TEXT NOT NULL, kicked INTEGER NOT NULL, sum TEXT NOT NULL DEFAULT '',"
                            + " PRIMARY KEY (code, secret_hash))",
                    "CREATE TABLE answer (code TEXT NOT NULL REFERENCES room ON DELETE CASCADE, ballot TEXT NOT NULL,"
                            + " person TEXT NOT NULL, answer TEXT NOT NULL, sum TEXT NOT NULL,"
                            + " PRIMARY KEY (code, ballot, person))",
                    "CREATE TABLE committed (transactions INTEGER NOT NULL)",
                    "INSERT INTO committed VALUES (9)",
                    "INSERT INTO person VALUES ('ABC234', 'one', 'Ada', 0, ''), ('ABC234', 'two', 'Max', 1, '')",
                    "UPDATE person SET sum = checksum(code, secret_hash, name, kicked)",
                    "INSERT INTO answer VALUES ('ABC234', 'lost', 'one', 'start', checksum('ABC234', 'lost', 'one',"
                            + " 'start'))",
                    "PRAGMA user_version = 3")) {
                Sql.run(connection, sql);
            }
            Sql.run(
                    connection,
                    "INSERT INTO room (code, house, opened_with, used_at, keys, state) VALUES ('ABC234', 1, 'm', 8.5,"
                            + " ?, ?)",
                    KEYS.lines(),
                    "{\"seq\":41,\"state\":" + json("resid") + ",\"past\":[{\"command\":\"mark\",\"state\":"
                            + json("embed")
                            + "},{\"command\":\"go\",\"state\":" + json("start")
                            + "}],\"pointer\":{\"cell\":[],\"pose\":[]},\"done\":[\"0123456789 c7\"]}");
            Sql.run(
                    connection,
                    "UPDATE room SET keys_sum = checksum(code, house, opened_with, keys),"
                            + " state_sum = checksum(code, used_at, state)");
        }
    }

    private static String json(String step) {
        return Activities.ALL.json().write(roomState(step).with(UndoState.PART, new UndoState("mark")));
    }

    @Test
    void newKeysReplaceTheOldOnes() {
        Keys keys = Keys.of(RoomKey.of("another"), RoomKey.of("co-presenters-key"), 8.5);
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
            storage.person(CODE, new SavedPerson(1, "one", "Ada", false));
            append(storage.log(CODE), "embed", 8);
            storage.remove(CODE);
            storage.person(CODE, new SavedPerson(2, "two", "Max", false));
            append(storage.log(CODE), "embed", 8);
        }

        assertThat(reopened()).isEmpty();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"));
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM entry)")) {
            assertThat(rows.getInt(1)).isZero();
        }
        assertThat(Files.readString(data().resolve("rooms.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain("Ada")
                .doesNotContain("blocks.0.attn.hook_q");
    }

    @Test
    void forgottenPersonIsRemoved() {
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
            folder.storage().person(CODE, new SavedPerson(1, "one", "Ada", false));
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
    void everyFileAndTheFolderIsReadableOnlyByItsOwner() throws Exception {
        try (var folder = DataFolder.open(data())) {
            folder.operatorKey();
            folder.storage().add(ROOM);
            assertThat(permissions())
                    .containsOnlyKeys(
                            "data",
                            "lock",
                            "operator.key",
                            "recordings.db",
                            "recordings.db-shm",
                            "recordings.db-wal",
                            "rooms.db",
                            "rooms.db-shm",
                            "rooms.db-wal",
                            "rooms.mark")
                    .allSatisfy((name, permissions) ->
                            assertThat(permissions).isEqualTo(name.equals("data") ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void filesOfAnOlderServerAreTakenFromOtherReaders() throws Exception {
        writeVersion3();
        Files.createFile(data().resolve("lock"));
        Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("rooms.db", "lock")) {
            Files.setPosixFilePermissions(data().resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }

        DataFolder.open(data()).close();

        assertThat(permissions())
                .containsOnlyKeys("data", "lock", "recordings.db", "rooms.db", "rooms.mark")
                .allSatisfy((name, permissions) -> assertThat(permissions).endsWith("------"));
    }

    /** It may be /tmp. */
    @Test
    void folderThatHoldsSomethingElseKeepsItsPermissions() throws Exception {
        Files.createDirectories(data());
        Files.writeString(data().resolve("of-others"), "x");
        Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwxr-xr-x"));

        DataFolder.open(data()).close();

        assertThat(permissions())
                .containsEntry("data", "rwxr-xr-x")
                .containsEntry("rooms.db", "rw-------")
                .containsEntry("lock", "rw-------");
    }

    /** The permissions of the folder and its files, by name. */
    private Map<String, String> permissions() throws IOException {
        try (var files = Files.walk(data())) {
            var permissions = new TreeMap<String, String>();
            for (Path file : files.toList()) {
                permissions.put(
                        file.getFileName().toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
            return permissions;
        }
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

    /** What a server at a lecture must do is start. */
    @Test
    void fileThatIsNoDatabaseIsSetAsideAndSaid() throws Exception {
        Files.createDirectories(data());
        String content = "This is no database. ".repeat(500);
        Files.writeString(data().resolve("rooms.db"), content);

        try (var log = new Logged("io.orrery.store")) {
            assertThat(reopened()).isEmpty();
            assertThat(log.lines())
                    .containsExactly("WARN " + data().resolve("rooms.db")
                            + " is broken. The rooms go on with what can still be read of it; the file as it was found"
                            + " is in "
                            + data().resolve("rooms.db") + ".damaged.");
        }
        assertThat(data().resolve("rooms.db.damaged")).hasContent(content);
        try (var log = new Logged("io.orrery.store")) {
            assertThat(reopened()).isEmpty();
            assertThat(log.lines()).as("at the next start").isEmpty();
        }
    }

    /** One page after the other is overwritten. */
    @Test
    void roomsOfAFileWithABrokenPageAreReadAsFarAsPossibleAndDamageIsSaid() throws Exception {
        LoggedState logged = LoggedState.none();
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
            for (int i = 0; i < 20; i++) {
                logged = append(folder.storage().log(CODE), "embed", i);
            }
        }
        byte[] bytes = Files.readAllBytes(data().resolve("rooms.db"));
        byte[] mark = Files.readAllBytes(data().resolve("rooms.mark"));
        int kept = 0;
        for (int page = 0; page < bytes.length; page += 4096) {
            byte[] broken = bytes.clone();
            for (int i = page; i < page + 4096; i++) {
                broken[i] = (byte) (i * 31);
            }
            Files.write(data().resolve("rooms.db"), broken);
            Files.write(data().resolve("rooms.mark"), mark);

            try (var log = new Logged("io.orrery.store");
                    var folder = DataFolder.open(data())) {
                List<SavedRoom> rooms = folder.storage().rooms();
                boolean isWhole =
                        rooms.size() == 1 && rooms.get(0).state().equals(Optional.of(LostRooms.asRead(logged)));
                assertThat(isWhole || log.lines().stream().anyMatch(line -> line.startsWith("WARN")))
                        .as("page at " + page)
                        .isTrue();
                kept += rooms.isEmpty() ? 0 : 1;
                for (SavedRoom room : rooms) {
                    assertThat(room.state().isEmpty()
                                    || List.of("start", "embed").contains(step(room)))
                            .isTrue();
                }
            }
        }
        assertThat(kept).as("files whose room was still known").isGreaterThan(bytes.length / 4096 / 2);
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
                append(folder.storage().log(CODE), "embed", 8);
                while (!folder.health().failing()) {
                    Thread.sleep(5);
                }
                other.createStatement().execute("ROLLBACK");
            }
        }

        assertThat(step(reopened().get(0))).isEqualTo("embed");
    }

    private List<SavedRoom> reopened() {
        try (var folder = DataFolder.open(data())) {
            return folder.storage().rooms();
        }
    }

    private Path data() {
        return temporary.resolve("data");
    }
}
