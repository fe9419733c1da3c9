package io.orrery.store;

import io.orrery.room.access.RoomCode;
import io.orrery.room.log.Chain;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The table of the rooms' logs, and the statements that read and write it. */
final class LogRows {
    static final String SCHEMA = """
        CREATE TABLE IF NOT EXISTS entry (
          code TEXT NOT NULL,
          seq INTEGER NOT NULL,
          at REAL NOT NULL,
          session INTEGER NOT NULL,
          whole INTEGER NOT NULL,
          entry TEXT NOT NULL,
          before TEXT NOT NULL,
          sum TEXT NOT NULL,
          PRIMARY KEY (code, seq))\
        """;

    private LogRows() {}

    /** Stores entries behind those that are stored, if there is such a room. Those that are stored already are left out. */
    static void append(Connection connection, RoomCode code, Collection<LogEntry> entries) throws SQLException {
        Optional<Row> last = newest(connection, code);
        for (LogEntry entry : entries) {
            long seq = last.map(Row::seq).orElse(0L);
            if (entry.seq() > seq) {
                boolean follows = last.isPresent() && entry.seq() == seq + 1;
                Row row = Row.of(
                        code.text(),
                        follows ? entry : entry.whole(),
                        last.map(Row::sum).orElse(""));
                insert(connection, code, row);
                last = Optional.of(row);
            }
        }
    }

    static void insert(Connection connection, RoomCode code, Row row) throws SQLException {
        Sql.run(
                connection,
                "INSERT INTO entry SELECT code, ?, ?, ?, ?, ?, ?, ? FROM room WHERE code = ?",
                row.seq(),
                row.at(),
                row.session(),
                row.isWhole(),
                row.json(),
                row.before(),
                row.sum(),
                code.text());
    }

    /** The newest row with the whole state, of those up to a number. */
    static Optional<Row> whole(Connection connection, RoomCode code, long upTo) throws SQLException {
        return one(connection, code, "AND whole AND seq <= " + upTo + " ORDER BY seq DESC");
    }

    static Optional<Row> first(Connection connection, RoomCode code) throws SQLException {
        return one(connection, code, "ORDER BY seq");
    }

    static Optional<Row> newest(Connection connection, RoomCode code) throws SQLException {
        return one(connection, code, "ORDER BY seq DESC");
    }

    private static Optional<Row> one(Connection connection, RoomCode code, String which) throws SQLException {
        return Sql.list(
                        connection,
                        LogRows::row,
                        "SELECT * FROM entry WHERE code = ? " + which + " LIMIT 1",
                        code.text())
                .stream()
                .findFirst();
    }

    /** Hands over all rows from a number on, in order. */
    static void read(Connection connection, RoomCode code, long from, Consumer<Row> to) throws SQLException {
        Sql.each(
                connection,
                row -> to.accept(row(row)),
                "SELECT * FROM entry WHERE code = ? AND seq >= ? ORDER BY seq",
                code.text(),
                from);
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                rows.getLong("seq"),
                rows.getDouble("at"),
                rows.getInt("session"),
                rows.getBoolean("whole"),
                String.valueOf(rows.getString("entry")),
                String.valueOf(rows.getString("before")),
                String.valueOf(rows.getString("sum")));
    }

    /**
     * What was found wrong with the logs.
     *
     * @param chains what is known of each room's log, by the room's code
     * @param unusable the row ids of what cannot be used
     * @param strays the rooms of rows that are intact but for the room's code, by row id
     */
    record Checked(Map<String, Chain> chains, List<Long> unusable, Map<Long, String> strays) {
        boolean isWhole() {
            return unusable.isEmpty()
                    && strays.isEmpty()
                    && chains.values().stream().noneMatch(Chain::isDamaged);
        }

        /** Whether what is left of a room's log is less than it was, in the words of an error's parameter. */
        String state(String code) {
            Chain chain = chains.get(code);
            if (chain == null || !(chain.isDamaged() || strays.containsValue(code))) {
                return "whole";
            }
            return chain.isEmpty() ? "damaged" : chain.isEndDamaged() ? "earlier" : "past";
        }
    }

    /** Checks all rows, without their index. @param codes the codes of the rooms */
    static Checked check(Connection connection, Collection<String> codes) throws SQLException {
        var chains = new HashMap<String, Chain>();
        var unusable = new ArrayList<Long>();
        var strays = new HashMap<Long, String>();
        codes.forEach(code -> chains.put(code, new Chain(code)));
        Sql.each(
                connection,
                rows -> {
                    Row row = row(rows);
                    long id = rows.getLong("rowid");
                    String code = String.valueOf(rows.getString("code"));
                    Optional<String> other = row.isIntact(code)
                            ? Optional.empty()
                            : codes.stream().filter(row::isIntact).findFirst();
                    other.ifPresent(room -> strays.put(id, room));
                    Chain chain = chains.get(other.orElse(code));
                    if (chain == null || !chain.canUse(row)) {
                        unusable.add(id);
                    }
                },
                "SELECT rowid, * FROM entry NOT INDEXED ORDER BY rowid");
        return new Checked(chains, unusable, strays);
    }

    /** Deletes what cannot be used, and puts the rest in order. */
    static void repair(Connection connection, Checked checked) throws SQLException {
        for (long id : checked.unusable()) {
            Sql.run(connection, "DELETE FROM entry WHERE rowid = ?", id);
        }
        for (var stray : checked.strays().entrySet()) {
            Sql.run(connection, "UPDATE entry SET code = ? WHERE rowid = ?", stray.getValue(), stray.getKey());
        }
        for (var chain : checked.chains().entrySet()) {
            if (chain.getValue().isDamaged()) {
                link(connection, new RoomCode(chain.getKey()));
            }
        }
    }

    /** Links the rows of a log anew, between which some were missing. */
    private static void link(Connection connection, RoomCode code) throws SQLException {
        var rows = new ArrayList<Row>();
        read(connection, code, 0, rows::add);
        String before = "";
        for (Row row : rows) {
            Row linked = row.behind(code.text(), before);
            before = linked.sum();
            Sql.run(
                    connection,
                    "UPDATE entry SET before = ?, sum = ? WHERE code = ? AND seq = ?",
                    linked.before(),
                    linked.sum(),
                    code.text(),
                    row.seq());
        }
    }
}
