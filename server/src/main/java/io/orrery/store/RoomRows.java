package io.orrery.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.orrery.error.StorageError;
import io.orrery.room.access.Hashes;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.access.RoomKey;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import io.orrery.room.storage.SavedStateJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.Function;
import org.sqlite.core.Codes;

/**
 * The tables of saved rooms, and the statements that read and write them. Each row has checksums, by which a damaged one is found: SQLite
 * notices only damage to the structure of its file.
 */
final class RoomRows {
    /** Rises if an older Orrery can no longer read the tables. */
    static final int VERSION = 3;

    private static final Logger LOG = LoggerFactory.getLogger(RoomRows.class);

    private static final List<String> SCHEMA = List.of("""
        CREATE TABLE IF NOT EXISTS room (
          code TEXT PRIMARY KEY,
          house INTEGER NOT NULL,
          opened_with TEXT NOT NULL,
          used_at REAL NOT NULL,
          keys TEXT NOT NULL,
          state TEXT,
          keys_sum TEXT NOT NULL DEFAULT '',
          state_sum TEXT NOT NULL DEFAULT '')\
        """, """
        CREATE TABLE IF NOT EXISTS person (
          code TEXT NOT NULL REFERENCES room ON DELETE CASCADE,
          secret_hash TEXT NOT NULL,
          name TEXT NOT NULL,
          kicked INTEGER NOT NULL,
          sum TEXT NOT NULL DEFAULT '',
          PRIMARY KEY (code, secret_hash))\
        """, """
        CREATE TABLE IF NOT EXISTS answer (
          code TEXT NOT NULL REFERENCES room ON DELETE CASCADE,
          ballot TEXT NOT NULL,
          person TEXT NOT NULL,
          answer TEXT NOT NULL,
          sum TEXT NOT NULL,
          PRIMARY KEY (code, ballot, person))\
        """, """
        CREATE TABLE IF NOT EXISTS committed (transactions INTEGER NOT NULL)\
        """, """
        INSERT INTO committed SELECT 1 WHERE NOT EXISTS (SELECT * FROM committed)\
        """);

    /** Tables of version 1 have no checksums. */
    private static final List<String> ADDED = List.of(
            "ALTER TABLE room ADD COLUMN keys_sum TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE room ADD COLUMN state_sum TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE person ADD COLUMN sum TEXT NOT NULL DEFAULT ''");

    /** Up to version 2 a room had two keys, in columns of their own. */
    private static final List<String> KEY_COLUMNS =
            List.of("presenter_seed", "presenter_hash", "co_presenter_seed", "co_presenter_hash");

    private static final String KEY_COLUMNS_SUM =
            "checksum(code, house, opened_with, " + String.join(", ", KEY_COLUMNS) + ")";

    /** What is damaged together is lost together: a damaged state leaves the links of its room valid. */
    private static final String KEYS_SUM = "checksum(code, house, opened_with, keys)";

    private static final String STATE_SUM = "checksum(code, used_at, state)";
    private static final String PERSON_SUM = "checksum(code, secret_hash, name, kicked)";
    private static final String ANSWER_SUM = "checksum(code, ballot, person, answer)";

    /**
     * The rooms of a file.
     *
     * @param damage what is not as it was written, and is left out, by room
     * @param isWhole whether all rows are as they were written
     */
    record Contents(List<SavedRoom> rooms, Map<RoomCode, StorageError.RoomDamaged> damage, boolean isWhole) {}

    private RoomRows() {}

    /**
     * Creates the tables that are missing, and adds checksums to those that have none. Fails if the file cannot be written, also if there
     * is nothing to create.
     */
    static void prepare(Connection connection) throws SQLException {
        boolean hasAnswers = has(connection, "answer");
        for (String statement : SCHEMA) {
            run(connection, statement);
        }
        boolean hasKeyColumns = !hasColumn(connection, "keys");
        if (!hasColumn(connection, "keys_sum")) {
            for (String statement : ADDED) {
                run(connection, statement);
            }
            String keysSum = hasKeyColumns ? KEY_COLUMNS_SUM : KEYS_SUM;
            run(connection, "UPDATE room SET keys_sum = " + keysSum + ", state_sum = " + STATE_SUM);
            run(connection, "UPDATE person SET sum = " + PERSON_SUM);
        }
        if (hasKeyColumns) {
            joinKeyColumns(connection);
        }
        if (!hasAnswers) {
            addEarlierAnswers(connection);
        }
        run(connection, "PRAGMA user_version = " + VERSION);
    }

