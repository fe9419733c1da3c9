package io.orrery.store;

import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.ROOM;
import static io.orrery.store.SavedRooms.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.error.StorageError;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.LoggedState;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.trace.Logged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the data folder that are missing or damaged when a server starts. */
class LostRoomsTest extends LostRooms {
    @Test
    void roomsOutliveAKilledServer() throws Exception {
        saveRooms();
        killed();

        assertThat(rooms(copy())).containsExactlyInAnyOrderElementsOf(savedRooms());
    }

    /** A transaction comes in the middle of a work, with an entry that was queued before. */
    @Test
    void killedServerLeavesAllThatOneWorkDecidedOrNothing() throws Exception {
        folder.storage().add(ROOM);
        LoggedState before = append(folder.storage().log(CODE), "embed", loop.now());
        LogEntry next = before.change(loop.now(), 0, LogEntry.By.ROOM, "", "", false, SavedRooms.roomState("logits"));

        folder.storage().tenure(CODE).together(() -> {
            folder.storage().log(CODE).append(before.seq(), next);
            folder.storage().person(CODE, new SavedPerson(1, "one", "Ada", false));
            loop.advance(250);
            killed();
        });

        SavedRoom left = rooms(copy()).get(0);
        assertThat(left.people()).isEmpty();
        assertThat(left.state().map(LoggedState::seq)).contains(before.seq());
        SavedRoom whole = folder.storage().rooms().get(0);
        assertThat(whole.people()).hasSize(1);
        assertThat(whole.state().map(LoggedState::seq)).contains(next.seq());
    }

    /** SQLite's log is cut off, or one of its bytes is changed: SQLite ignores what follows without an error. */
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
    void endThatIsMissingIsSaidAndWhatIsThereIsUsed(String damage, int at) throws Exception {
        folder.storage().add(ROOM);
        loop.advance(MINUTE_MS);
        saveRooms(false);
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
        byte[] asFound = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];

        List<SavedRoom> rooms = roomsAfterWarning("lacks the latest changes of the rooms");

