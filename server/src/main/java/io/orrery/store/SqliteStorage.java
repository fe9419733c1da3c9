package io.orrery.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import io.orrery.room.storage.SavedStateJson;
import io.orrery.room.storage.Storage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Saves rooms in an SQLite file.
 *
 * <p>A committed transaction has been handed to the operating system (write-ahead log), so it survives a crash of the
 * process. Only queued writes ({@link Writes}) can be lost.
 */
final class SqliteStorage implements Storage, AutoCloseable {
    static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStorage.class);

    private static final List<String> SCHEMA = List.of("""
            CREATE TABLE room (
              code TEXT PRIMARY KEY,
              house INTEGER NOT NULL,
              opened_with TEXT NOT NULL,
              used_at REAL NOT NULL,
              presenter_seed TEXT NOT NULL,
              presenter_hash TEXT NOT NULL,
              co_presenter_seed TEXT NOT NULL,
              co_presenter_hash TEXT NOT NULL,
              state TEXT)""", """
            CREATE TABLE person (
              code TEXT NOT NULL REFERENCES room ON DELETE CASCADE,
              secret_hash TEXT NOT NULL,
              name TEXT NOT NULL,
              kicked INTEGER NOT NULL,
              PRIMARY KEY (code, secret_hash))""", "PRAGMA user_version = " + VERSION);

    private final Connection connection;
    private final Writes writes;

    /** The key of a queued write. */
    private record Key(RoomCode room, String what) {}

    private SqliteStorage(Connection connection) {
        this.connection = connection;
        writes = new Writes(connection);
    }

    /**
     * Opens a file; creates it if it is missing.
     *
     * @throws OrreryException with a {@link StorageError} if it is not a valid file of this version, or cannot be written
     */
    static SqliteStorage open(Path file) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            boolean isOpen = false;
            try {
                prepare(connection, file);
                var storage = new SqliteStorage(connection);
                isOpen = true;
                return storage;
            } finally {
                if (!isOpen) {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw new OrreryException(error(e, file.toString()), e);
        }
    }

    private static void prepare(Connection connection, Path file) throws SQLException {
        run(connection, "PRAGMA busy_timeout = 2000");
        run(connection, "PRAGMA journal_mode = WAL");
        run(connection, "PRAGMA synchronous = NORMAL");
        run(connection, "PRAGMA foreign_keys = ON");
        if (!one(connection, "PRAGMA quick_check").equals("ok")) {
            throw new OrreryException(new StorageError.RoomsBroken(file.toString()));
        }
        int version = Integer.parseInt(one(connection, "PRAGMA user_version"));
        if (version > VERSION) {
            throw new OrreryException(new StorageError.NewerData(file.toString()));
        }
        connection.setAutoCommit(false);
        if (version == 0) {
            for (String statement : SCHEMA) {
                run(connection, statement);
            }
        }
        // Fails now if the file cannot be written, and not only when the first room is saved.
        run(connection, "PRAGMA user_version = " + VERSION);
        connection.commit();
    }

    @Override
    public List<SavedRoom> rooms() {
        synchronized (connection) {
            try (var statement = connection.prepareStatement("SELECT * FROM room ORDER BY used_at DESC");
                    var rows = statement.executeQuery()) {
                var rooms = new ArrayList<SavedRoom>();
                while (rows.next()) {
                    rooms.add(room(rows));
                }
                rooms.stream()
                        .flatMap(room -> room.state().stream())
                        .findFirst()
                        .ifPresent(SqliteStorage::warmUp);
                return rooms;
            } catch (SQLException e) {
                throw new OrreryException(new StorageError.RoomsNotRead(String.valueOf(e.getMessage())), e);
            }
        }
    }

    /**
     * Loads the classes that write a state, which takes about 100 ms, and longer on a busy machine. Otherwise the first tick
     * after a restart would load them, and the first changes would wait for it.
     */
    private static void warmUp(SavedState state) {
        SavedStateJson.write(state);
    }

    @Override
    public void add(SavedRoom room) {
        Keys keys = room.keys();
        writes.now(on -> run(
                on,
                "INSERT INTO room VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                room.code().text(),
                room.house(),
                room.openedWith(),
                room.usedAt(),
                keys.presenter().seed(),
                keys.presenter().hash(),
                keys.coPresenter().seed(),
                keys.coPresenter().hash(),
                room.state().map(SavedStateJson::write).orElse(null)));
    }

    @Override
    public void keys(RoomCode code, Keys keys) {
        writes.now(on -> run(
                on,
                "UPDATE room SET presenter_seed = ?, presenter_hash = ?, co_presenter_seed = ?, co_presenter_hash = ?"
                        + " WHERE code = ?",
                keys.presenter().seed(),
                keys.presenter().hash(),
                keys.coPresenter().seed(),
                keys.coPresenter().hash(),
                code.text()));
    }

    @Override
    public void remove(RoomCode code) {
        writes.now(on -> run(on, "DELETE FROM room WHERE code = ?", code.text()));
    }

    @Override
    public void openedWith(RoomCode code, String model) {
        writes.now(on -> run(on, "UPDATE room SET opened_with = ? WHERE code = ?", model, code.text()));
    }

    @Override
    public void state(RoomCode code, SavedState state, double now) {
        writes.soon(
                new Key(code, "state"),
                on -> run(
                        on,
                        "UPDATE room SET state = ?, used_at = ? WHERE code = ?",
                        SavedStateJson.write(state),
                        now,
                        code.text()));
    }

    /** Inserts nothing if the room has been deleted since. */
    @Override
    public void person(RoomCode code, SavedPerson person) {
        writes.soon(
                new Key(code, person.secretHash()),
                on -> run(
                        on,
                        "INSERT INTO person SELECT code, ?, ?, ? FROM room WHERE code = ?"
                                + " ON CONFLICT DO UPDATE SET name = excluded.name, kicked = excluded.kicked",
                        person.secretHash(),
                        person.name(),
                        person.kicked(),
                        code.text()));
    }

    @Override
    public void forget(RoomCode code, String secretHash) {
        writes.soon(
                new Key(code, secretHash),
                on -> run(on, "DELETE FROM person WHERE code = ? AND secret_hash = ?", code.text(), secretHash));
    }

    StorageHealth health() {
        return writes.health();
    }

    @Override
    public void close() {
        writes.close();
        try {
            synchronized (connection) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.warn("The rooms' storage could not be closed: {}.", e.getMessage());
        }
    }

    private SavedRoom room(ResultSet row) throws SQLException {
        var code = new RoomCode(row.getString("code"));
        return new SavedRoom(
                code,
                new Keys(
                        new RoomKey(row.getString("presenter_seed"), row.getString("presenter_hash")),
                        new RoomKey(row.getString("co_presenter_seed"), row.getString("co_presenter_hash"))),
                row.getBoolean("house"),
                row.getString("opened_with"),
                row.getDouble("used_at"),
                Optional.ofNullable(row.getString("state")).flatMap(state -> read(code, state)),
                people(code));
    }

    private List<SavedPerson> people(RoomCode code) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT * FROM person WHERE code = ? ORDER BY rowid")) {
            statement.setString(1, code.text());
            try (var rows = statement.executeQuery()) {
                var people = new ArrayList<SavedPerson>();
                while (rows.next()) {
                    people.add(new SavedPerson(
                            rows.getString("secret_hash"), rows.getString("name"), rows.getBoolean("kicked")));
                }
                return people;
            }
        }
    }

    private static Optional<SavedState> read(RoomCode code, String state) {
        try {
            return Optional.of(SavedStateJson.read(state));
        } catch (JsonProcessingException e) {
            LOG.warn("What room {} showed cannot be read; it begins anew.", code.text());
            return Optional.empty();
        }
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private static StorageError error(SQLException problem, String file) {
        SQLiteErrorCode code = problem instanceof SQLiteException e ? e.getResultCode() : SQLiteErrorCode.SQLITE_ERROR;
        return switch (code) {
            case SQLITE_NOTADB, SQLITE_CORRUPT -> new StorageError.RoomsBroken(file);
            case SQLITE_BUSY, SQLITE_LOCKED -> new StorageError.RoomsHeld(file);
            case SQLITE_FULL -> new StorageError.DiskFull(file);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY_DIRECTORY ->
                new StorageError.RoomsNotWritable(file);
            default -> new StorageError.UnusableRooms(file, String.valueOf(problem.getMessage()));
        };
    }
}
