package io.orrery.store;

import static io.orrery.store.LostRooms.asRead;
import static io.orrery.store.SavedRooms.CODE;
import static io.orrery.store.SavedRooms.ROOM;
import static io.orrery.store.SavedRooms.roomState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.HandLoop;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.blank.BlankActivity.BlankState;
import io.orrery.room.activity.mark.MarkActivity.MarkState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.log.Chain;
import io.orrery.room.log.Log;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.LoggedState;
import io.orrery.room.log.MemoryLog;
import io.orrery.room.log.Row;
import io.orrery.room.state.RoomState;
import io.orrery.room.storage.SavedRoom;
import io.orrery.trace.Logged;
import io.orrery.wire.CellMark;
import io.orrery.wire.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes of a room, in both kinds of logs, and what is read of them after any end and any damage. */
class LogTest {
    private static final int CHANGES = 300;
    private static final double DAY_MS = 86_400_000;
    private static final List<String> STEPS = List.of("start", "embed", "resid", "blocks.0.attn.qkv", "logits");

    @TempDir
    private Path temporary;

    private final HandLoop loop = new HandLoop();

    /** A room that lives: what it was after each change, by the number of the change. */
    private final NavigableMap<Long, LoggedState> lived = new TreeMap<>();

    private double now = 1000;

    private enum Kind {
        MEMORY,
        SQLITE
    }

    /** Makes a random change: by a person, by the room itself, or going back. */
    private LoggedState change(Log log, LoggedState before, Random random) {
        return change(log, before, random, true);
    }

    /** @param endsSessions whether a session may end before the change */
    private LoggedState change(Log log, LoggedState before, Random random, boolean endsSessions) {
        now += random.nextInt(random.nextInt(8) == 0 ? 40_000 : 2000);
        LoggedState from = random.nextInt(60) == 0 && endsSessions ? before.nextSession() : before;
        boolean isUndo = random.nextInt(5) == 0 && from.history().latest().isPresent();
        boolean isUndoable = !isUndo && random.nextInt(3) > 0;
        RoomState next = changed(from.state(), random);
        if (isUndo) {
            var back = from.history()
                    .entries()
                    .get(random.nextInt(2) % from.history().entries().size());
            from = from.wentBackTo(back.seq());
            next = Activities.ALL.undone(from.state(), back.state());
        }
        String command = isUndo ? "undo" : isUndoable ? "go" : "";
        next = Activities.ALL.wouldUndo(
                next, isUndoable ? command : from.history().command());
        var by = isUndo || isUndoable ? LogEntry.By.of(Role.PRESENTER, 1 + random.nextInt(3)) : LogEntry.By.ROOM;
        LogEntry entry = from.change(now, now + 50, by, command, "c" + from.seq(), isUndoable, next);
        log.append(from.seq(), entry);
        LoggedState after = from.after(entry);
        lived.put(after.seq(), after);
        return after;
    }