    /** Gives a connection the function {@code checksum}. Without it rows can be neither written nor read. */
    static void addChecksum(Connection connection) throws SQLException {
        Function.create(connection, "checksum", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                var all = new StringBuilder();
                for (int i = 0; i < args(); i++) {
                    // A text is preceded by its length, so that no two rows give the same. A number is taken with all
                    // of its bits.
                    String value = value_type(i) == Codes.SQLITE_FLOAT
                            ? Long.toHexString(Double.doubleToLongBits(value_double(i)))
                            : String.valueOf(value_text(i));
                    all.append(value_type(i))
                            .append(':')
                            .append(value.length())
                            .append(':')
                            .append(value);
                }
                result(Checksum.of(all.toString()));
            }
        });
    }

    static int version(Connection connection) throws SQLException {
        return Integer.parseInt(one(connection, "PRAGMA user_version"));
    }

    /** The number of transactions so far, at least 1; 0 in an empty file, or one from before they were counted. */
    static long committed(Connection connection) throws SQLException {
        return has(connection, "committed") ? Long.parseLong(one(connection, "SELECT transactions FROM committed")) : 0;
    }

    private static boolean has(Connection connection, String table) throws SQLException {
        return !one(connection, "SELECT name FROM sqlite_schema WHERE name = '" + table + "'")
                .isEmpty();
    }

    private static boolean hasColumn(Connection connection, String name) throws SQLException {
        return !one(connection, "SELECT 1 FROM pragma_table_info('room') WHERE name = '" + name + "'")
                .isEmpty();
    }

    /** Makes a list of the two keys of each room. What was damaged stays so. */
    private static void joinKeyColumns(Connection connection) throws SQLException {
        run(connection, "ALTER TABLE room ADD COLUMN keys TEXT NOT NULL DEFAULT ''");
        try (var statement = connection.prepareStatement(
                        "SELECT *, rowid, " + KEY_COLUMNS_SUM + " = keys_sum AS whole FROM room");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                var keys = Keys.of(key(rows, "presenter"), key(rows, "co_presenter"), rows.getDouble("used_at"));
                run(connection, "UPDATE room SET keys = ? WHERE rowid = ?", keys.lines(), rows.getLong("rowid"));
                String sum = rows.getBoolean("whole") ? KEYS_SUM : "''";
                run(connection, "UPDATE room SET keys_sum = " + sum + " WHERE rowid = ?", rows.getLong("rowid"));
            }
        }
        for (String column : KEY_COLUMNS) {
            run(connection, "ALTER TABLE room DROP COLUMN " + column);
        }
    }

    /** Takes what people answered out of the states of an earlier version. */
    private static void addEarlierAnswers(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(
                        "SELECT code, state FROM room WHERE state_sum = " + STATE_SUM + " AND state IS NOT NULL");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                var code = new RoomCode(rows.getString("code"));
                for (Ballots.Answer answer : SavedStateJson.earlierAnswers(rows.getString("state"))) {
                    answer(connection, code, answer);
                }
            }
        }
    }

    static void count(Connection connection, long committed) throws SQLException {
        run(connection, "UPDATE committed SET transactions = ?", committed);
    }

    static void add(Connection connection, SavedRoom room) throws SQLException {
        run(
                connection,
                "INSERT INTO room (code, house, opened_with, used_at, keys, state) VALUES (?, ?, ?, ?, ?, ?)",
                room.code().text(),
                room.house(),
                room.openedWith(),
                room.usedAt(),
                room.keys().lines(),
                room.state().map(SavedStateJson::write).orElse(null));
        sumKeys(connection, room.code());
        sumState(connection, room.code());
        for (SavedPerson person : room.people()) {
            person(connection, room.code(), person);
        }
        for (Ballots.Answer answer : room.answers()) {
            answer(connection, room.code(), answer);
        }
    }

    static void keys(Connection connection, RoomCode code, Keys keys) throws SQLException {
        run(connection, "UPDATE room SET keys = ? WHERE code = ?", keys.lines(), code.text());
        sumKeys(connection, code);
    }

    private static void sumKeys(Connection connection, RoomCode code) throws SQLException {
        run(connection, "UPDATE room SET keys_sum = " + KEYS_SUM + " WHERE code = ?", code.text());
    }

    private static void sumState(Connection connection, RoomCode code) throws SQLException {
        run(connection, "UPDATE room SET state_sum = " + STATE_SUM + " WHERE code = ?", code.text());
    }

    static void remove(Connection connection, RoomCode code) throws SQLException {
        run(connection, "DELETE FROM room WHERE code = ?", code.text());
    }

    static void openedWith(Connection connection, RoomCode code, String model) throws SQLException {
        run(connection, "UPDATE room SET opened_with = ? WHERE code = ?", model, code.text());
        sumKeys(connection, code);
    }

    static void state(Connection connection, RoomCode code, SavedState state, double now) throws SQLException {
        run(
                connection,
                "UPDATE room SET state = ?, used_at = ? WHERE code = ?",
                SavedStateJson.write(state),
                now,
                code.text());
        sumState(connection, code);
    }

    /** Stores a person after all others. Inserts nothing if the room has been deleted since. */
    static void person(Connection connection, RoomCode code, SavedPerson person) throws SQLException {
        run(
                connection,
                "INSERT OR REPLACE INTO person SELECT code, ?, ?, ?, '' FROM room WHERE code = ?",
                person.secretHash(),
                person.name(),
                person.kicked(),
                code.text());
        run(
                connection,
                "UPDATE person SET sum = " + PERSON_SUM + " WHERE code = ? AND secret_hash = ?",
                code.text(),
                person.secretHash());
    }

    static void forget(Connection connection, RoomCode code, String secretHash) throws SQLException {
        run(connection, "DELETE FROM person WHERE code = ? AND secret_hash = ?", code.text(), secretHash);
    }

    /** Stores an answer in the place of an earlier one, which keeps its turn. Inserts nothing if the room has been deleted since. */
    static void answer(Connection connection, RoomCode code, Ballots.Answer answer) throws SQLException {
        run(
                connection,
                "INSERT INTO answer SELECT code, ?, ?, ?, checksum(code, ?, ?, ?) FROM room WHERE code = ?"
                        + " ON CONFLICT DO UPDATE SET answer = excluded.answer, sum = excluded.sum",
                answer.ballot(),
                answer.person(),
                answer.answer(),
                answer.ballot(),
                answer.person(),
                answer.answer(),
                code.text());
    }

    static void withdraw(Connection connection, RoomCode code, String ballot, String person) throws SQLException {
        run(connection, "DELETE FROM answer WHERE code = ? AND ballot = ? AND person = ?", code.text(), ballot, person);
    }

    static void endBallot(Connection connection, RoomCode code, String ballot) throws SQLException {
        run(connection, "DELETE FROM answer WHERE code = ? AND ballot = ?", code.text(), ballot);
    }

    /** Writes all rooms in place of what is there. */
    static void replaceAll(Connection connection, List<SavedRoom> rooms) throws SQLException {
        run(connection, "DELETE FROM answer");
        run(connection, "DELETE FROM person");
        run(connection, "DELETE FROM room");
        for (SavedRoom room : rooms) {
            add(connection, room);
        }
    }

    /**
     * Reads all rows of the tables, without their indexes.
     *
     * @param now when a room was last used whose own time is damaged, ms
     */
    static Contents all(Connection connection, double now) throws SQLException {
        var people = new RowsOfRooms<SavedPerson>();
        try (var rows = rows(connection, "person", PERSON_SUM + " = sum AS whole")) {
            while (rows.next()) {
                String hash = rows.getString("secret_hash");
                String name = rows.getString("name");
                int kicked = rows.getInt("kicked");
                var person = new SavedPerson(hash, name, kicked != 0);
                people.add(rows, person, roomOf(connection, rows, hash, name, kicked));
            }
        }
        var answers = new RowsOfRooms<Ballots.Answer>();
        try (var rows = rows(connection, "answer", ANSWER_SUM + " = sum AS whole")) {
            while (rows.next()) {
                var answer = new Ballots.Answer(
                        rows.getString("ballot"), rows.getString("person"), rows.getString("answer"));
                var room = roomOf(connection, rows, answer.ballot(), answer.person(), answer.answer());
                answers.add(rows, answer, room);
            }
        }
        var rooms = new ArrayList<SavedRoom>();
        var damage = new LinkedHashMap<RoomCode, StorageError.RoomDamaged>();
        try (var all = rows(
                connection,
                "room",
                KEYS_SUM + " = keys_sum AS keys_whole, " + STATE_SUM + " = state_sum AS state_whole")) {
            while (all.next()) {
                String code = all.getString("code");
                SavedRoom room = room(all, people.of(code), answers.of(code), now);
                rooms.add(room);
                boolean areKeys = !all.getBoolean("keys_whole");
                boolean isState =
                        !all.getBoolean("state_whole") || (room.state().isEmpty() && all.getString("state") != null);
                var found =
                        StorageError.RoomDamaged.of(areKeys, isState, people.damagedIn(code), answers.damagedIn(code));
                if (found.isDamage()) {
                    damage.put(room.code(), found);
                }
            }
        }
        boolean isWhole = damage.isEmpty() && people.areWhole(rooms) && answers.areWhole(rooms);
        return new Contents(rooms, damage, isWhole);
    }

    /** The rows of a table, by the code of their room. */
    private static final class RowsOfRooms<T> {
        private final Map<String, List<T>> whole = new HashMap<>();
        private final Map<String, Integer> damaged = new HashMap<>();
        private boolean isComplete = true;

        /** @param room the code of the room of a row that is whole, or whole but for the room's code */
        void add(ResultSet row, T value, Optional<String> room) throws SQLException {
            isComplete &= row.getBoolean("whole");
            if (room.isPresent()) {
                whole.computeIfAbsent(room.get(), any -> new ArrayList<>()).add(value);
            } else {
                damaged.merge(row.getString("code"), 1, Integer::sum);
            }
        }

        List<T> of(String code) {
            return whole.getOrDefault(code, List.of());
        }

        int damagedIn(String code) {
            return damaged.getOrDefault(code, 0);
        }

        /** Whether no row was damaged, and each is of one of these rooms. */
        boolean areWhole(List<SavedRoom> rooms) {
            return isComplete
                    && rooms.stream()
                            .map(room -> room.code().text())
                            .collect(Collectors.toSet())
                            .containsAll(whole.keySet());
        }
    }

    /** The room of a row that is whole, or whole but for the room's code. @param values the row's other columns */
    private static Optional<String> roomOf(Connection connection, ResultSet row, Object... values) throws SQLException {
        if (row.getBoolean("whole")) {
            return Optional.of(row.getString("code"));
        }
        try (var statement = connection.prepareStatement("SELECT code FROM room WHERE checksum(code, ?, ?, ?) = ?")) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.setString(values.length + 1, row.getString("sum"));
            try (var found = statement.executeQuery()) {
                return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
            }
        }
    }

    private static ResultSet rows(Connection connection, String table, String checks) throws SQLException {
        var statement =
                connection.prepareStatement("SELECT *, " + checks + " FROM " + table + " NOT INDEXED ORDER BY rowid");
        statement.closeOnCompletion();
        return statement.executeQuery();
    }

    private static SavedRoom room(ResultSet row, List<SavedPerson> people, List<Ballots.Answer> answers, double now)
            throws SQLException {
        boolean isStateWhole = row.getBoolean("state_whole");
        return new SavedRoom(
                new RoomCode(row.getString("code")),
                Keys.ofLines(row.getString("keys")),
                row.getBoolean("house"),
                row.getString("opened_with"),
                isStateWhole ? row.getDouble("used_at") : now,
                Optional.ofNullable(row.getString("state"))
                        .filter(state -> isStateWhole)
                        .flatMap(RoomRows::read),
                people,
                answers);
    }

    /** A damaged hash may be no base64: it is of no key then. */
    private static RoomKey key(ResultSet row, String of) throws SQLException {
        String hash = row.getString(of + "_hash");
        return new RoomKey(row.getString(of + "_seed"), Hashes.isHash(hash) ? hash : "");
    }

    private static Optional<SavedState> read(String state) {
        try {
            return Optional.of(SavedStateJson.read(state));
        } catch (JsonProcessingException e) {
            LOG.debug("A state is not one of this version", e);
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
