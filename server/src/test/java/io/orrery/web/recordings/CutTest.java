package io.orrery.web.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.room.HandRecordings;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.Recording.Access;
import io.orrery.room.recording.Recording.State;
import java.io.IOException;
import java.util.List;
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
        append(0, 2, 2000, "'seq':2,'state':{'step':'two'},'gone':['text']");
        append(0, 3, 3000, "'counts':{'poll':5}");
        append(0, 4, 5000, "'seq':3,'state':{'step':'three'}");
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
        assertThat(first.get(2).toString()).isEqualTo("{\"t\":1000.0,\"seq\":3,\"state\":{\"step\":\"three\"}}");
        assertThat(first).hasSize(3);
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
}
