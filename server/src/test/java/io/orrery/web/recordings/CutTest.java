package io.orrery.web.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.room.HandRecordings;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.recording.Captions;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.Recording.Access;
import io.orrery.room.recording.Recording.State;
import io.orrery.room.recording.RecordingFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CutTest {
    private final HandRecordings recordings = new HandRecordings();
    private final Recording whole =
            new Recording("id", "ABC234", "", "", 0, 9000, 0, State.ENDED, 0, 0, Access.CLOSED, "key", List.of());

    @BeforeEach
    void record() {
        recordings.put(whole);
        append(0, 0, 0, "'seq':1,'state':{'step':'one','text':'secret','kept':1}");
        append(0, 1, 1000, "'pointer':{'cell':[7],'pose':[]}");
        append(0, 2, 1000, "'beat':{'tour':'talk-1','beat':'talk/old'}");
        append(0, 3, 2000, "'seq':2,'state':{'step':'two'},'gone':['text']");
        append(0, 4, 2000, "'beat':{'tour':'talk-1','beat':'talk/now'}");
        append(0, 5, 3000, "'counts':{'poll':5}");
        append(0, 6, 5000, "'seq':3,'state':{'step':'three'}");
        append(1, 0, 6000, "'seq':4,'state':{'step':'four','kept':1}");
        append(1, 1, 8000, "'seq':5,'state':{'step':'five'}");
        recordings.mark("id", 0, Mark.step("two").at(2000));
        recordings.mark("id", 1, Mark.question("poll", "Which?").at(5000).revealedAt(8000));
    }

    private void append(int stretch, int n, double t, String fields) {
        recordings.append("id", stretch, n, t, ("{'t':" + t + "," + fields + "}").replace('\'', '"'));
    }

    private JsonNode stretch(Recording cut, int n) throws IOException {
        return new ObjectMapper().readTree(Cut.stretch(recordings, cut, n).orElseThrow());
    }

    @Test
    void recordingThatIsCutBeginsWithTheStateAtTheCut() throws Exception {
        Recording cut = whole.cut(4000, 7000);
        recordings.put(cut);

        JsonNode first = stretch(cut, 0);
        assertThat(first.get(0).toString())
                .isEqualTo("{\"t\":0.0,\"seq\":2,\"state\":{\"step\":\"two\",\"kept\":1,\"poll\":5}}");
        assertThat(first.get(1).at("/pointer/cell/0").asInt()).isEqualTo(7);
        assertThat(first.get(2).at("/beat/beat").asText()).isEqualTo("talk/now");
        assertThat(first.get(3).toString()).isEqualTo("{\"t\":1000.0,\"seq\":3,\"state\":{\"step\":\"three\"}}");
        assertThat(first).hasSize(4);
        assertThat(stretch(cut, 1)).hasSize(1);
        assertThat(Cut.stretch(recordings, cut, 2)).isEmpty();

        Recording.Contents contents = Cut.of(recordings.contents("id").orElseThrow());
        assertThat(contents.stretches()).containsExactly(0.0, 2000.0);
        assertThat(contents.head().length()).isEqualTo(3000);
        assertThat(contents.marks())
                .containsExactly(Mark.question("poll", "Which?").at(1000));
    }

    @Test
    void stretchesBeforeTheCutAreNotGivenOut() throws Exception {
        Recording cut = whole.cut(6500, 0);
        recordings.put(cut);

        assertThat(stretch(cut, 0).get(0).at("/state/step").asText()).isEqualTo("four");
        assertThat(Cut.of(recordings.contents("id").orElseThrow()).stretches()).containsExactly(0.0);
        assertThat(Cut.stretch(recordings, cut, 1)).isEmpty();
    }

    private void speak(long t) {
        recordings.putFile("id", RecordingFile.voice(t, "audio/webm", 1000, 3), new byte[3]);
    }

    private List<Long> voice(Recording cut, String field) {
        var manifest = new LinkedHashMap<String, Object>();
        VoiceRoutes.list(cut, recordings, manifest);
        JsonNode pieces = new ObjectMapper().valueToTree(manifest.get("voice"));
        return pieces.findValues(field).stream().map(JsonNode::asLong).toList();
    }

    @Test
    void voiceThatIsNotWhollyWithinTheCutIsNotGivenOut() {
        List.of(0L, 3500L, 4500L, 5500L, 6500L).forEach(this::speak);

        assertThat(voice(whole.cut(4000, 7000), "part")).containsExactly(4500L, 5500L);
        assertThat(voice(whole.cut(4000, 7000), "t")).containsExactly(500L, 1500L);
        assertThat(voice(whole.cut(4000, 0), "t")).containsExactly(500L, 1500L, 2500L);
        assertThat(voice(whole, "t")).containsExactly(0L, 3500L, 4500L, 5500L, 6500L);
    }

    private static final String CAPTIONS = """
        WEBVTT - of the evening

        NOTE a secret

        00:01.000 --> 00:03.000
        secret

        00:03.500 --> 00:04.500
        half a secret

        two
        00:00:05.000 --> 00:00:06.000 align:left
        shown
        in two lines

        00:06.500 --> 00:08.000
        secret end
        """;

    private String captions(byte[] file, Recording cut) {
        return new String(Cut.captions(file, cut), StandardCharsets.UTF_8);
    }

    @Test
    void captionsThatAreNotWhollyWithinTheCutAreNotGivenOut() {
        byte[] file = CAPTIONS.getBytes(StandardCharsets.UTF_8);

        assertThat(captions(file, whole.cut(4000, 7000)))
                .isEqualTo("WEBVTT\n\n00:00:01.000 --> 00:00:02.000 align:left\nshown\nin two lines\n");
        assertThat(captions(file, whole)).isEqualTo(CAPTIONS);
    }

    @Test
    void captionsThatAreEditedWhileSomethingIsCutOffKeepWhatIsCutOff() {
        byte[] file = CAPTIONS.getBytes(StandardCharsets.UTF_8);
        byte[] edited = "WEBVTT\n\n00:00.500 --> 00:01.500\nnew\n".getBytes(StandardCharsets.UTF_8);
        Recording cut = whole.cut(4000, 7000);

        byte[] kept = Cut.edited(edited, Optional.of(file), cut);

        assertThat(Captions.cues(Captions.read(kept)))
                .extracting(cue -> cue.from() + " " + String.join(" ", cue.words()))
                .containsExactly("1000 secret", "3500 half a secret", "4500 new", "6500 secret end");
        assertThat(captions(kept, cut)).isEqualTo("WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nnew\n");
        assertThat(Cut.edited(edited, Optional.of(file), whole)).isEqualTo(edited);
    }
}
