package io.orrery.room.log;

import io.orrery.room.state.RoomState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The stored form of an entry. Its checksum covers that of the row before it, so a row that is damaged, missing or in another place is
 * found. A single wrong bit is always found; other damage all but once in 2^32.
 *
 * @param isWhole whether it has the whole state
 * @param json the entry
 * @param before the checksum of the row before it; empty for the first row of a log
 * @param sum its own checksum
 */
public record Row(long seq, double at, int session, boolean isWhole, String json, String before, String sum) {
    /** @param room the code of the room */
    public static Row of(String room, LogEntry entry, String before) {
        return of(room, entry.seq(), entry.at(), entry.session(), entry.isWhole(), EntryJson.write(entry), before);
    }

    /** The same row behind another one. */
    public Row behind(String room, String other) {
        return of(room, seq, at, session, isWhole, json, other);
    }

    private static Row of(String room, long seq, double at, int session, boolean isWhole, String json, String before) {
        String sum = checksum(room, seq, at, session, isWhole, json, before);
        return new Row(seq, at, session, isWhole, json, before, sum);
    }

    /** Whether it is as it was written, in the log of this room. */
    public boolean isIntact(String room) {
        return checksum(room, seq, at, session, isWhole, json, before).equals(sum);
    }

    private static String checksum(
            String room, long seq, double at, int session, boolean isWhole, String json, String before) {
        return checksum(String.join(
                "\n", before, room, seq + " " + Double.doubleToLongBits(at), session + " " + isWhole, json));
    }

    /** The checksum of a text, in eight hexadecimal digits. */
    public static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /** @param before the state before the entry; not used for a row with the whole state */
    public LogEntry entry(RoomState before) {
        return EntryJson.read(json, isWhole, before);
    }

    /** {@link LogEntry#undo}; empty in a row that has not the whole state. */
    List<Long> undo() {
        return EntryJson.undo(json);
    }
}
