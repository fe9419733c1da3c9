package io.orrery.room.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.recording.Recording.Access;
import io.orrery.room.recording.Recording.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every storage of recordings does. */
public abstract class RecordingsContract {
    /** The storage, opened again: what was put into the one before is there. */
    protected abstract Recordings open() throws Exception;

    /** Ends a storage as a server that stops does. */
    protected abstract void close(Recordings recordings) throws Exception;

    protected static Recording recording(String id, Access access) {
        return new Recording(id, "ABC234", "An evening", "", 5, 0, 0, State.ON, 0, 0, access, "key", List.of("m"));
    }

    protected static void fill(Recordings recordings, String id) {
        recordings.put(recording(id, Access.CLOSED));
        recordings.append(id, 0, 0, 0, "{\"t\":0,\"word\":\"zebra\"}");
        recordings.append(id, 0, 1, 40, "{\"t\":40}");
        recordings.append(id, 1, 0, 50, "{\"t\":50}");
        recordings.mark(id, 0, Mark.step("embed"));
        recordings.mark(id, 0, Mark.step("embed").at(7));
    }

    protected static String text(Recordings recordings, String id, int stretch) {
        return new String(recordings.stretch(id, stretch).orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void whatWasRecordedIsThereAfterARestartByStretch() throws Exception {
        Recordings recordings = open();
        fill(recordings, "one");
        close(recordings);

        Recordings again = open();
        assertThat(text(again, "one", 0)).isEqualTo("[{\"t\":0,\"word\":\"zebra\"},\n{\"t\":40}]");
        assertThat(text(again, "one", 1)).isEqualTo("[{\"t\":50}]");
        assertThat(again.stretch("one", 2)).isEmpty();
        Recording.Contents contents = again.contents("one").orElseThrow();
        assertThat(contents.stretches()).containsExactly(0.0, 50.0);
        assertThat(contents.last()).isEqualTo(50);
        assertThat(contents.marks()).containsExactly(Mark.step("embed").at(7));
        assertThat(again.list("ABC234")).containsExactly(recording("one", Access.CLOSED));
        assertThat(again.list("XYZ234")).isEmpty();
        assertThat(again.bytes("one")).isEqualTo(contents.bytes()).isPositive();
        close(again);
    }

    @Test
    void rowsOfOneStretchThatComeOverATimeAreReadInTheirOrder() throws Exception {
        Recordings recordings = open();
        recordings.put(recording("one", Access.CLOSED));
        recordings.append("one", 0, 0, 0, "{\"t\":0}");
        assertThat(text(recordings, "one", 0)).isEqualTo("[{\"t\":0}]");
        recordings.append("one", 0, 1, 10, "{\"t\":10,\"more\":\"" + "ä".repeat(5000) + "\"}");
        recordings.append("one", 0, 2, 20, "{\"t\":20}");
        assertThat(text(recordings, "one", 0))
                .isEqualTo("[{\"t\":0},\n{\"t\":10,\"more\":\"" + "ä".repeat(5000) + "\"},\n{\"t\":20}]");
        assertThat(recordings.contents("one").orElseThrow().last()).isEqualTo(20);
        close(recordings);
    }

    @Test
    void weightsOfTrainingsThatARecordingNamesCountAsItsOwn() throws Exception {
        Recordings recordings = open();
        fill(recordings, "one");
        // once all is written and packed
        long rows = recordings.contents("one").orElseThrow().bytes();
        recordings.weigh(model -> model.equals("m") ? 5000 : 0);
        assertThat(recordings.bytes("one")).isEqualTo(rows + 5000);
        assertThat(recordings.bytes()).isEqualTo(rows + 5000);
        close(recordings);
    }

    @Test
    void filesAreKeptReplacedAndErasedWithTheirRecording() throws Exception {
        Recordings recordings = open();
        fill(recordings, "one");
        long rows = recordings.contents("one").orElseThrow().bytes();
        byte[] voice = new byte[200_000];
        voice[150_000] = 7;
        recordings.putFile("one", RecordingFile.voice(3, "audio/webm", 10, 3), new byte[3]);
        recordings.putFile("one", RecordingFile.voice(3, "audio/webm", 10, voice.length), voice);
        recordings.putFile("one", RecordingFile.captions("de", 2), new byte[] {1, 2});
        assertThat(recordings.bytes("one")).isEqualTo(rows + voice.length + 2);
        close(recordings);

        Recordings again = open();
        assertThat(again.files("one"))
                .containsExactly(
                        RecordingFile.captions("de", 2), RecordingFile.voice(3, "audio/webm", 10, voice.length));
        assertThat(again.file("one", RecordingFile.voice(3))).hasValue(voice);
        assertThat(again.file("one", RecordingFile.voice(4))).isEmpty();
        again.eraseFile("one", RecordingFile.captions("de"));
        assertThat(again.files("one")).hasSize(1);
        again.erase("one");
        assertThat(again.files("one")).isEmpty();
        assertThat(again.file("one", RecordingFile.voice(3))).isEmpty();
        assertThat(again.list("")).isEmpty();
        close(again);
    }

    @Test
    void replacedAndErasedRowsAreGone() throws Exception {
        Recordings recordings = open();
        fill(recordings, "one");
        fill(recordings, "two");
        // what is replaced was read before
        assertThat(text(recordings, "two", 0)).contains("zebra");
        recordings.erase("one");
        recordings.replace("two", 0, "[{\"t\":0}]".getBytes(StandardCharsets.UTF_8));
        recordings.scrub();
        close(recordings);

        Recordings again = open();
        assertThat(again.stretch("one", 0)).isEmpty();
        assertThat(again.find("one")).isEmpty();
        assertThat(text(again, "two", 0)).isEqualTo("[{\"t\":0}]");
        assertThat(text(again, "two", 1)).isEqualTo("[{\"t\":50}]");
        assertThat(again.bytes()).isEqualTo(again.contents("two").orElseThrow().bytes());
        assertThat(again.contents("two").orElseThrow().stretches()).containsExactly(0.0, 50.0);
        close(again);
    }
}
