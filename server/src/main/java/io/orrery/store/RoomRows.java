package io.orrery.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import io.orrery.room.storage.SavedStateJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of saved rooms, and the statements that read and write them. */
final class RoomRows {
    /** Rises if an older Orrery can no longer read the tables. */
    static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(RoomRows.class);

    private static final List<String> SCHEMA = List.of("""
            CREATE TABLE IF NOT EXISTS room (
              code TEXT PRIMARY KEY,
              house INTEGER NOT NULL,
              opened_with TEXT NOT NULL,
              used_at REAL NOT NULL,
              presenter_seed TEXT NOT NULL,
              presenter_hash TEXT NOT NULL,
              co_presenter_seed TEXT NOT NULL,
              co_presenter_hash TEXT NOT NULL,
              state TEXT)""", """
            CREATE TABLE IF NOT EXISTS person (
              code TEXT NOT NULL REFERENCES room ON DELETE CASCADE,
              secret_hash TEXT NOT NULL,
              name TEXT NOT NULL,
              kicked INTEGER NOT NULL,
              PRIMARY KEY (code, secret_hash))""", """
            CREATE TABLE IF NOT EXISTS committed (transactions INTEGER NOT NULL)""", """
            INSERT INTO committed SELECT 1 WHERE NOT EXISTS (SELECT * FROM committed)""");

    private RoomRows() {}

    /** Creates the tables that are missing. Fails if the file cannot be written, also if there are none to create. */
    static void prepare(Connection connection) throws SQLException {
        for (String statement : SCHEMA) {
            run(connection, statement);
        }
        run(connection, "PRAGMA user_version = " + VERSION);
    }

    static int version(Connection connection) throws SQLException {
        return Integer.parseInt(one(connection, "PRAGMA user_version"));
    }

    /** The number of transactions so far, at least 1; 0 in an empty file, or one from before they were counted. */
    static long committed(Connection connection) throws SQLException {
        return one(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'committed'")
                        .isEmpty()
                ? 0
                : Long.parseLong(one(connection, "SELECT transactions FROM committed"));
    }

    static void count(Connection connection, long committed) throws SQLException {
        run(connection, "UPDATE committed SET transactions = ?", committed);
    }

    static void add(Connection connection, SavedRoom room) throws SQLException {
        Keys keys = room.keys();
        run(
                connection,
                "INSERT INTO room VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                room.code().text(),
                room.house(),
                room.openedWith(),
                room.usedAt(),
                keys.presenter().seed(),
                keys.presenter().hash(),
                keys.coPresenter().seed(),
                keys.coPresenter().hash(),
                room.state().map(SavedStateJson::write).orElse(null));
        for (SavedPerson person : room.people()) {
            person(connection, room.code(), person);
        }
    }

    static void keys(Connection connection, RoomCode code, Keys keys) throws SQLException {
        run(
                connection,
                "UPDATE room SET presenter_seed = ?, presenter_hash = ?, co_presenter_seed = ?, co_presenter_hash = ?"
                        + " WHERE code = ?",
                keys.presenter().seed(),
                keys.presenter().hash(),
                keys.coPresenter().seed(),
                keys.coPresenter().hash(),
                code.text());
    }

    static void remove(Connection connection, RoomCode code) throws SQLException {
        run(connection, "DELETE FROM room WHERE code = ?", code.text());
    }

    static void openedWith(Connection connection, RoomCode code, String model) throws SQLException {
        run(connection, "UPDATE room SET opened_with = ? WHERE code = ?", model, code.text());
    }

    static void state(Connection connection, RoomCode code, SavedState state, double now) throws SQLException {
        run(
                connection,
                "UPDATE room SET state = ?, used_at = ? WHERE code = ?",
                SavedStateJson.write(state),
                now,
                code.text());
    }

    /** Stores a person after all others. Inserts nothing if the room has been deleted since. */
    static void person(Connection connection, RoomCode code, SavedPerson person) throws SQLException {
        run(
                connection,
                "INSERT OR REPLACE INTO person SELECT code, ?, ?, ? FROM room WHERE code = ?",
                person.secretHash(),
                person.name(),
                person.kicked(),
                code.text());
    }

    static void forget(Connection connection, RoomCode code, String secretHash) throws SQLException {
        run(connection, "DELETE FROM person WHERE code = ? AND secret_hash = ?", code.text(), secretHash);
    }

    static List<SavedRoom> all(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT * FROM room ORDER BY rowid");
                var rows = statement.executeQuery()) {
            var rooms = new ArrayList<SavedRoom>();
            while (rows.next()) {
                rooms.add(room(connection, rows));
            }
            return rooms;
        }
    }

    private static SavedRoom room(Connection connection, ResultSet row) throws SQLException {
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
                people(connection, code));
    }

    private static List<SavedPerson> people(Connection connection, RoomCode code) throws SQLException {
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

    static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** The first column of the first row, as text; empty if there is no row. */
    static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
