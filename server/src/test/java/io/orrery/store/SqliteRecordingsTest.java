package io.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.room.recording.Recording.Access;
import io.orrery.room.recording.Recordings;
import io.orrery.room.recording.RecordingsContract;
import io.orrery.room.time.EventLoops;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRecordingsTest extends RecordingsContract {
    @AutoClose
    private final EventLoops loops = new EventLoops("test", 1);

    @TempDir
    private Path folder;

    @Override
    protected SqliteRecordings open() throws Exception {
        return SqliteRecordings.open(folder.resolve("recordings.db"), 1 << 20, loops.loop());
    }

    @Override
    protected void close(Recordings recordings) {
        ((SqliteRecordings) recordings).close();
    }

    @Test
    void erasedRecordingLeavesNothingInTheFile() throws Exception {
        try (var recordings = open()) {
            recordings.put(recording("one", Access.CLOSED));
            recordings.append("one", 0, 0, 0, "{\"word\":\"zebra\"}");
            recordings.erase("one");
            assertThat(recordings.stretch("one", 0)).isEmpty();
            assertThat(recordings.bytes()).isZero();
        }
        assertThat(Files.readString(folder.resolve("recordings.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain("zebra");
    }

    /** The file may not grow any more, as on a disk that is full. */
    @Test
    void whatWasRecordedIsKeptWhenTheDiskIsFullAlsoIfTheServerIsKilledThen() throws Exception {
        String rows = "[{\"t\":50},\n{\"t\":60}]";
        try (var recordings = open()) {
            fill(recordings, "one");
            recordings.append("one", 1, 1, 60, "{\"t\":60}");
            assertThat(text(recordings, "one", 1)).isEqualTo(rows);
            limit(recordings, "page_count");

            for (int i = 2; i < 200; i++) {
                recordings.append("one", 1, i, 60, "{\"t\":60,\"more\":\"" + "x".repeat(1000) + "\"}");
            }
            assertThat(text(recordings, "one", 1)).isEqualTo(rows);
            assertThat(recordings.isFailing()).isTrue();
            assertThat(recordings.contents("one").orElseThrow().last()).isEqualTo(60);
            Path killed = Files.createDirectory(folder.resolve("killed"));
            for (String suffix : List.of("", "-wal")) {
                Files.copy(folder.resolve("recordings.db" + suffix), killed.resolve("recordings.db" + suffix));
            }
            try (var again = SqliteRecordings.open(killed.resolve("recordings.db"), 1 << 20, loops.loop())) {
                assertThat(text(again, "one", 0)).contains("zebra");
                assertThat(text(again, "one", 1)).isEqualTo(rows);
            }

            limit(recordings, "1000000");
            assertThat(text(recordings, "one", 1))
                    .startsWith(rows.substring(0, rows.length() - 1))
                    .contains("xxx");
            assertThat(recordings.isFailing()).isFalse();
        }
    }

    private static void limit(SqliteRecordings recordings, String pages) throws Exception {
        synchronized (recordings) {
            String most = pages.equals("page_count") ? Sql.one(recordings.connection(), "PRAGMA page_count") : pages;
            Sql.one(recordings.connection(), "PRAGMA max_page_count = " + most);
        }
    }

    /** Of rows that are written, the write-ahead log has what they were before. */
    @Test
    void whatIsErasedAndReplacedIsNowhereOnTheDiskFromThenOn() throws Exception {
        try (var recordings = open()) {
            fill(recordings, "one");
            fill(recordings, "two");
            recordings.append("two", 1, 1, 60, "{\"word\":\"zebra\"}");
            assertThat(text(recordings, "two", 1)).contains("zebra");
            assertThat(onDisk()).contains("zebra");

            recordings.erase("one");
            recordings.replace("two", 0, "[{\"t\":0}]".getBytes(StandardCharsets.UTF_8));
            recordings.replace("two", 1, "[{\"t\":50}]".getBytes(StandardCharsets.UTF_8));
            recordings.scrub();

            assertThat(text(recordings, "two", 0)).isEqualTo("[{\"t\":0}]");
            assertThat(text(recordings, "two", 1)).isEqualTo("[{\"t\":50}]");
            assertThat(recordings.bytes("two"))
                    .isEqualTo(recordings.contents("two").orElseThrow().bytes());
            assertThat(onDisk()).doesNotContain("zebra").contains("An evening");
        }
    }

    private String onDisk() throws IOException {
        var all = new StringBuilder();
        for (String suffix : List.of("", "-wal", "-shm")) {
            all.append(Files.readString(folder.resolve("recordings.db" + suffix), StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    @Test
    void brokenFileIsPutAside() throws Exception {
        Files.writeString(folder.resolve("recordings.db"), "no database at all, but long enough to be one".repeat(50));

        try (var recordings = open()) {
            fill(recordings, "one");
            assertThat(text(recordings, "one", 1)).isEqualTo("[{\"t\":50}]");
        }
        assertThat(folder.resolve("recordings.db.damaged")).exists();
    }
}
