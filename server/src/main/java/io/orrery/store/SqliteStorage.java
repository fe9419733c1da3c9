package io.orrery.store;

import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.error.Sentences;
import io.orrery.error.StorageError;
import io.orrery.error.StorageError.RoomDamaged;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.Log;
import io.orrery.room.log.LoggedState;
import io.orrery.room.recording.Recordings;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.room.storage.Tenure;
import io.orrery.room.time.EventLoop;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves rooms in an SQLite file. Only queued writes ({@link Writes}) can be lost. */
final class SqliteStorage implements Storage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStorage.class);

    private static final int GIB = 30;

    private final RoomsUpkeep upkeep;
    private final Writes writes;
    private final EventLoop loop;
    private final LogLimits limits;
    private final Map<RoomCode, RoomDamaged> damage;
    private final SqliteRecordings recordings;
    private final Map<RoomCode, Log> logs = new ConcurrentHashMap<>();

    private SqliteStorage(
            RoomsUpkeep upkeep,
            SqliteRecordings recordings,
            EventLoop loop,
            LogLimits limits,
            Map<RoomCode, RoomDamaged> damage) {
        this.upkeep = upkeep;
        this.recordings = recordings;
        this.limits = limits;
        this.writes = upkeep.writes();
        this.loop = loop;
        this.damage = damage;
    }

    /**
     * Opens the rooms of a folder; creates their file in a folder that never had one. What is damaged or missing is logged, and what is
     * whole is used.
     *
     * @param loop executes writes
     * @param checkpoints executes checkpoints, which may take seconds
     * @throws OrreryException with a {@link StorageError} if the file is of another version, held by another program, or cannot be written
     */
    static SqliteStorage open(FolderFiles files, LogLimits limits, EventLoop loop, EventLoop checkpoints)
            throws IOException {
        RoomsFile file = RoomsFile.open(files, mark(files));
        boolean isOpen = false;
        try {
            Connection connection = file.connection();
            Map<RoomCode, RoomDamaged> damage = checked(file, files, loop.now());
            long committed = RoomRows.committed(connection) + 1;
            RoomRows.count(connection, committed);
            connection.commit();
            file.checkpointAll();
            file.beginLog();
            var upkeep = new RoomsUpkeep(files.mark(), file, committed, loop, checkpoints);
            var recordings = SqliteRecordings.open(files.recordings(), (long) limits.recordingsGib() << GIB, loop);
            isOpen = true;
            return new SqliteStorage(upkeep, recordings, loop, limits, damage);
        } catch (SQLException e) {
            throw new OrreryException(new StorageError.RoomsNotRead(String.valueOf(e.getMessage())), e);
        } finally {
            if (!isOpen) {
                file.abandon();
            }
        }
    }

    /** Finds what is damaged, says it on the terminal, and takes it out of the file, which is kept as it was found. */
    private static Map<RoomCode, RoomDamaged> checked(RoomsFile file, FolderFiles files, double now)
            throws IOException, SQLException {
        Connection connection = file.connection();
        RoomRows.Contents contents = RoomRows.read(connection, Optional.empty(), now);
        LogRows.Checked logs = LogRows.check(
                connection,
                contents.rooms().stream().map(room -> room.code().text()).toList());
        if (!contents.isWhole() || !logs.isWhole()) {
            connection.rollback();
            if (!file.isLess()) {
                files.keepAsFound();
            }
            LOG.warn(Sentences.ENGLISH.of(new StorageError.DamageFound(
                    files.rooms().toString(), files.damaged().toString())));
            RoomRows.replaceAll(connection, contents.rooms());
            LogRows.repair(connection, logs);
        }
        var damage = new HashMap<RoomCode, RoomDamaged>();
        contents.damage().forEach((code, found) -> {
            String state = logs.state(code.text());
            boolean isOlder = file.isLess() && state.equals("whole");
            var all = new RoomDamaged(found.keys(), isOlder ? "earlier" : state, found.people(), found.answers());
            if (all.isDamage()) {
                damage.put(code, all);
                LOG.warn("Room {}: {}", code.text(), Sentences.ENGLISH.of(all));
            }
        });
        return damage;
    }

    /** The mark of a folder; empty if it has none, or a damaged one. */
    private static Optional<CommitWatermark> mark(FolderFiles files) throws IOException {
        byte[] bytes = files.mark().read(CommitWatermark.LENGTH);
        Optional<CommitWatermark> mark = CommitWatermark.read(bytes);
        if (mark.isEmpty() && bytes.length > 0) {
            LOG.warn(Sentences.ENGLISH.of(new StorageError.MarkBroken(
                    files.mark().path().toString(), files.rooms().toString())));
        }
        return mark;
    }

    @Override
    public List<SavedRoom> rooms() {
        return read(Optional.empty());
    }

    @Override
    public Optional<SavedRoom> room(RoomCode code) {
        return read(Optional.of(code)).stream().findFirst();
    }

    private List<SavedRoom> read(Optional<RoomCode> only) {
        List<SavedRoom> rooms =
                writes.read(on -> RoomRows.read(on, only, loop.now()).rooms());
        return rooms.stream()
                .map(room -> room.with(LoggedState.of(log(room.code()))))
                .sorted(Comparator.comparingDouble(SavedRoom::usedAt).reversed())
                .toList();
    }

    @Override
    public void closed(RoomCode code) {
        logs.remove(code);
    }

    @Override
    public void forgetBefore(RoomCode code) {
        // What was queued is written first.
        writes.read(on -> code);
        writes.now(on -> Sql.run(
                on,
                "DELETE FROM entry WHERE code = ? AND seq < (SELECT max(seq) FROM entry WHERE code = ? AND whole)",
                code.text(),
                code.text()));
        if (writes.health().failing() || !upkeep.isOverwritten()) {
            throw new OrreryException(new StorageError.StorageNotWritable());
        }
    }

    @Override
    public Set<RoomCode> withOldPeople(Set<RoomCode> among, double oldest) {
        var codes = new HashSet<>(writes.read(on -> RoomRows.codes(
                on,
                "used_at < " + oldest + " AND (EXISTS (SELECT * FROM person WHERE person.code = room.code)"
                        + " OR EXISTS (SELECT * FROM answer WHERE answer.code = room.code))")));
        codes.retainAll(among);
        return codes;
    }

    @Override
    public Set<RoomCode> limit(Set<RoomCode> closed) {
        return limits.apply(writes, closed, loop.now());
    }

    @Override
    public Optional<DomainError> damage(RoomCode code) {
        return Optional.ofNullable(damage.get(code));
    }

    @Override
    public void add(SavedRoom room) {
        writes.now(on -> RoomRows.add(on, room));
    }

    @Override
    public void keys(RoomCode code, Keys keys) {
        writes.now(on -> RoomRows.keys(on, code, keys));
    }

    @Override
    public void remove(RoomCode code) {
        writes.now(on -> RoomRows.remove(on, code));
        logs.remove(code);
    }

    @Override
    public void openedWith(RoomCode code, String model) {
        writes.now(on -> RoomRows.openedWith(on, code, model));
    }

    @Override
    public Log log(RoomCode code) {
        return logs.computeIfAbsent(code, room -> new SqliteLog(room, writes));
    }

    @Override
    public void used(RoomCode code, double now) {
        writes.soon(List.of(code, "used"), on -> RoomRows.used(on, code, now));
    }

    @Override
    public boolean isFailing() {
        return health().failing();
    }

    @Override
    public void person(RoomCode code, SavedPerson person) {
        writes.soon(List.of(code, person.secretHash()), on -> RoomRows.person(on, code, person));
    }

    @Override
    public void forget(RoomCode code, String secretHash) {
        writes.soon(List.of(code, secretHash), on -> RoomRows.forget(on, code, secretHash));
    }

    @Override
    public Ballots.Store answers(RoomCode code) {
        return new Ballots.Store() {
            @Override
            public void keep(Ballots.Answer answer) {
                writes.soon(List.of(code, answer.ballot(), answer.person()), on -> RoomRows.answer(on, code, answer));
            }

            @Override
            public void withdraw(String ballot, String person) {
                writes.soon(List.of(code, ballot, person), on -> RoomRows.withdraw(on, code, ballot, person));
            }

            @Override
            public void end(String ballot) {
                writes.soon(List.of(code, ballot, ""), on -> RoomRows.endBallot(on, code, ballot));
            }
        };
    }

    @Override
    public Tenure tenure(RoomCode code) {
        return new Tenure() {
            @Override
            public void together(Runnable work) {
                writes.together(work);
            }
        };
    }

    StorageHealth health() {
        return writes.health();
    }

    @Override
    public Recordings recordings() {
        return recordings;
    }

    @Override
    public void close() {
        recordings.close();
        upkeep.close();
    }
}
