package io.orrery.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Activities;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.LoggedState;
import io.orrery.room.log.MemoryLog;
import io.orrery.room.log.Row;
import io.orrery.room.state.RoomState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Rewrites the tables of version 3, in which a room had its newest state and its undo history in one column, and people had no numbers: their
 * answers named them by the beginning of their secret's hash. What was damaged stays so.
 */
final class VersionBefore {
    private static final List<String> TABLES = List.of("room", "person", "answer");

    private static final Row UNREADABLE = new Row(1, 0, 1, true, "", "", "");

    private VersionBefore() {}

    static void setAside(Connection connection) throws SQLException {
        for (String table : TABLES) {
            Sql.run(connection, "ALTER TABLE " + table + " RENAME TO " + table + "_before");
        }
    }

    static void rewrite(Connection connection) throws SQLException {
        for (String statement : List.of(
                "INSERT INTO room (code, house, opened_with, keys, keys_sum, used_at, numbered)"
                        + " SELECT code, house, opened_with, keys, keys_sum, used_at,"
                        + " (SELECT count(*) FROM person_before WHERE person_before.code = room_before.code)"
                        + " FROM room_before ORDER BY rowid",
                "UPDATE room SET used_sum = " + RoomRows.USED_SUM,
                "INSERT INTO person SELECT code, row_number() OVER (PARTITION BY code ORDER BY rowid), secret_hash,"
                        + " name, kicked, iif(checksum(code, secret_hash, name, kicked) = sum, 'whole', '') FROM"
                        + " person_before ORDER BY rowid",
                "UPDATE person SET sum = " + RoomRows.PERSON_SUM + " WHERE sum = 'whole'",
                "INSERT INTO answer SELECT code, ballot, coalesce((SELECT 'p' || number FROM person WHERE"
                        + " person.code = answer_before.code AND substr(secret_hash, 1, 10) ="
                        + " answer_before.person), person), answer,"
                        + " iif(checksum(code, ballot, person, answer) = sum, 'whole', '') FROM answer_before ORDER BY"
                        + " rowid",
                "UPDATE answer SET sum = " + RoomRows.ANSWER_SUM + " WHERE sum = 'whole'")) {
            Sql.run(connection, statement);
        }
        Sql.each(
                connection,
                rows -> {
                    var code = new RoomCode(rows.getString("code"));
                    List<Row> log = rows.getBoolean("whole")
                            ? log(code, rows.getString("state"), rows.getDouble("used_at"))
                            : List.of(UNREADABLE);
                    for (Row row : log) {
                        LogRows.insert(connection, code, row);
                    }
                },
                "SELECT code, used_at, state, checksum(code, used_at, state) = state_sum AS whole FROM room_before"
                        + " WHERE state IS NOT NULL");
        for (String table : TABLES.subList(1, TABLES.size())) {
            Sql.run(connection, "DROP TABLE " + table + "_before");
        }
        Sql.run(connection, "DROP TABLE room_before");
    }

    /** A log with the states of the undo history, and the newest state. */
    private static List<Row> log(RoomCode code, String text, double at) {
        try {
            JsonNode saved = new ObjectMapper().readTree(text);
            var past = new ArrayDeque<JsonNode>();
            saved.path("past").forEach(past::push);
            var log = new MemoryLog(code.text());
            RoomState newest = state(saved);
            LoggedState now = LoggedState.none().begun(log, at, past.isEmpty() ? newest : state(past.peek()));
            while (!past.isEmpty()) {
                String command = past.pop().path("command").asText();
                RoomState next = past.isEmpty() ? newest : state(past.peek());
                LogEntry entry = now.change(at, 0, LogEntry.By.ROOM, command, "", true, next);
                log.append(now.seq(), entry);
                now = now.after(entry);
            }
            return log.rows();
        } catch (JsonProcessingException e) {
            return List.of(UNREADABLE);
        }
    }

    private static RoomState state(JsonNode in) throws JsonProcessingException {
        return Activities.ALL.json().read(in.path("state"));
    }
}
