package io.orrery.store;

import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.error.Sentences;
import io.orrery.error.StorageError;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import io.orrery.room.storage.SavedStateJson;
import io.orrery.room.storage.Storage;
import io.orrery.room.time.EventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves rooms in an SQLite file. Only queued writes ({@link Writes}) can be lost; {@link RoomsUpkeep} notices if the file is.
 */
final class SqliteStorage implements Storage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStorage.class);

    private final RoomsImage image;
    private final RoomsUpkeep upkeep;
    private final Writes writes;
    private final Map<RoomCode, StorageError.RoomDamaged> damage;

    /** The key of a queued write. */
    private record Key(RoomCode room, String what) {}

    /** The same of an answer. @param person empty for all of a ballot */
    private record AnswerKey(RoomCode room, String ballot, String person) {}

    private SqliteStorage(RoomsImage image, RoomsUpkeep upkeep, Map<RoomCode, StorageError.RoomDamaged> damage) {
        this.damage = damage;
        this.image = image;
        this.upkeep = upkeep;
        this.writes = upkeep.writes();
    }

    /**
     * Opens the rooms of a folder; creates their file in a folder that never had one.
     *
     * @param loop executes writes and looks after the files
     * @param checkpoints executes checkpoints, which may take seconds
     * @throws OrreryException with a {@link StorageError} if the file is not a valid file of this version, lacks rooms or
     *     changes that were saved, or cannot be written
     */
    static SqliteStorage open(FolderFiles files, EventLoop loop, EventLoop checkpoints) throws IOException {
        RoomsFile file = RoomsFile.open(files.rooms(), mark(files), files.mark().path());
        boolean isOpen = false;
        try {
            RoomRows.Contents contents = RoomRows.all(file.connection(), loop.now());
            long committed = RoomRows.committed(file.connection());
            // Ends the transaction that has read: a checkpoint cannot pass it.
            file.connection().rollback();
            if (!contents.isWhole()) {
                tell(contents.damage(), files);
                committed = file.replaceAll(contents.rooms(), committed);
            }
            var image = new RoomsImage(contents.rooms());
            var upkeep = new RoomsUpkeep(files, file, committed, image, loop, checkpoints);
            upkeep.start();
            isOpen = true;
            return new SqliteStorage(image, upkeep, contents.damage());
        } catch (SQLException e) {
            throw new OrreryException(new StorageError.RoomsNotRead(String.valueOf(e.getMessage())), e);
        } finally {
            if (!isOpen) {
                file.abandon();
            }
        }
    }

    /** Says on the terminal what is damaged, and keeps the file as it was found. */
    private static void tell(Map<RoomCode, StorageError.RoomDamaged> damage, FolderFiles files) throws IOException {
        Files.copy(files.rooms(), files.damaged(), StandardCopyOption.REPLACE_EXISTING);
        OwnerOnly.restrict(files.damaged());
        LOG.warn(Sentences.ENGLISH.of(new StorageError.DamageFound(
                files.rooms().toString(), files.damaged().toString())));
        damage.forEach((code, what) -> LOG.warn("Room {}: {}", code.text(), Sentences.ENGLISH.of(what)));
    }

    /** The mark of a folder; empty if it has none, because its rooms were saved before there were marks. */
    private static Optional<Mark> mark(FolderFiles files) throws IOException {
        byte[] bytes = files.mark().read(Mark.LENGTH);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        return Optional.of(Mark.read(bytes)
                .orElseThrow(() -> new OrreryException(new StorageError.MarkBroken(
                        files.mark().path().toString(), files.rooms().toString()))));
    }

    @Override
    public List<SavedRoom> rooms() {
        List<SavedRoom> rooms = image.rooms();
        rooms.stream().flatMap(room -> room.state().stream()).findFirst().ifPresent(SqliteStorage::warmUp);
        return rooms;
    }

    /**
     * Loads the classes that write a state, which takes about 100 ms, and longer on a busy machine. Otherwise the first
     * transaction after a restart would load them, and the first changes would wait for it.
     */
    private static void warmUp(SavedState state) {
        SavedStateJson.write(state);
    }

    @Override
    public Optional<DomainError> damage(RoomCode code) {
        return Optional.ofNullable(damage.get(code));
    }

    @Override
    public void add(SavedRoom room) {
        synchronized (upkeep) {
            writes.now(on -> RoomRows.add(on, room));
            image.add(room);
        }
    }

    @Override
    public void keys(RoomCode code, Keys keys) {
        synchronized (upkeep) {
            writes.now(on -> RoomRows.keys(on, code, keys));
            image.keys(code, keys);
        }
    }

    @Override
    public void remove(RoomCode code) {
        synchronized (upkeep) {
            writes.now(on -> RoomRows.remove(on, code));
            image.remove(code);
        }
    }

    @Override
    public void openedWith(RoomCode code, String model) {
        synchronized (upkeep) {
            writes.now(on -> RoomRows.openedWith(on, code, model));
            image.openedWith(code, model);
        }
    }

    @Override
    public void state(RoomCode code, SavedState state, double now) {
        image.state(code, state, now);
        writes.soon(new Key(code, "state"), on -> RoomRows.state(on, code, state, now));
    }

    @Override
    public void person(RoomCode code, SavedPerson person) {
        image.person(code, person);
        writes.soon(new Key(code, person.secretHash()), on -> RoomRows.person(on, code, person));
    }

    @Override
    public void forget(RoomCode code, String secretHash) {
        image.forget(code, secretHash);
        writes.soon(new Key(code, secretHash), on -> RoomRows.forget(on, code, secretHash));
    }

    @Override
    public void answer(RoomCode code, Ballots.Answer answer) {
        image.answer(code, answer);
        writes.soon(new AnswerKey(code, answer.ballot(), answer.person()), on -> RoomRows.answer(on, code, answer));
    }

    @Override
    public void withdraw(RoomCode code, String ballot, String person) {
        image.withdraw(code, ballot, person);
        writes.soon(new AnswerKey(code, ballot, person), on -> RoomRows.withdraw(on, code, ballot, person));
    }

    @Override
    public void endBallot(RoomCode code, String ballot) {
        image.endBallot(code, ballot);
        writes.soon(new AnswerKey(code, ballot, ""), on -> RoomRows.endBallot(on, code, ballot));
    }

    StorageHealth health() {
        return upkeep.health();
    }

    @Override
    public void close() {
        upkeep.close();
    }
}
