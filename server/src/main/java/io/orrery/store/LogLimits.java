package io.orrery.store;

import io.orrery.room.access.RoomCode;
import io.orrery.room.log.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How much is kept of the rooms' logs. The newest state of each room, and what undo needs, are kept in any case.
 *
 * @param days entries older than this are deleted
 * @param mib beyond this size, MiB, sessions are deleted, the oldest closed ones first
 */
public record LogLimits(int days, int mib) {
    public static final int DEFAULT_DAYS = 90;

    public static final int DEFAULT_MIB = 1024;

    public static final LogLimits DEFAULT = new LogLimits(DEFAULT_DAYS, DEFAULT_MIB);

    /** The sessions, in the order in which they are deleted: the last one of a room is not closed. */
    private static final String SESSIONS = """
        SELECT code, max(seq) AS last FROM entry GROUP BY code, session ORDER BY
          session = (SELECT max(session) FROM entry AS newest WHERE newest.code = entry.code), max(at)\
        """;

    /** @param needed of each room the number of the first entry that must be kept */
    void apply(Connection connection, Map<RoomCode, Long> needed, double now) throws SQLException {
        double oldest = now - TimeUnit.DAYS.toMillis(days);
        for (var room : needed.entrySet()) {
            Optional<Row> first = LogRows.first(connection, room.getKey());
            if (first.filter(row -> row.at() < oldest).isPresent()) {
                delete(connection, room.getKey().text(), room.getValue(), "AND at < " + oldest);
            }
        }
        long most = (long) mib << 20;
        if (size(connection) <= most) {
            return;
        }
        try (var statement = connection.prepareStatement(SESSIONS);
                var sessions = statement.executeQuery()) {
            while (size(connection) > most && sessions.next()) {
                String code = sessions.getString("code");
                long first = needed.getOrDefault(new RoomCode(code), 0L);
                delete(connection, code, Math.min(first, sessions.getLong("last") + 1), "");
            }
        }
    }

    /** The size of what is in the file, bytes. Nearly all of it are logs. */
    private static long size(Connection connection) throws SQLException {
        long pages = Long.parseLong(RoomRows.one(connection, "PRAGMA page_count"))
                - Long.parseLong(RoomRows.one(connection, "PRAGMA freelist_count"));
        return pages * Long.parseLong(RoomRows.one(connection, "PRAGMA page_size"));
    }

    /** Deletes the entries before the newest whole state up to a number. */
    private static void delete(Connection connection, String code, long upTo, String which) throws SQLException {
        RoomRows.run(
                connection,
                "DELETE FROM entry WHERE code = ? AND seq < (SELECT max(seq) FROM entry WHERE code = ? AND whole"
                        + " AND seq <= ? " + which + ")",
                code,
                code,
                upTo);
    }
}