        assertThat(rooms).extracting(SavedRoom::code).contains(CODE);
        assertThat(rooms.get(0).state().map(LoggedState::seq).orElse(0L)).isIn(0L, 1L, 2L);
        assertThat(copy().resolve("rooms.db.damaged")).exists();
        if (asFound.length > 0) {
            assertThat(copy().resolve("rooms.db.damaged-wal")).hasBinaryContent(asFound);
        }
        try (var log2 = new Logged("io.orrery.store")) {
            assertThat(rooms(copy())).isEqualTo(rooms);
            assertThat(log2.lines()).as("at the next start").isEmpty();
        }
    }

    @Test
    void thoseWhoMayDriveAreToldThatTheirRoomMayBeOlder() throws Exception {
        folder.storage().add(ROOM);
        loop.advance(MINUTE_MS);
        saveRooms(false);
        killed();
        Files.delete(copy().resolve("rooms.db-wal"));

        try (var opened = DataFolder.open(copy())) {
            assertThat(opened.storage().damage(CODE)).contains(new StorageError.RoomDamaged("whole", "earlier", 0, 0));
        }
    }

    @Test
    void serverBeginsWithoutAMissingFileAndSaysHowToBringItBack() throws Exception {
        saveRooms();
        folder.close();
        Path rooms = data().resolve("rooms.db");
        Files.move(rooms, temporary.resolve("rooms"));

        try (var log = new Logged("io.orrery.store")) {
            assertThat(rooms(data())).isEmpty();
            assertThat(log.lines())
                    .containsExactly(
                            "WARN " + rooms + " is missing, though rooms were kept in it. The server begins without"
                                    + " them; to bring them back, stop it, put the file or a backup in its"
                                    + " place, and start it again.");
        }
        Files.move(temporary.resolve("rooms"), rooms, StandardCopyOption.REPLACE_EXISTING);
        assertThat(rooms(data())).containsExactlyInAnyOrderElementsOf(savedRooms());
    }

    /** SQLite would write it into the new file, of which it would be a part. */
    @Test
    void logOfAMissingFileIsKeptAsideAndNotWrittenIntoTheNewOne() throws Exception {
        saveRooms();
        killed();
        Files.delete(copy().resolve("rooms.db"));

        assertThat(roomsAfterWarning("is missing, though rooms were kept in it"))
                .isEmpty();
        assertThat(copy().resolve("rooms.db.damaged-wal")).exists();
    }

    @Test
    void olderFileIsUsedAndSaid() throws Exception {
        folder.storage().add(ROOM);
        folder.close();
        Files.copy(data().resolve("rooms.db"), temporary.resolve("backup"));
        open();
        saveRooms(false);
        folder.close();
        Files.createDirectory(copy());
        Files.copy(data().resolve("rooms.mark"), copy().resolve("rooms.mark"));
        Files.copy(temporary.resolve("backup"), copy().resolve("rooms.db"));

        assertThat(roomsAfterWarning("it is older than it was")).hasSize(1);
    }

    /** SQLite takes an empty file for a new database. */
    @Test
    void emptyFileIsNotTakenForANewOne() throws Exception {
        saveRooms();
        killed();
        Files.write(copy().resolve("rooms.db"), new byte[0]);
        Files.delete(copy().resolve("rooms.db-wal"));

        assertThat(roomsAfterWarning("lacks the latest changes")).isEmpty();
    }

    @Test
    void damagedMarkIsSaid() throws Exception {
        saveRooms();
        killed();
        Path mark = copy().resolve("rooms.mark");
        byte[] bytes = Files.readAllBytes(mark);
        bytes[30] ^= 1;
        Files.write(mark, bytes);

        assertThat(roomsAfterWarning("is damaged, so whether the rooms in")).hasSize(2);
    }

    /** What a start has, which must say something on the terminal. */
    private List<SavedRoom> roomsAfterWarning(String part) {
        try (var log = new Logged("io.orrery.store")) {
            List<SavedRoom> rooms = rooms(copy());
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains(part));
            return rooms;
        }
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

    /** As docs/deploying.md says. */
    @Test
    void backupOfARunningServerIsBroughtBackWhole() throws Exception {
        saveRooms();
        Path backup = temporary.resolve("backup.db");
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("rooms.db"))) {
            other.createStatement().execute("VACUUM INTO '" + backup + "'");
        }
        List<SavedRoom> saved = savedRooms();
        append(folder.storage().log(CODE), "resid", 9);
        folder.close();

        Files.copy(backup, data().resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(data().resolve("rooms.mark"));
        try (var log = new Logged("io.orrery.store")) {
            assertThat(rooms(data())).containsExactlyInAnyOrderElementsOf(saved);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void roomsAreInTheFileAfterEachStart() throws Exception {
        saveRooms();
        killed();
        folder.close();
        folder = DataFolder.open(copy(), LogLimits.DEFAULT, loop, loop);

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
        append(folder.storage().log(CODE), "embed", 7);
        loop.advance(MINUTE_MS);
        saveSecond();
        killed();
        Path mark = copy().resolve("rooms.mark");
        CommitWatermark read = CommitWatermark.read(Files.readAllBytes(mark)).orElseThrow();
        Files.write(mark, new CommitWatermark(read.committed(), read.checkpointed(), boot).bytes());
        Files.delete(copy().resolve("rooms.db-wal"));

        try (var log = new Logged("io.orrery.store")) {
            assertThat(rooms(copy())).extracting(SavedRoom::code).containsExactly(CODE);
            assertThat(log.lines()).isEmpty();
        }

        Files.copy(temporary.resolve("before"), copy().resolve("rooms.db"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(roomsAfterWarning("it is older than it was")).isEmpty();
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
        folder.storage().person(CODE, new SavedPerson(3, "long", "x".repeat((int) RoomsUpkeep.LONG_LOG), false));
        loop.advance(Writes.INTERVAL_MS);

        assertThat(Files.size(data().resolve("rooms.db"))).isGreaterThan(before + RoomsUpkeep.LONG_LOG);
    }
}
