package io.orrery.store;

import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.ROOM;
import static io.orrery.store.SavedRooms.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
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
}
