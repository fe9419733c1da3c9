package io.orrery.store;

import io.orrery.error.StorageError;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.Row;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlite.Function;
import org.sqlite.core.Codes;

/**
 * The tables of saved rooms, and the statements that read and write them. Each row has checksums, by which a damaged one is found: SQLite
 * notices only damage to the structure of its file.
 */
final class RoomRows {
    /** Rises if an older Orrery can no longer read the tables. */
    static final int VERSION = 4;

    /** The version before, whose tables are still read. */
    static final int OLDEST = 3;

    private static final List<String> SCHEMA = List.of("""
        CREATE TABLE IF NOT EXISTS room (
          code TEXT PRIMARY KEY,
          house INTEGER NOT NULL,
          opened_with TEXT NOT NULL,
          keys TEXT NOT NULL,
          keys_sum TEXT NOT NULL DEFAULT '',
          used_at REAL NOT NULL,
          numbered INTEGER NOT NULL,
          used_sum TEXT NOT NULL DEFAULT '')\
        """, """
        CREATE TABLE IF NOT EXISTS person (
          code TEXT NOT NULL REFERENCES room ON DELETE CASCADE,
          number INTEGER NOT NULL,
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
        """, LogRows.SCHEMA, """
        CREATE TABLE IF NOT EXISTS committed (transactions INTEGER NOT NULL)\
        """, """
        INSERT INTO committed SELECT 1 WHERE NOT EXISTS (SELECT * FROM committed)\
        """);

    /** What is damaged together is lost together: a damaged state leaves the links of its room valid. */
    private static final String KEYS_SUM = "checksum(code, house, opened_with, keys)";

    static final String USED_SUM = "checksum(code, used_at, numbered)";
    static final String PERSON_SUM = "checksum(code, number, secret_hash, name, kicked)";
    static final String ANSWER_SUM = "checksum(code, ballot, person, answer)";

    /**
     * The rooms of a file.
     *
     * @param damage what is not as it was written, and is left out, by room; of each room, also if nothing is damaged
     * @param isWhole whether all rows are as they were written
     */
    record Contents(List<SavedRoom> rooms, Map<RoomCode, StorageError.RoomDamaged> damage, boolean isWhole) {}

    private RoomRows() {}

