package io.orrery.store;

import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.KEYS;
import static io.orrery.store.SavedRooms.ROOM;
import static io.orrery.store.SavedRooms.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.Grant;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomKey;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import io.orrery.room.storage.SavedStateJson;
import io.orrery.room.storage.Storage;
import io.orrery.wire.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
                        List.of(new SavedPerson("two", "Max", false), new SavedPerson("one", "Ada L.", true)),
                        List.of()));
    }

    @Test
    void stateThatThePreviousVersionWroteIsReadAgain() throws Exception {
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
        }
        try (var file = getClass().getResourceAsStream("/io/orrery/room/storage/first-form.json");
                var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"));
                var statement = connection.prepareStatement("UPDATE room SET state = ?")) {
            withoutChecksums(connection);
            statement.setString(1, new String(file.readAllBytes(), StandardCharsets.UTF_8));
            statement.execute();
        }

        SavedState state = reopened().get(0).state().orElseThrow();

        assertThat(state.seq()).isEqualTo(16);
        assertThat(WalkState.PART.of(state.state()).cursor().step()).isEqualTo("blocks.0.attn.scores");
        assertThat(state.history().entries()).hasSize(11);
    }

    @Test
    void roomsOfTheVersionWithoutChecksumsAreKeptAndGetThem() throws Exception {
        var room = new SavedRoom(
                CODE,
                KEYS,
                true,
                "m",
                8.5,
                Optional.of(state("embed")),
                List.of(new SavedPerson("one", "Ada", true)),
                List.of());
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(room);
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            withoutChecksums(connection);
        }

        assertThat(reopened()).containsExactly(room);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            connection.createStatement().execute("UPDATE room SET state = replace(state, 'embed', 'start')");
        }
        assertThat(reopened().get(0).state()).as("damaged since").isEmpty();
        assertThat(data().resolve("rooms.db.damaged")).exists();
    }

    /** Flags, guesses and kept out networks were in the state, where undo and each message could hold them. */
    @Test
    void answersOfTheVersionThatKeptThemInTheStateAreTakenOutOfIt() throws Exception {
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
            folder.storage().state(CODE, state("embed"), 8);
        }
        var json = new ObjectMapper();
        var earlier = (ObjectNode) json.readTree(SavedStateJson.write(state("embed")));
        ((ObjectNode) earlier.get("state")).setAll((ObjectNode) json.readTree("""
            {"lost": {"people": {"one": "start"}}, "prediction": {"number": 3, "people": {"two": 1}},
             "door": {"locked": false, "capacity": 0, "keptOut": 1, "networks": ["203.0.113.9"]}}\
            """));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"));
                var statement = connection.prepareStatement("UPDATE room SET state = ?")) {
            withoutChecksums(connection);
            connection.createStatement().execute("DROP TABLE answer");
            statement.setString(1, earlier.toString());
            statement.execute();
        }

        assertThat(reopened().get(0).answers())
                .containsExactly(
                        new Ballots.Answer("lost", "one", "start"),
                        new Ballots.Answer("prediction 3", "two", "1"),
                        new Ballots.Answer("door 0", "203.0.113.9", "kept out"));
        assertThat(reopened().get(0).answers()).as("at the next start").hasSize(3);
    }

    @Test
    void answersAreReplacedWithdrawnAndEndedAndGoWithTheirRoom() {
        try (var folder = DataFolder.open(data())) {
            Storage storage = folder.storage();
            storage.add(ROOM);
            for (String person : List.of("one", "two", "three")) {
                storage.answer(CODE, new Ballots.Answer("lost", person, "start"));
                storage.answer(CODE, new Ballots.Answer("prediction 1", person, "0"));
            }
        }
        try (var folder = DataFolder.open(data())) {
            Storage storage = folder.storage();
            storage.answer(CODE, new Ballots.Answer("lost", "one", "embed"));
            storage.withdraw(CODE, "lost", "two");
            storage.endBallot(CODE, "prediction 1");
        }

        assertThat(reopened().get(0).answers())
                .containsExactly(
                        new Ballots.Answer("lost", "one", "embed"), new Ballots.Answer("lost", "three", "start"));
        try (var folder = DataFolder.open(data())) {
            folder.storage().remove(CODE);
            folder.storage().answer(CODE, new Ballots.Answer("lost", "one", "start"));
        }
        try (var folder = DataFolder.open(data())) {
            folder.storage().add(ROOM);
        }
        assertThat(reopened().get(0).answers()).isEmpty();
    }

    /** The tables as the previous version wrote them. */
    private static void withoutChecksums(Connection connection) throws SQLException {
        for (String change : List.of(
                "ALTER TABLE room DROP COLUMN keys_sum",
                "ALTER TABLE room DROP COLUMN state_sum",
                "ALTER TABLE person DROP COLUMN sum",
                "PRAGMA user_version = 1")) {
            connection.createStatement().execute(change);
        }
    }

    @Test
    void keysOfThePreviousVersionOpenTheirRoomAndDamageToThemIsStillSaid() throws Exception {
        for (boolean isDamaged : List.of(false, true)) {
            try (var folder = DataFolder.open(data())) {
                folder.storage().remove(CODE);
                folder.storage().add(ROOM);
            }
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
                withKeyColumns(connection);
                if (isDamaged) {
                    RoomRows.run(connection, "UPDATE room SET presenter_hash = substr(presenter_hash, 2) || 'x'");
                }
            }
            try (var folder = DataFolder.open(data())) {
                Keys keys = folder.storage().rooms().get(0).keys();
                assertThat(keys.driver("presenters-key", 9).isPresent()).isEqualTo(!isDamaged);
                assertThat(keys.driver("co-presenters-key", 9)).contains(Role.CO_PRESENTER);
                assertThat(keys.list()).extracting(Grant::made).containsOnly(ROOM.usedAt());
                assertThat(folder.storage().damage(CODE).isPresent()).isEqualTo(isDamaged);
            }
            if (!isDamaged) {
                assertThat(reopened()).hasSize(1);
            }
        }
    }

    /** The table of rooms as the previous version wrote it. */
    private static void withKeyColumns(Connection connection) throws SQLException {
        RoomRows.addChecksum(connection);
        String columns = "presenter_seed, presenter_hash, co_presenter_seed, co_presenter_hash";
        for (String column : columns.split(", ")) {
            RoomRows.run(connection, "ALTER TABLE room ADD COLUMN " + column + " TEXT NOT NULL DEFAULT ''");
        }
        RoomRows.run(
                connection,
                "UPDATE room SET (" + columns + ") = (?, ?, ?, ?)",
                KEYS.presenter().seed(),
                KEYS.presenter().hash(),
                KEYS.coPresenter().seed(),
                KEYS.coPresenter().hash());
        RoomRows.run(connection, "UPDATE room SET keys_sum = checksum(code, house, opened_with, " + columns + ")");
        RoomRows.run(connection, "ALTER TABLE room DROP COLUMN keys");
        RoomRows.run(connection, "PRAGMA user_version = 2");
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
    void everyFileAndTheFolderIsReadableOnlyByItsOwner() throws Exception {
        try (var folder = DataFolder.open(data())) {
            folder.operatorKey();
            folder.storage().add(ROOM);
            assertThat(permissions())
                    .containsOnlyKeys(
                            "data", "lock", "operator.key", "rooms.db", "rooms.db-shm", "rooms.db-wal", "rooms.mark")
                    .allSatisfy((name, permissions) ->
                            assertThat(permissions).isEqualTo(name.equals("data") ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void filesOfAnOlderServerAreTakenFromOtherReaders() throws Exception {
        writeOldFolder();
        Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("rooms.db", "lock")) {
            Files.setPosixFilePermissions(data().resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }

        DataFolder.open(data()).close();

        assertThat(permissions())
                .containsOnlyKeys("data", "lock", "rooms.db", "rooms.mark")
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

    @Test
    void folderOfAnOlderServerIsReadAndGetsAMark() throws Exception {
        writeOldFolder();

        List<SavedRoom> rooms = reopened();

        assertThat(rooms).hasSize(1);
        assertThat(rooms.get(0).keys()).isEqualTo(KEYS);
        assertThat(rooms.get(0).people()).containsExactly(new SavedPerson("one", "Ada", true));
        assertThat(WalkState.PART
                        .of(rooms.get(0).state().orElseThrow().state())
                        .cursor()
                        .step())
                .isEqualTo("blocks.0.attn.scores");
        assertThat(Files.size(data().resolve("rooms.mark"))).isPositive();
        assertThat(reopened()).isEqualTo(rooms);
    }

    /** Its transactions were not counted; nevertheless it was more than an empty file. */
    @Test
    void emptiedFileOfAnOlderServerIsNotTakenForANewOne() throws Exception {
        writeOldFolder();
        DataFolder.open(data()).close();
        Files.write(data().resolve("rooms.db"), new byte[0]);

        assertThatThrownBy(() -> DataFolder.open(data()))
                .hasMessageContaining("is older than what was last kept in it");
    }

    /** A folder as Orrery wrote it before there were marks, by the statements of that version. */
    private void writeOldFolder() throws Exception {
        Files.createDirectories(data());
        Files.createFile(data().resolve("lock"));
        try (var file = getClass().getResourceAsStream("/io/orrery/room/storage/first-form.json");
                var connection = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            RoomRows.one(connection, "PRAGMA journal_mode = WAL");
            for (String sql : List.of(
                    "CREATE TABLE room (code TEXT PRIMARY KEY, house INTEGER NOT NULL, opened_with TEXT NOT NULL,"
                            + " used_at REAL NOT NULL, presenter_seed TEXT NOT NULL, presenter_hash TEXT NOT NULL,"
                            + " co_presenter_seed TEXT NOT NULL, co_presenter_hash TEXT NOT NULL, state TEXT)",
                    "CREATE TABLE person (code TEXT NOT NULL REFERENCES room ON DELETE CASCADE, secret_hash TEXT NOT"
                            + " NULL, name TEXT NOT NULL, kicked INTEGER NOT NULL, PRIMARY KEY (code, secret_hash))",
                    "PRAGMA user_version = 1")) {
                RoomRows.run(connection, sql);
            }
            var room = connection.prepareStatement("INSERT INTO room VALUES ('ABC234', 1, 'm', 8.5, ?, ?, ?, ?, ?)");
            room.setString(1, KEYS.presenter().seed());
            room.setString(2, KEYS.presenter().hash());
            room.setString(3, KEYS.coPresenter().seed());
            room.setString(4, KEYS.coPresenter().hash());
            room.setString(5, new String(file.readAllBytes(), StandardCharsets.UTF_8));
            room.execute();
            connection.createStatement().execute("INSERT INTO person VALUES ('ABC234', 'one', 'Ada', 1)");
        }
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
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
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
}
