package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.SharedCases;
import io.orrery.tour.scene.Focus;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the driver has in focus: who sees it, what ends it, and what is refused. The model has 2 layers of 2 heads. */
class FocusTest {
    private static final String SCORES = "blocks.0.attn.scores";
    private static final String HEAD_2 = "'on':{'kind':'step','head':1}";
    private static final String CELL = "'cell':{'name':'blocks.0.attn.hook_attn_scores','index':[1,2,0]}";

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();
    private long seq = 1;

    @Test
    void everyoneSeesWhatTheDriverChoosesAndLatecomersToo() {
        command(go("t3", SCORES));
        command(focus("t3", SCORES, HEAD_2 + "," + CELL + ",'tensors':['blocks.0.attn.hook_k']"));

        String expected = "{\"step\":\"blocks.0.attn.scores\",\"on\":{\"kind\":\"step\",\"head\":1},"
                + "\"cell\":{\"name\":\"blocks.0.attn.hook_attn_scores\",\"index\":[1,2,0]},"
                + "\"tensors\":[\"blocks.0.attn.hook_k\"]}";
        for (HandSocket each : new HandSocket[] {presenter, attendee}) {
            assertThat(each.last("state").at("/state/focus").toString()).isEqualTo(expected);
        }
        for (HandSocket late : new HandSocket[] {room.attendee(), room.projector(), room.coPresenter()}) {
            assertThat(late.last("welcome").at("/state/focus").toString()).isEqualTo(expected);
        }

        command(focus("t3", SCORES, "'x':1"));
        assertThat(state().has("focus")).as("nothing is chosen").isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'kind':'everything'}",
                "{'kind':'section','section':'output'}",
                "{'kind':'layer','layer':1}",
                "{'kind':'part','layer':1,'part':'mlp'}",
                "{'kind':'head','layer':1,'head':1}",
                "{'kind':'block','node':'blocks.1.attn.hook_q','head':1}",
                "{'kind':'block','node':'logits','head':null}",
            })
    void eachKindIsSentAsItWasChosen(String on) throws Exception {
        command(focus("t3", "start", "'on':" + on));

        assertThat(state().at("/focus/on").toString()).isEqualTo(on.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'on':{'kind':'step','head':2} | malformed",
                "'on':{'kind':'step','head':-1} | malformed",
                "'on':{'kind':'step'} | malformed",
                "'on':{'kind':'dog'} | malformed",
                "'on':'everything' | malformed",
                "'on':{'kind':'section','section':'attic'} | malformed",
                "'on':{'kind':'layer','layer':2} | malformed",
                "'on':{'kind':'layer','layer':9007199254740991} | malformed",
                "'on':{'kind':'part','layer':0,'part':'leg'} | malformed",
                "'on':{'kind':'head','layer':2,'head':0} | malformed",
                "'on':{'kind':'head','layer':0,'head':2} | malformed",
                "'on':{'kind':'block','node':'blocks.0.attn.hook_q','head':2} | malformed",
                "'on':{'kind':'block','node':'blocks.2.attn.hook_q'} | unknown-tensor",
                "'cell':{'name':'blocks.7.hook_mlp_out','index':[0,0]} | unknown-tensor",
                "'cell':{'name':'logits','index':[3,0]} | unknown-cell",
                "'cell':{'name':'logits','index':[0]} | unknown-cell",
                "'cell':{'name':'logits','index':[-1,0]} | malformed",
                "'tensors':['logits','nothing'] | unknown-tensor",
                "'tensors':[7] | malformed",
                "'tensors':'logits' | malformed",
            })
    void refusesWhatTheModelAndTheTextDoNotHave(String fields, String reason) {
        room.command(presenter, seq, focus("t3", "start", fields));

        JsonNode refused = presenter.last("refused");
        // protocol 1 has no reasons for tensors and cells; the code is exact
        assertThat(refused.get(reason.equals("malformed") ? "reason" : "code").textValue())
                .isEqualTo(reason);
        assertThat(attendee.heard("state")).isEmpty();
    }

    @Test
    void pagesExpectOfAFocusAfterAStepWhatTheServerLeavesOfIt() throws Exception {
        for (JsonNode each : SharedCases.read("features/focus/focus-cases.js", "FOCUS_CASES")) {
            var focus = SharedCases.JSON.treeToValue(each.get(0), Focus.class);
            Focus left = focus.carried(layer(each.get(1)), layer(each.get(2)));
            assertThat((JsonNode) SharedCases.JSON.valueToTree(left))
                    .as("%s", each)
                    .isEqualTo(each.get(3));
        }
    }

    private static OptionalInt layer(JsonNode layer) {
        return layer.isNull() ? OptionalInt.empty() : OptionalInt.of(layer.intValue());
    }

    @Test
    void onlyTheDriverMayChoose() {
        room.command(attendee, 1, focus("t3", "start", HEAD_2));
        assertThat(attendee.last("refused").get("reason").textValue()).isEqualTo("not-allowed");

        var co = room.coPresenter();
        room.command(co, 1, focus("t3", "start", HEAD_2));
        assertThat(co.last("refused").get("reason").textValue()).isEqualTo("not-driving");

        String id = co.last("welcome").get("id").textValue();
        command(focus("t3", "start", HEAD_2));
        command("'do':'offer-wheel','to':'" + id + "'");
        room.command(co, ++seq, "'do':'take-wheel'");
        assertThat(state().at("/focus/on/head").intValue())
                .as("stays when the wheel is handed over")
                .isEqualTo(1);
        room.command(co, ++seq, focus("t3", "start", "'on':{'kind':'layer','layer':1}"));
        assertThat(state().at("/focus/on/layer").intValue()).isEqualTo(1);
        room.command(presenter, seq, focus("t3", "start", HEAD_2));
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("not-driving");
    }

    @Test
    void choiceForAStepThatTheRoomHasLeftChangesNothing() {
        command(go("t3", SCORES));
        int told = attendee.heard("state").size();

        String id = room.command(presenter, 1, focus("t3", "start", HEAD_2));
        room.command(presenter, 1, focus("t2", SCORES, HEAD_2));

        assertThat(presenter.heard("refused")).isEmpty();
        assertThat(presenter.heard("state").stream()
                        .anyMatch(each -> id.equals(each.path("by").textValue())))
                .as("answered")
                .isTrue();
        assertThat(attendee.heard("state")).hasSize(told);
    }

    @Test
    void cellAndWordEndWithTheStepAndAHeadWithItsLayer() {
        command(go("t3", SCORES));
        command(focus("t3", SCORES, HEAD_2 + "," + CELL + ",'tensors':['blocks.0.attn.hook_k']"));

        command(go("t3", "blocks.0.attn.pattern"));
        assertThat(state().get("focus").toString())
                .isEqualTo("{\"step\":\"blocks.0.attn.pattern\",\"on\":{\"kind\":\"step\",\"head\":1}}");
        command(go("t3", "blocks.1.attn.scores"));
        assertThat(state().has("focus")).as("another layer").isFalse();

        for (String on : new String[] {
            "{'kind':'layer','layer':1}",
            "{'kind':'part','layer':1,'part':'attention'}",
            "{'kind':'head','layer':0,'head':1}",
            "{'kind':'block','node':'blocks.0.attn.hook_q','head':1}",
            "{'kind':'section','section':'output'}"
        }) {
            command(focus("t3", "blocks.1.attn.scores", "'on':" + on));
            assertThat(state().has("focus")).as(on).isTrue();
            command(go("t3", "blocks.1.attn.pattern"));
            assertThat(state().has("focus")).as(on).isFalse();
            command(go("t3", "blocks.1.attn.scores"));
        }
        for (String on : new String[] {
            "{'kind':'head','layer':1,'head':1}", "{'kind':'block','node':'blocks.1.attn.hook_q','head':1}"
        }) {
            command(focus("t3", "blocks.1.attn.scores", "'on':" + on));
            command(go("t3", "blocks.1.attn.pattern"));
            assertThat(state().at("/focus/on").toString()).as(on).isEqualTo("{\"kind\":\"step\",\"head\":1}");
            command(go("t3", "blocks.1.attn.scores"));
        }
    }

    @Test
    void wholeModelStaysUntilSomethingElseIsChosen() {
        command(focus("t3", "start", "'on':{'kind':'everything'}"));
        command(go("t3", "embed"));
        command("'do':'prompt','trace':'p3'");
        command(go("p3", "probs"));

        assertThat(state().get("focus").toString()).isEqualTo("{\"step\":\"probs\",\"on\":{\"kind\":\"everything\"}}");
    }

    @Test
    void stepsThatTheRoomTakesByItselfEndTheChoiceToo() {
        command(go("t3", "embed"));
        command(focus("t3", "embed", "'on':{'kind':'layer','layer':1}"));
        command("'do':'play'");
        assertThat(state().has("focus")).isTrue();

        room.loop().advance(3000);

        assertThat(attendee.last("state").at("/state/cursor/step").textValue()).isEqualTo("pos_embed");
        assertThat(state().has("focus")).isFalse();
    }

    @Test
    void anotherTextEndsTheHeldCellButKeepsTheHead() {
        command(go("t3", SCORES));
        command(focus("t3", SCORES, HEAD_2 + "," + CELL));

        command("'do':'append','trace':'t3','tokens':[0]");

        assertThat(state().at("/trace/id").textValue()).isEqualTo("t4");
        assertThat(state().get("focus").toString())
                .isEqualTo("{\"step\":\"blocks.0.attn.scores\",\"on\":{\"kind\":\"step\",\"head\":1}}");
    }

    /** The word of a cut and its joins are the room's until another word is chosen, or the text or the step is another. */
    @Test
    void wordOfACutEndsWithTheTextAndWithTheStep() {
        String word = "'on':{'kind':'step','head':0,'word':0,'joins':2}";
        command(go("t3", "cut"));
        command(focus("t3", "cut", word));
        assertThat(state().at("/focus/on").toString())
                .isEqualTo("{\"kind\":\"step\",\"head\":0,\"word\":0,\"joins\":2}");
        command("'do':'append','trace':'t3','tokens':[0]");
        assertThat(state().has("focus")).isFalse();

        command(focus("t4", "cut", word));
        command(go("t4", "embed"));
        assertThat(state().has("focus")).isFalse();
        command(focus("t4", "embed", "'on':{'kind':'step','head':0,'word':100000}"));
        assertThat(state().has("focus")).isFalse();
    }

    @Test
    void undoAndTheLobbyEndTheChoice() {
        command(go("t3", "embed"));
        command(focus("t3", "embed", "'on':{'kind':'layer','layer':1}"));
        assertThat(state().get("undo").textValue()).as("a focus is not undone").isEqualTo("go");
        command("'do':'undo'");
        assertThat(state().at("/cursor/step").textValue()).isEqualTo("start");
        assertThat(state().has("focus")).isFalse();

        command(focus("t3", "start", "'on':{'kind':'everything'}"));
        command("'do':'lobby','on':false");
        assertThat(state().has("focus")).isTrue();
        command("'do':'lobby','on':true");
        assertThat(state().has("focus")).isFalse();
    }

    @Test
    void focusSurvivesARestart() {
        var server = new RoomsFixture();
        Rooms.Opening opening = server.open();
        var drives = server.presenter(server.rooms(), opening);
        String trace = drives.last("welcome").at("/state/cursor/trace").textValue();
        server.command(drives, 1, focus(trace, "start", "'on':{'kind':'head','layer':0,'head':1}"));
        server.rooms().close();
        server.loop().run();

        Rooms again = server.restarted();

        assertThat(server.presenter(again, opening)
                        .last("welcome")
                        .at("/state/focus/on")
                        .toString())
                .isEqualTo("{\"kind\":\"head\",\"layer\":0,\"head\":1}");
    }

    private void command(String fields) {
        room.command(presenter, seq, fields);
        seq = Math.max(seq, presenter.last("state").get("seq").longValue());
    }

    private static String focus(String trace, String step, String fields) {
        return "'do':'focus','cursor':{'trace':'" + trace + "','step':'" + step + "'}," + fields;
    }

    private JsonNode state() {
        return attendee.last("state").get("state");
    }
}