    /** Creates the tables that are missing. Fails if the file cannot be written, also if there is nothing to create. */
    static void prepare(Connection connection) throws SQLException {
        boolean isOfVersionBefore = version(connection) == OLDEST;
        if (isOfVersionBefore) {
            VersionBefore.setAside(connection);
        }
        for (String statement : SCHEMA) {
            Sql.run(connection, statement);
        }
        if (isOfVersionBefore) {
            VersionBefore.rewrite(connection);
        }
        Sql.run(connection, "PRAGMA user_version = " + VERSION);
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
                result(Row.checksum(all.toString()));
            }
        });
    }

    static int version(Connection connection) throws SQLException {
        return Integer.parseInt(Sql.one(connection, "PRAGMA user_version"));
    }

    /** The number of transactions so far, at least 1; 0 in an empty file, or one from before they were counted. */
    static long committed(Connection connection) throws SQLException {
        return has(connection, "committed")
                ? Long.parseLong(Sql.one(connection, "SELECT transactions FROM committed"))
                : 0;
    }

    private static boolean has(Connection connection, String table) throws SQLException {
        return !Sql.one(connection, "SELECT name FROM sqlite_schema WHERE name = '" + table + "'")
                .isEmpty();
    }

    static void count(Connection connection, long committed) throws SQLException {
        Sql.run(connection, "UPDATE committed SET transactions = ?", committed);
    }

    static void add(Connection connection, SavedRoom room) throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO room (code, house, opened_with, keys, used_at, numbered) VALUES (?, ?, ?, ?, ?, ?)",
                room.code().text(),
                room.openedByServer(),
                room.openedWith(),
                room.keys().lines(),
                room.usedAt(),
                room.numbered());
        sumKeys(connection, room.code());
        sumUsed(connection, room.code());
        for (SavedPerson person : room.people()) {
            person(connection, room.code(), person);
        }
        for (Ballots.Answer answer : room.answers()) {
            answer(connection, room.code(), answer);
        }
    }

    static void keys(Connection connection, RoomCode code, Keys keys) throws SQLException {
        Sql.run(connection, "UPDATE room SET keys = ? WHERE code = ?", keys.lines(), code.text());
        sumKeys(connection, code);
    }

    private static void sumKeys(Connection connection, RoomCode code) throws SQLException {
        Sql.run(connection, "UPDATE room SET keys_sum = " + KEYS_SUM + " WHERE code = ?", code.text());
    }

    private static void sumUsed(Connection connection, RoomCode code) throws SQLException {
        Sql.run(connection, "UPDATE room SET used_sum = " + USED_SUM + " WHERE code = ?", code.text());
    }

    static void remove(Connection connection, RoomCode code) throws SQLException {
        Sql.run(connection, "DELETE FROM entry WHERE code = ?", code.text());
        Sql.run(connection, "DELETE FROM room WHERE code = ?", code.text());
    }

    static void openedWith(Connection connection, RoomCode code, String model) throws SQLException {
        Sql.run(connection, "UPDATE room SET opened_with = ? WHERE code = ?", model, code.text());
        sumKeys(connection, code);
    }

    static void used(Connection connection, RoomCode code, double now) throws SQLException {
        Sql.run(connection, "UPDATE room SET used_at = max(used_at, ?) WHERE code = ?", now, code.text());
        sumUsed(connection, code);
    }

    /** Stores a person after all others. Inserts nothing if the room has been deleted since. */
    static void person(Connection connection, RoomCode code, SavedPerson person) throws SQLException {
        Sql.run(
                connection,
                "INSERT OR REPLACE INTO person SELECT code, ?, ?, ?, ?, '' FROM room WHERE code = ?",
                person.number(),
                person.secretHash(),
                person.name(),
                person.kicked(),
                code.text());
        Sql.run(
                connection,
                "UPDATE person SET sum = " + PERSON_SUM + " WHERE code = ? AND secret_hash = ?",
                code.text(),
                person.secretHash());
        Sql.run(connection, "UPDATE room SET numbered = max(numbered, ?) WHERE code = ?", person.number(), code.text());
        sumUsed(connection, code);
    }

    static void forget(Connection connection, RoomCode code, String secretHash) throws SQLException {
        Sql.run(connection, "DELETE FROM person WHERE code = ? AND secret_hash = ?", code.text(), secretHash);
    }

    /** Stores an answer in the place of an earlier one, which keeps its turn. Inserts nothing if the room has been deleted since. */
    static void answer(Connection connection, RoomCode code, Ballots.Answer answer) throws SQLException {
        Sql.run(
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
        Sql.run(
                connection,
                "DELETE FROM answer WHERE code = ? AND ballot = ? AND person = ?",
                code.text(),
                ballot,
                person);
    }

    static void endBallot(Connection connection, RoomCode code, String ballot) throws SQLException {
        Sql.run(connection, "DELETE FROM answer WHERE code = ? AND ballot = ?", code.text(), ballot);
    }

    /** Writes all rooms in place of what is there. */
    static void replaceAll(Connection connection, List<SavedRoom> rooms) throws SQLException {
        Sql.run(connection, "DELETE FROM answer");
        Sql.run(connection, "DELETE FROM person");
        Sql.run(connection, "DELETE FROM room");
        for (SavedRoom room : rooms) {
            add(connection, room);
        }
    }

    /**
     * Reads the rows of the tables; those of all rooms without the indexes.
     *
     * @param only the one room that is read; empty for all
     * @param now when a room was last used whose own time is damaged, ms
     */
    static Contents read(Connection connection, Optional<RoomCode> only, double now) throws SQLException {
        var people = new RowsOfRooms<SavedPerson>();
        each(connection, "person", only, PERSON_SUM + " = sum AS whole", row -> {
            String hash = row.getString("secret_hash");
            String name = row.getString("name");
            int kicked = row.getInt("kicked");
            var person = new SavedPerson(row.getInt("number"), hash, name, kicked != 0);
            people.add(row, person, roomOf(connection, row, person.number(), hash, name, kicked));
        });
        var answers = new RowsOfRooms<Ballots.Answer>();
        each(connection, "answer", only, ANSWER_SUM + " = sum AS whole", row -> {
            var answer = new Ballots.Answer(row.getString("ballot"), row.getString("person"), row.getString("answer"));
            answers.add(row, answer, roomOf(connection, row, answer.ballot(), answer.person(), answer.answer()));
        });
        var rooms = new ArrayList<SavedRoom>();
        var damage = new LinkedHashMap<RoomCode, StorageError.RoomDamaged>();
        var damaged = new ArrayList<RoomCode>();
        String checks = KEYS_SUM + " = keys_sum AS keys_whole, " + USED_SUM + " = used_sum AS used_whole";
        each(connection, "room", only, checks, row -> {
            String code = row.getString("code");
            SavedRoom room = room(connection, row, people.of(code), answers.of(code), now);
            rooms.add(room);
            boolean areKeys = row.getBoolean("keys_whole");
            if (!areKeys || !row.getBoolean("used_whole")) {
                damaged.add(room.code());
            }
            damage.put(
                    room.code(),
                    new StorageError.RoomDamaged(
                            areKeys ? "whole" : "damaged", "whole", people.damagedIn(code), answers.damagedIn(code)));
        });
        return new Contents(rooms, damage, damaged.isEmpty() && people.areWhole(rooms) && answers.areWhole(rooms));
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
        String places = String.join(", ", Collections.nCopies(values.length, "?"));
        Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = row.getString("sum");
        String whose = "SELECT code FROM room WHERE checksum(code, " + places + ") = ?";
        return Sql.list(connection, found -> found.getString(1), whose, all).stream()
                .findFirst();
    }

    /** Hands over the rows of a table, of one room or of all without the index. */
    private static void each(
            Connection connection, String table, Optional<RoomCode> only, String checks, Sql.RowConsumer to)
            throws SQLException {
        String which = only.isPresent() ? " WHERE code = ?" : " NOT INDEXED";
        Sql.each(
                connection,
                to,
                "SELECT *, " + checks + " FROM " + table + which + " ORDER BY rowid",
                only.stream().map(RoomCode::text).toArray());
    }

    /** @param now when the room was last used, if that cannot be read; rather when it was last changed */
    private static SavedRoom room(
            Connection connection, ResultSet row, List<SavedPerson> people, List<Ballots.Answer> answers, double now)
            throws SQLException {
        var code = new RoomCode(row.getString("code"));
        boolean isUsedWhole = row.getBoolean("used_whole");
        double used = isUsedWhole
                ? row.getDouble("used_at")
                : LogRows.newest(connection, code).map(Row::at).orElse(now);
        int highest = people.stream().mapToInt(SavedPerson::number).max().orElse(0);
        return new SavedRoom(
                code,
                Keys.ofLines(row.getString("keys")),
                row.getBoolean("house"),
                row.getString("opened_with"),
                used,
                isUsedWhole ? row.getInt("numbered") : highest,
                Optional.empty(),
                people,
                answers);
    }

    /** The codes of rooms. @param which an SQL condition */
    static List<RoomCode> codes(Connection connection, String which) throws SQLException {
        return Sql.list(connection, row -> new RoomCode(row.getString(1)), "SELECT code FROM room WHERE " + which);
    }
}
