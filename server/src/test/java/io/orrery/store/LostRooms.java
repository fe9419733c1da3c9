package io.orrery.store;

import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.KEYS;
import static io.orrery.store.SavedRooms.ROOM;
import static io.orrery.store.SavedRooms.append;

import io.orrery.room.HandLoop;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.LoggedState;
import io.orrery.room.state.UndoHistory;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A data folder with two saved rooms, and what tests do to its files. The clock is turned by hand. */
abstract class LostRooms {
    static final double MINUTE_MS = 60_000;
    static final Keys NEW_KEYS = Keys.of(RoomKey.of("another-key"), RoomKey.of("co-presenters-key"), 8.5);
    private static final SavedPerson ADA = new SavedPerson(1, "one", "Ada", false);
    private static final SavedPerson MAX = new SavedPerson(2, "two", "Max", true);
    private static final Ballots.Answer FLAG = new Ballots.Answer("lost", "one", "start");
    private static final RoomCode SECOND = new RoomCode("DEF567");

    private static final SavedRoom SECOND_ROOM = SavedRoom.of(SECOND, KEYS, false, "m", 6);

    @TempDir
    Path temporary;

    final HandLoop loop = new HandLoop();
    DataFolder folder;
    LoggedState logged;

    @BeforeEach
    void open() throws IOException {
        folder = DataFolder.open(data(), LogLimits.DEFAULT, loop, loop);
    }

    @AfterEach
    void close() {
        folder.close();
    }

    void saveRooms() {
        saveRooms(true);
    }

    /** Saves {@link #savedRooms}. */
    void saveRooms(boolean isNew) {
        if (isNew) {
            folder.storage().add(ROOM);
        }
        folder.storage().keys(CODE, NEW_KEYS);
        folder.storage().person(CODE, ADA);
        folder.storage().person(CODE, MAX);
        folder.storage().answers(CODE).keep(FLAG);
        logged = append(folder.storage().log(CODE), "embed", 8.5);
        loop.advance(250);
        saveSecond();
    }

    void saveSecond() {
        folder.storage().add(SECOND_ROOM);
        loop.advance(250);
    }

    List<SavedRoom> savedRooms() {
        return List.of(
                new SavedRoom(
                        CODE,
                        NEW_KEYS,
                        true,
                        "m",
                        8.5,
                        2,
                        Optional.of(asRead(logged)),
                        List.of(ADA, MAX),
                        List.of(FLAG)),
                SECOND_ROOM);
    }

    /** What is read from a log: of its states no trace has been computed, and the next entry is whole. */
    static LoggedState asRead(LoggedState live) {
        var history = new UndoHistory(live.history().entries().stream()
                .map(entry -> new UndoHistory.Entry(entry.seq(), entry.command(), entry.state(), false))
                .toList());
        return new LoggedState(
                        live.seq(),
                        live.state(),
                        history,
                        live.wentBackTo(),
                        live.session(),
                        live.done(),
                        live.wholeSeq(),
                        live.wholeAt())
                .with(live.state());
    }

    /** The files as a killed server leaves them: copies of all of them, while the server still has them open. */
    void killed() {
        try (var files = Files.list(data())) {
            Files.createDirectory(copy());
            for (Path file : files.toList()) {
                Files.copy(file, copy().resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state of the room, as the file alone has it. */
    String stateIn(Path file) throws Exception {
        Path alone = Files.copy(file, temporary.resolve("alone.db"), StandardCopyOption.REPLACE_EXISTING);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + alone);
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT group_concat(entry) FROM entry WHERE code = 'ABC234'")) {
            return row.getString(1);
        }
    }

    static List<SavedRoom> rooms(Path folder) {
        try (var opened = DataFolder.open(folder)) {
            return opened.storage().rooms();
        }
    }

    Path data() {
        return temporary.resolve("data");
    }

    Path copy() {
        return temporary.resolve("copy");
    }
}
