package io.orrery.store;

import io.orrery.room.log.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the rooms' file must hold, kept in a file beside it. SQLite ignores a log that is damaged or missing without an
 * error, and creates a database that is missing. The mark makes both visible at the next start.
 *
 * <p>Transactions are counted. The count in the database is never behind the mark's, because the mark is written later.
 * This holds even if the process is killed, since the operating system has all that was written. If the machine itself
 * stops, only what a checkpoint has forced to the disk is certain, so the mark has two counts.
 *
 * @param committed the transactions that were committed
 * @param checkpointed the transactions that a checkpoint has forced to the disk
 * @param boot identifies the run of the operating system in which {@code committed} was written; empty if it has no id
 */
record CommitWatermark(long committed, long checkpointed, String boot) {
    /** The length of the text, bytes. It never changes, so that the text is written in place by one call. */
    static final int LENGTH = 160;

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String FORM = "orrery-rooms-1 committed=%d checkpointed=%d boot=%s";
    private static final Pattern TEXT = Pattern.compile(
            "(orrery-rooms-1 committed=(\\d{1,18}) checkpointed=(\\d{1,18}) boot=([\\w-]{0,36})) crc=(\\w{8}) *\n");

    /** The count that a database must have reached, if nothing of it has been lost. */
    long required() {
        return boot.isEmpty() || !boot.equals(bootId()) ? checkpointed : committed;
    }

    byte[] bytes() {
        String content = String.format(Locale.ROOT, FORM, committed, checkpointed, boot);
        String text = content + " crc=" + Row.checksum(content);
        return (text + " ".repeat(LENGTH - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a mark; empty if it is damaged. */
    static Optional<CommitWatermark> read(byte[] bytes) {
        Matcher text = TEXT.matcher(new String(bytes, StandardCharsets.US_ASCII));
        if (!text.matches() || !Row.checksum(text.group(1)).equals(text.group(5))) {
            return Optional.empty();
        }
        return Optional.of(
                new CommitWatermark(Long.parseLong(text.group(2)), Long.parseLong(text.group(3)), text.group(4)));
    }

    /** Identifies this run of the operating system; empty if it has no such id. */
    static String bootId() {
        try {
            String id = Files.readString(BOOT_ID).strip();
            return id.matches("[\\w-]{1,36}") ? id : "";
        } catch (IOException e) {
            return "";
        }
    }
}