    private static RoomState changed(RoomState state, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> state.update(WalkState.PART, walk -> walk.at(STEPS.get(random.nextInt(STEPS.size()))));
            case 1 -> state.update(BlankState.PART, blank -> new BlankState(!blank.blank()));
            default ->
                state.with(
                        MarkState.PART, new MarkState(List.of(new CellMark("logits", List.of(random.nextInt(9), 0)))));
        };
    }

    private LoggedState live(Log log, int changes, Random random) {
        LoggedState room = LoggedState.none().begun(log, now, roomState("start"));
        lived.put(room.seq(), room);
        for (int i = 0; i < changes; i++) {
            room = change(log, room, random);
        }
        return room;
    }

    /** What was read is what the room was after one of its changes; of the undo history the older end may be missing. */
    private void assertConsistent(LoggedState read, String what) {
        LoggedState then = asRead(lived.get(read.seq()));
        int undo = read.history().entries().size();
        assertThat(Activities.ALL.wouldUndo(read.state(), ""))
                .as(what)
                .isEqualTo(Activities.ALL.wouldUndo(then.state(), ""));
        assertThat(read.history().entries())
                .as(what)
                .isEqualTo(then.history().entries().subList(0, undo));
    }

    private DataFolder folder() throws IOException {
        return DataFolder.open(temporary.resolve("data"), LogLimits.DEFAULT, loop, loop);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsReadAfterARestartIsWhatTheRoomWas(Kind kind) throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            lived.clear();
            var random = new Random(seed);
            int changes = random.nextInt(CHANGES);
            if (kind == Kind.MEMORY) {
                var log = new MemoryLog("ABC234");
                LoggedState last = live(log, changes, random);
                assertThat(LoggedState.of(log)).contains(asRead(last));
                assertThat(last.history().entries().size()).isLessThanOrEqualTo(50);
            } else {
                try (var folder = folder()) {
                    folder.storage().remove(CODE);
                    folder.storage().add(ROOM);
                    live(folder.storage().log(CODE), changes, random);
                }
                try (var folder = folder()) {
                    Log log = folder.storage().log(CODE);
                    LoggedState last = lived.lastEntry().getValue();
                    LoggedState read = LoggedState.of(log).orElseThrow();
                    assertThat(read).isEqualTo(asRead(last));
                    // The room goes on from there, and is read again.
                    for (int i = 0; i < 10; i++) {
                        read = change(log, read, random);
                    }
                    assertThat(LoggedState.of(log).map(LoggedState::state)).contains(read.state());
                    assertThat(LoggedState.of(log).orElseThrow().history().seqs())
                            .isEqualTo(read.history().seqs());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void wholeStateIsStoredAfter64EntriesAndAfter30Seconds(Kind kind) throws IOException {
        try (var folder = folder()) {
            folder.storage().add(ROOM);
            Log log = kind == Kind.MEMORY
                    ? new MemoryLog("ABC234")
                    : folder.storage().log(CODE);
            live(log, CHANGES, new Random(1));
            var rows = new ArrayList<Row>();
            log.read(0, rows::add);

            assertThat(rows).hasSize(CHANGES + 1);
            Row whole = rows.get(0);
            int session = 1;
            assertThat(whole.isWhole()).isTrue();
            for (Row row : rows.subList(1, rows.size())) {
                boolean isDue =
                        row.seq() - whole.seq() >= 64 || row.at() - whole.at() >= 30_000 || row.session() != session;
                session = row.session();
                assertThat(row.isWhole()).as("entry " + row.seq()).isEqualTo(isDue);
                whole = row.isWhole() ? row : whole;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void entryForAnotherStateOfTheLogIsRefused(Kind kind) throws IOException {
        try (var folder = folder()) {
            folder.storage().add(ROOM);
            Log log = kind == Kind.MEMORY
                    ? new MemoryLog("ABC234")
                    : folder.storage().log(CODE);
            LoggedState room = live(log, 5, new Random(2));
            LogEntry next = room.change(now, 0, LogEntry.By.ROOM, "", "", false, roomState("embed"));

            for (long expected : List.of(room.seq() - 1, room.seq() + 1, 0L)) {
                assertThatThrownBy(() -> log.append(expected, next))
                        .isInstanceOfSatisfying(
                                OrreryException.class,
                                e -> assertThat(e.error()).isEqualTo(new StorageError.LogMovedOn()));
            }
            log.append(room.seq(), next);
            assertThatThrownBy(() -> log.append(room.seq(), next)).isInstanceOf(OrreryException.class);
            assertThat(log.seq()).isEqualTo(room.seq() + 1);
        }
    }

    @Test
    void logThatEndsAnywhereIsReadAsTheRoomWasThen() {
        var log = new MemoryLog("ABC234");
        live(log, CHANGES, new Random(3));
        for (int end = 1; end <= log.rows().size(); end += 7) {
            var cut = new MemoryLog("ABC234", log.rows().subList(0, end));
            LoggedState read = LoggedState.of(cut).orElseThrow();
            assertThat(read.seq()).isEqualTo(end);
            assertThat(read).isEqualTo(asRead(lived.get((long) end)));
        }
    }

    /** One character of one row is another one, or the row is missing. */
    @Test
    void noDamageToARowMakesARoomWhatItWasNotAndAllIsFound() {
        var log = new MemoryLog("ABC234");
        live(log, CHANGES, new Random(4));
        var random = new Random(5);
        int later = 0;
        for (int i = 0; i < 200; i++) {
            var rows = new ArrayList<>(log.rows());
            int at = random.nextInt(rows.size());
            Optional<Row> damaged = damaged(rows.get(at), random);
            damaged.ifPresentOrElse(row -> rows.set(at, row), () -> rows.remove(at));
            String what = "damage to row " + (at + 1) + ": " + damaged;

            var chain = new Chain("ABC234");
            rows.forEach(chain::canUse);
            // A missing end is found by the mark beside the file.
            assertThat(chain.isDamaged()).as(what).isEqualTo(at < log.rows().size() - 1 || damaged.isPresent());
            LoggedState read = LoggedState.of(new MemoryLog("ABC234", rows)).orElseThrow();
            assertConsistent(read, what);
            later += read.seq() > at + 1 ? 1 : 0;
        }
        assertThat(later).as("logs that are used behind the damage").isGreaterThan(100);
    }

    private static Optional<Row> damaged(Row row, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> Optional.empty();
            case 1 ->
                Optional.of(new Row(
                        row.seq() ^ 4, row.at(), row.session(), row.isWhole(), row.json(), row.before(), row.sum()));
            case 2 ->
                Optional.of(new Row(
                        row.seq(), row.at() + 1, row.session(), row.isWhole(), row.json(), row.before(), row.sum()));
            case 3 ->
                Optional.of(new Row(
                        row.seq(), row.at(), row.session(), !row.isWhole(), row.json(), row.before(), row.sum()));
            case 4 ->
                Optional.of(new Row(
                        row.seq(),
                        row.at(),
                        row.session(),
                        row.isWhole(),
                        row.json(),
                        flipped(row.before(), random),
                        row.sum()));
            case 5 ->
                Optional.of(new Row(
                        row.seq(),
                        row.at(),
                        row.session(),
                        row.isWhole(),
                        row.json(),
                        row.before(),
                        flipped(row.sum(), random)));
            default ->
                Optional.of(new Row(
                        row.seq(),
                        row.at(),
                        row.session(),
                        row.isWhole(),
                        flipped(row.json(), random),
                        row.before(),
                        row.sum()));
        };
    }

    private static String flipped(String text, Random random) {
        var changed = new StringBuilder(text.isEmpty() ? "x" : text);
        int at = random.nextInt(changed.length());
        changed.setCharAt(at, (char) (changed.charAt(at) ^ 1));
        return changed.toString();
    }

    /** Any byte of the file, and any end of SQLite's own log. */
    @ParameterizedTest
    @ValueSource(strings = {"rooms.db", "rooms.db-wal"})
    void noDamageToAFileMakesARoomWhatItWasNotWithoutAWord(String name) throws Exception {
        var random = new Random(6);
        try (var folder = folder()) {
            folder.storage().add(ROOM);
            LoggedState room = live(folder.storage().log(CODE), 60, random);
            loop.advance(RoomsUpkeep.CHECKPOINT_MS + 1000);
            for (int i = 0; i < 60; i++) {
                room = change(folder.storage().log(CODE), room, random);
                loop.advance(300);
            }
            Path copy = Files.createDirectory(temporary.resolve("copy"));
            for (int i = 0; i < 40; i++) {
                for (String file : List.of("rooms.db", "rooms.db-wal", "rooms.mark")) {
                    Files.copy(
                            temporary.resolve("data").resolve(file),
                            copy.resolve(file),
                            StandardCopyOption.REPLACE_EXISTING);
                }
                Files.deleteIfExists(copy.resolve("rooms.db-shm"));
                byte[] bytes = Files.readAllBytes(copy.resolve(name));
                int at = random.nextInt(bytes.length);
                boolean isCut = name.endsWith("-wal") && random.nextBoolean();
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(copy.resolve(name), isCut ? Arrays.copyOf(bytes, at) : bytes);

                String what = (isCut ? "cut" : "damage") + " at " + at + " of " + bytes.length;
                try (var said = new Logged("io.orrery.store");
                        var damaged = DataFolder.open(copy, LogLimits.DEFAULT, new HandLoop(), new HandLoop())) {
                    Optional<LoggedState> read = damaged.storage().rooms().stream()
                            .filter(saved -> saved.code().equals(CODE))
                            .findFirst()
                            .flatMap(saved -> saved.state());
                    read.ifPresent(state -> assertConsistent(state, what));
                    boolean isWhole = read.equals(Optional.of(asRead(room)));
                    assertThat(isWhole || said.lines().stream().anyMatch(line -> line.startsWith("WARN")))
                            .as(what)
                            .isTrue();
                } catch (OrreryException e) {
                    // A wrong bit may make the file one of another version.
                    assertThat(e.error()).as(what).isInstanceOf(StorageError.class);
                }
            }
        }
    }

    /** The room goes on from memory for longer than all its changes can wait. */
    @Test
    void roomGoesOnWhileTheDiskIsFullAndIsWrittenOnceItIsNot() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            RoomRows.addChecksum(connection);
            connection.setAutoCommit(false);
            RoomRows.prepare(connection);
            RoomRows.add(connection, ROOM);
            connection.commit();
            var writes = new Writes(new WritesTest.Plain(connection), loop);
            var log = new SqliteLog(CODE, writes);
            var random = new Random(7);
            LoggedState room = live(log, 20, random);
            loop.advance(1000);
            for (int full : List.of(SqliteLog.MOST_WAITING / 2, SqliteLog.MOST_WAITING + 500)) {
                long pages = Long.parseLong(Sql.one(connection, "PRAGMA page_count"));
                connection.rollback();
                Sql.run(connection, "PRAGMA max_page_count = " + pages);
                for (int i = 0; i < full; i++) {
                    room = change(log, room, random);
                }
                loop.advance(1000);
                assertThat(writes.health().failing()).isTrue();
                Sql.run(connection, "PRAGMA max_page_count = 1000000");
                room = change(log, room, random);
                loop.advance(1000);

                assertThat(writes.health()).isEqualTo(new StorageHealth(false, 0));
                LoggedState read = LoggedState.of(new SqliteLog(CODE, writes)).orElseThrow();
                assertThat(read.seq()).isEqualTo(room.seq());
                assertConsistent(read, "after " + full);
                var chain = new Chain(CODE.text());
                log.read(0, chain::canUse);
                assertThat(chain.isDamaged()).isFalse();
            }
        }
    }

    /** The writer holds the database and takes in what waits in the log: whoever held the log would wait for it for ever. */
    @Test
    void changeThatWritesBecauseTheWriterIsLateDoesNotHoldTheLog() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            connection.setAutoCommit(false);
            RoomRows.addChecksum(connection);
            RoomRows.prepare(connection);
            RoomRows.add(connection, ROOM);
            connection.commit();
            var logs = new ArrayList<SqliteLog>();
            var held = new ArrayList<Boolean>();
            var writes = new Writes(
                    new Writes.Database() {
                        @Override
                        public Connection connection() {
                            return connection;
                        }

                        @Override
                        public void committing(Connection on) {
                            held.add(logs.stream().anyMatch(Thread::holdsLock));
                        }

                        @Override
                        public void committed() {}
                    },
                    loop);
            logs.add(new SqliteLog(CODE, writes));
            LoggedState room = LoggedState.none().begun(logs.get(0), 1000, roomState("start"));
            var late = room.change(9000, 0, LogEntry.By.ROOM, "", "", false, roomState("embed"));

            logs.get(0).append(room.seq(), late);

            assertThat(held).containsExactly(false);
            assertThat(LogRows.newest(connection, CODE).orElseThrow().seq()).isEqualTo(late.seq());
        }
    }

    /** Two rooms with sessions: one of them is used, the other is not any more. */
    @Test
    void logsAreBoundedAndWhatUndoNeedsStays() throws Exception {
        var other = new RoomCode("DEF567");
        Map<RoomCode, LoggedState> last = new HashMap<>();
        try (var folder = folder()) {
            for (RoomCode code : List.of(CODE, other)) {
                folder.storage().add(SavedRoom.of(code, SavedRooms.KEYS, false, "m", 0));
                Log log = folder.storage().log(code);
                LoggedState room = LoggedState.none().begun(log, now, roomState("start"));
                var random = new Random(8);
                for (int session = 0; session < 5; session++) {
                    for (int i = 0; i < 320; i++) {
                        room = change(log, room, random, false);
                    }
                    // Of entries that wait to be written, only the last thousand are kept.
                    loop.advance(1000);
                    room = room.nextSession();
                    now += DAY_MS;
                }
                last.put(code, room);
            }
        }
        double size = size("1");
        assertThat(size).isGreaterThan(1 << 20);

        // Only what is older than four days: the first room's sessions but the last, and what its undo needs.
        loop.advance(now - loop.now());
        try (var folder = DataFolder.open(temporary.resolve("data"), new LogLimits(4, 1024), loop, loop)) {
            assertThat(folder.storage().limit(Set.of())).isEmpty();
            assertRead(folder, last);
        }
        // A log begins with a whole state, which may be older, and so may be the changes up to the next.
        String older = "at < " + (now - 4 * DAY_MS) + " AND session < 5";
        assertThat(of("sum(whole)", older + " AND code = 'ABC234'")).isLessThanOrEqualTo(1);
        assertThat(of("sum(whole)", older + " AND code = 'DEF567'")).isLessThanOrEqualTo(1);
        double left = size("1");
        assertThat(left).isLessThan(size);

        // At most one MiB: the oldest sessions go first.
        try (var folder = DataFolder.open(temporary.resolve("data"), new LogLimits(1000, 1), loop, loop)) {
            assertThat(folder.storage().limit(Set.of())).isEmpty();
            assertRead(folder, last);
        }
        assertThat(size("1")).isLessThan(1 << 20);
        assertThat(size("code = 'DEF567' AND session = 5")).isPositive();
        try (var said = new Logged("io.orrery.store");
                var folder = folder()) {
            assertRead(folder, last);
            assertThat(said.lines()).isEmpty();
        }

        // A closed room goes with its last session, or when it was not used for so long.
        try (var folder = DataFolder.open(temporary.resolve("data"), new LogLimits(4, 0), loop, loop)) {
            assertThat(folder.storage().limit(Set.of(other))).containsExactly(other);
            assertThat(folder.storage().room(other)).isEmpty();
            assertThat(size("code = 'DEF567'")).isZero();
            assertRead(folder, Map.of(CODE, last.get(CODE)));
        }
        try (var folder = DataFolder.open(temporary.resolve("data"), new LogLimits(8, 1024), loop, loop)) {
            assertThat(folder.storage().limit(Set.of(CODE))).isEmpty();
            assertRead(folder, Map.of(CODE, last.get(CODE)));
            loop.advance(3 * DAY_MS);
            assertThat(folder.storage().limit(Set.of())).isEmpty();
            assertThat(folder.storage().limit(Set.of(CODE))).containsExactly(CODE);
            assertThat(folder.storage().rooms()).isEmpty();
        }
    }

    private void assertRead(DataFolder folder, Map<RoomCode, LoggedState> last) {
        last.forEach((code, room) -> {
            LoggedState read = LoggedState.of(folder.storage().log(code)).orElseThrow();
            assertThat(read.state()).isEqualTo(room.state());
            assertThat(read.history()).isEqualTo(asRead(room).history());
        });
    }

    private double size(String where) throws SQLException {
        return of("sum(length(entry))", where);
    }

    /** A figure of the stored entries. @param sum an SQL expression */
    private double of(String sum, String where) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + temporary.resolve("data/rooms.db"))) {
            return Double.parseDouble(Sql.one(connection, "SELECT coalesce(" + sum + ", 0) FROM entry WHERE " + where));
        }
    }
}
