package io.orrery.store;

import io.orrery.room.Rooms;
import io.orrery.room.access.RoomCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How much is kept of the rooms and their logs. The newest state of each open room, and what undo needs, are kept in any case; a closed room is
 * deleted with its last session.
 *
 * @param days entries older than this are deleted, and closed rooms that nobody has used since then
 * @param answersDays entries, which may tell what people wrote, are kept no longer than their answers
 * @param mib beyond this size, MiB, sessions are deleted, the oldest closed ones first
 * @param recordingsGib beyond this size, GiB, recordings that are not published are erased, the oldest first
 */
public record LogLimits(int days, int mib, int answersDays, int recordingsGib) {
    public static final int DEFAULT_DAYS = 90;

    public static final int DEFAULT_MIB = 1024;

    public static final int DEFAULT_RECORDINGS_GIB = 10;

    public static final LogLimits DEFAULT = new LogLimits(DEFAULT_DAYS, DEFAULT_MIB);

    /** Nothing is deleted. */
    public static final LogLimits KEEP_ALL =
            new LogLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final String SESSIONS = """
        SELECT code, max(seq), session = (SELECT max(session) FROM entry AS newest WHERE newest.code = entry.code)
          FROM entry GROUP BY code, session ORDER BY max(at)\
        """;

    /** With the default limits of answers and recordings. */
    public LogLimits(int days, int mib) {
        this(days, mib, Rooms.DEFAULT_ANSWERS_DAYS, DEFAULT_RECORDINGS_GIB);
    }

    /** @param upTo the number of its last entry @param isLast whether it is the room's last one, which ends when the room is closed */
    private record Session(RoomCode code, long upTo, boolean isLast) {}

    /**
     * Deletes what is too old or too much, in many transactions, between which changes are written.
     *
     * @param closed the rooms that are closed
     * @return those that are deleted
     */
    Set<RoomCode> apply(Writes writes, Set<RoomCode> closed, double now) {
        double oldest = now - TimeUnit.DAYS.toMillis(days);
        var gone = new HashSet<RoomCode>(writes.read(on -> RoomRows.codes(on, "used_at < " + oldest)));
        gone.retainAll(closed);
        gone.forEach(code -> writes.now(on -> RoomRows.remove(on, code)));
        double oldestEntry = now - TimeUnit.DAYS.toMillis(Math.min(days, answersDays));
        for (RoomCode code : writes.read(on -> RoomRows.codes(on, "true"))) {
            if (writes.read(on -> LogRows.first(on, code))
                    .filter(row -> row.at() < oldestEntry)
                    .isPresent()) {
                delete(writes, code, Long.MAX_VALUE, "AND at < " + oldestEntry);
            }
        }
        long most = (long) mib << 20;
        if (writes.read(LogLimits::size) <= most) {
            return gone;
        }
        List<Session> sessions = writes.read(on -> Sql.list(
                on, row -> new Session(new RoomCode(row.getString(1)), row.getLong(2), row.getBoolean(3)), SESSIONS));
        sessions.sort(Comparator.comparing(session -> session.isLast() && !closed.contains(session.code())));
        for (Session session : sessions) {
            if (writes.read(LogLimits::size) <= most) {
                break;
            }
            if (session.isLast() && closed.contains(session.code())) {
                writes.now(on -> RoomRows.remove(on, session.code()));
                gone.add(session.code());
            } else {
                delete(writes, session.code(), session.upTo() + 1, "");
            }
        }
        return gone;
    }

    /** The size of what is in the file, bytes. Nearly all of it are logs. */
    private static long size(Connection connection) throws SQLException {
        long pages = Long.parseLong(Sql.one(connection, "PRAGMA page_count"))
                - Long.parseLong(Sql.one(connection, "PRAGMA freelist_count"));
        return pages * Long.parseLong(Sql.one(connection, "PRAGMA page_size"));
    }

    /** Deletes the entries before the newest whole state up to a number, but for those that the room needs. */
    private static void delete(Writes writes, RoomCode code, long upTo, String which) {
        long needed = Math.min(upTo, new SqliteLog(code, writes).needed());
        writes.now(on -> Sql.run(
                on,
                "DELETE FROM entry WHERE code = ? AND seq < (SELECT max(seq) FROM entry WHERE code = ? AND whole"
                        + " AND seq <= ? " + which + ")",
                code.text(),
                code.text(),
                needed));
    }
}
