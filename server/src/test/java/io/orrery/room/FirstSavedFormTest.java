package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.SavedState;
import io.orrery.room.storage.SavedStateJson;
import io.orrery.wire.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Reading a data folder from before states had one JSON form. The sample is the state that such a version stored after
 * sixteen changes; the expected JSON is the state that it sent to pages at that time.
 */
class FirstSavedFormTest {
    private static final String SENT = "{'trace':{'id':'t3','model':'m','tokens':[0,1,2],'text':['A','B','C'],"
            + "'promptLength':2,'nCtx':5,'next':[],'ended':false},"
            + "'cursor':{'trace':'t3','step':'blocks.0.attn.scores'},'playing':false,'blank':true,'lobby':false,"
            + "'began':1000000.0,'address':'http://192.168.1.20:8080','sharing':true,"
            + "'marks':[{'name':'logits','index':[-1,0]}],'exhibit':{'subject':'gpt3','start':999600.0},"
            + "'undo':'exhibit','wheel':{'holder':'05IlYZxwp7','offered':'','asking':[],'freeAt':0.0},"
            + "'sampling':{'temperature':0.5,'topK':5,'topP':1.0,'seed':7},'generating':0,"
            + "'second':{'id':'t3','model':'m2','tokens':[0,1,2],'text':['A','B','C'],'promptLength':2,'nCtx':5,"
            + "'next':[],'ended':false}}";

    private final RoomsFixture server = new RoomsFixture();
    private final Rooms.Opening room = server.open();

    @Test
    void restoresTheState() throws Exception {
        Rooms again = restarted();

        var attendee = server.join(again.find(room.code()).orElseThrow(), "attendee", "");
        JsonNode welcome = attendee.last("welcome");
        assertThat(welcome.get("seq").longValue()).isEqualTo(16);
        var expected = (ObjectNode) Json.read(SENT.replace('\'', '"'));
        expected.put("code", room.code().text());
        assertThat(welcome.get("state")).isEqualTo(expected);
        assertThat(attendee.last("pointer").at("/cell/0/index").toString()).isEqualTo("[1,2]");
        assertThat(attendee.last("pointer").at("/pose/0/span").doubleValue()).isEqualTo(40);
    }

    @Test
    void restoresTheUndoHistory() throws Exception {
        Rooms again = restarted();
        var presenter = server.presenter(again, room);
        server.command(presenter, 16, "'do':'take-wheel'");

        for (String command : new String[] {
            "exhibit", "play", "blank", "share", "go", "generate", "mark", "compare", "prompt", "exhibit", "go"
        }) {
            JsonNode state = presenter.last("state");
            assertThat(state.at("/state/undo").textValue()).isEqualTo(command);
            server.command(presenter, state.get("seq").longValue(), "'do':'undo'");
        }

        JsonNode first = presenter.last("state").get("state");
        assertThat(first.has("undo")).isFalse();
        assertThat(first.get("cursor").toString()).isEqualTo("{\"trace\":\"t3\",\"step\":\"start\"}");
        assertThat(first.get("lobby").booleanValue()).isTrue();
        assertThat(first.has("second") || first.has("marks") || first.has("exhibit"))
                .isFalse();
        assertThat(presenter.heard("refused")).isEmpty();
    }

    @Test
    void writesTheStateInTheNewForm() throws Exception {
        SavedState first = sample();

        SavedState again = SavedStateJson.read(SavedStateJson.write(first));

        assertThat(again).isEqualTo(first);
        assertThat(Json.read(SavedStateJson.write(first))
                        .at("/state/cursor/step")
                        .textValue())
                .isEqualTo("blocks.0.attn.scores");
    }

    private Rooms restarted() throws Exception {
        SavedRoom kept = server.storage().rooms().get(0);
        server.storage().state(kept.code(), sample(), 0);
        return server.restarted();
    }

    private static SavedState sample() throws Exception {
        try (var file = FirstSavedFormTest.class.getResourceAsStream("/io/orrery/room/storage/first-form.json")) {
            return SavedStateJson.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
