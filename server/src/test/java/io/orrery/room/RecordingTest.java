package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recorded of a room, compared with what an attendee's page was sent. */
class RecordingTest {
    private final RoomFixture fixture = new RoomFixture();
    private final HandSocket presenter = fixture.presenter();
    private final HandSocket attendee = fixture.attendee();

    private HandRecordings recordings() {
        return fixture.recordings();
    }

    private void does(String fields) {
        fixture.command(presenter, fixture.room().logged().seq(), fields);
        presenter.flush();
        attendee.flush();
    }

    private List<JsonNode> rows(String id) {
        var rows = new ArrayList<JsonNode>();
        int stretches = recordings().contents(id).orElseThrow().stretches().size();
        for (int i = 0; i < stretches; i++) {
            try {
                new ObjectMapper()
                        .readTree(recordings().stretch(id, i).orElseThrow())
                        .forEach(rows::add);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return rows;
    }

    /** The state that the rows add up to. */
    private static ObjectNode replayed(List<JsonNode> rows) {
        ObjectNode state = new ObjectMapper().createObjectNode();
        for (JsonNode row : rows) {
            state.setAll((ObjectNode) row.path("state").deepCopy());
            row.path("gone").forEach(name -> state.remove(name.asText()));
        }
        return state;
    }

    private String begin(String fields) {
        does("'do':'record'" + fields);
        return presenter.last("state").at("/state/recording/id").asText();
    }

    @Test
    void rowsAddUpToWhatAttendeesAreShown() {
        String id = begin("");
        does(RoomFixture.go("t3", "embed"));
        does("'do':'blank','on':true");
        does(RoomFixture.go("t3", "blocks.0.attn.scores"));
        does("'do':'blank','on':false");

        List<JsonNode> rows = rows(id);
        assertThat(replayed(rows)).isEqualTo(attendee.last("state").path("state"));
        assertThat(rows.get(1).path("state").fieldNames())
                .toIterable()
                .contains("cursor")
                .doesNotContain("trace");
    }
}
