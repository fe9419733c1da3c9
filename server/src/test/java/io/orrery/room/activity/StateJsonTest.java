package io.orrery.room.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.activity.address.AddressActivity.AddressState;
import io.orrery.room.activity.blank.BlankActivity.BlankState;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import io.orrery.room.activity.gallery.GalleryActivity.Exhibit;
import io.orrery.room.activity.gallery.GalleryActivity.GalleryState;
import io.orrery.room.activity.generation.GenerationActivity.TextState;
import io.orrery.room.activity.mark.MarkActivity.MarkState;
import io.orrery.room.activity.prediction.PredictionState;
import io.orrery.room.activity.undo.UndoActivity.UndoState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.RoomState;
import io.orrery.trace.Sampling;
import io.orrery.wire.CellMark;
import io.orrery.wire.Cursor;
import io.orrery.wire.Json;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The JSON form of a room's state, which is protocol 1's for pages and is read back from disk. */
class StateJsonTest {
    private static final RoomState STATE = Activities.ALL
            .first()
            .with(
                    WalkState.PART,
                    new WalkState(
                            new TraceSummary(
                                    "t1",
                                    "m1",
                                    List.of(2, 1),
                                    List.of("C", "B"),
                                    1,
                                    11,
                                    List.of(new TraceSummary.Next(0, "A", 0.5f)),
                                    true,
                                    List.of(),
                                    "",
                                    Optional.empty(),
                                    List.of()),
                            new Cursor("t1", "start"),
                            false,
                            Optional.empty()))
            .with(BlankState.PART, new BlankState(true))
            .with(AddressState.PART, new AddressState("ABC234", "http://192.168.1.5:8080"))
            .with(MarkState.PART, new MarkState(List.of(new CellMark("logits", List.of(CellMark.ALL, 2)))))
            .with(GalleryState.PART, new GalleryState(Optional.of(new Exhibit("gpt3", 1200))))
            .with(UndoState.PART, new UndoState("prompt"))
            .with(DriverState.PART, new DriverState("presenter", "", List.of("ab12"), 0))
            .with(TextState.PART, new TextState(new Sampling(0.5, 40, 1, 7), 3));

    private static final String JSON = ("{'trace':{'id':'t1','model':'m1','tokens':[2,1],'text':['C','B'],"
                    + "'promptLength':1,'nCtx':11,'next':[{'token':0,'text':'A','p':0.5}],'ended':true},"
                    + "'cursor':{'trace':'t1','step':'start'},'playing':false,'blank':true,'code':'ABC234',"
                    + "'lobby':true,'began':0.0,'address':'http://192.168.1.5:8080','sharing':false,"
                    + "'marks':[{'name':'logits','index':[-1,2]}],'exhibit':{'subject':'gpt3','start':1200.0},"
                    + "'undo':'prompt','wheel':{'holder':'presenter','offered':'','asking':['ab12'],'freeAt':0.0},"
                    + "'sampling':{'temperature':0.5,'topK':40,'topP':1.0,'seed':7},'generating':3}")
            .replace('\'', '"');

    @Test
    void writesTheFieldsOfProtocol1() throws Exception {
        for (Role role : Role.values()) {
            String sent = Activities.ALL.json().write(Activities.ALL.seenBy(role, STATE));

            assertThat(Json.read(sent)).isEqualTo(Json.read(JSON));
        }
    }

    @Test
    void readsBackTheSameJson() throws Exception {
        JsonNode written = Json.read(Activities.ALL.json().write(withSecond()));
        assertThat(written.at("/second/id").textValue()).isEqualTo("t1");
        assertThat(Activities.ALL.json().read(written)).isEqualTo(withSecond());
        assertThat(Activities.ALL.json().read(Json.read(JSON))).isEqualTo(STATE);
    }

    @Test
    void leavesOutEmptyPartsAndReadsThemBack() throws Exception {
        RoomState plain = STATE.with(MarkState.PART, new MarkState(List.of()))
                .with(GalleryState.PART, GalleryState.CLOSED)
                .with(UndoState.PART, new UndoState(""));

        JsonNode json = Json.read(Activities.ALL.json().write(plain));

        assertThat(json.has("marks") || json.has("exhibit") || json.has("undo") || json.has("second"))
                .isFalse();
        assertThat(Activities.ALL.json().read(json)).isEqualTo(plain);
    }

    @Test
    void readsAQuestionAndATextFromBeforeTheirModelsPresetWasKept() throws Exception {
        RoomState read = Activities.ALL.json().read(Json.read(JSON.substring(0, JSON.length() - 1) + """
                ,"prediction":{"number":1,"reader":{"model":"m1","title":"Stories","top":0.5}},
                "series":{"number":1,"phase":"on","texts":[{"question":1,"room":2,"chance":5,"model":1,"reader":"Stories"}]}}"""));

        assertThat(PredictionState.PART.of(read).reader())
                .contains(
                        new PredictionState.Reader("m1", Optional.empty(), Optional.of("Stories"), Optional.of(0.5f)));
        assertThat(Json.read(Activities.ALL.json().write(read))
                        .at("/series/texts/0/reader")
                        .textValue())
                .isEqualTo("Stories");
    }

    private static RoomState withSecond() {
        return STATE.update(WalkState.PART, walk -> walk.withSecond(Optional.of(walk.trace())));
    }
}
