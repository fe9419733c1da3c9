package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.trace.change.Changes;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is changed in a room's model while it runs. */
class ChangeTest {
    private static final String HEAD = "blocks.0.attn.hook_z[1]=zero";
    private static final String MLP = "blocks.0.hook_mlp_out=scale:0.5";
    private static final String TOKEN = "token@1=cut";

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();
    private final HandSocket hall = room.projector();

    @Test
    void everyoneIsSentTheChangedTraceAtTheSameStep() {
        give(go("t3", "blocks.0.attn.scores"));
        give(change("t3", HEAD, TOKEN));

        for (var each : List.of(presenter, attendee, hall)) {
            assertThat(changes(each)).containsExactly(HEAD, TOKEN);
            assertThat(each.last("state").at("/state/cursor/step").textValue()).isEqualTo("blocks.0.attn.scores");
            // The command is about the next token, which everyone may see now.
            assertThat(each.last("state").at("/state/trace/next")).isNotEmpty();
        }
        assertThat(room.attendee().last("welcome").at("/state/trace/changes")).hasSize(2);
    }

    @Test
    void endOfAllChangesHidesFromTheRoomWhatTheyShowed() {
        give(go("t3", "blocks.0.attn.scores"));
        assertThat(attendee.last("state").at("/state/trace/next")).isEmpty();
        give(change("t3", HEAD, MLP));
        give(change(trace(), MLP));
        assertThat(attendee.last("state").at("/state/trace/next")).isNotEmpty();
        give(change(trace()));

        for (var each : List.of(attendee, hall)) {
            assertThat(each.last("state").at("/state/trace/next")).isEmpty();
        }
        assertThat(presenter.last("state").at("/state/trace/next")).isNotEmpty();
    }

    @Test
    void whatThePresenterHasShownMeanwhileStaysShownAfterTheChangesEnd() {
        give(go("t3", "blocks.0.attn.scores"));
        give(change("t3", HEAD));
        give("'do':'answer','shown':true");
        give(change(trace()));

        assertThat(attendee.last("state").at("/state/trace/next")).isNotEmpty();
    }

    @Test
    void listIsTheWholeTruthSoOneIsReplacedOrTakenOut() {
        give(change("t3", HEAD, MLP));
        give(change(trace(), MLP));
        assertThat(changes(attendee)).containsExactly(MLP);
        give(change(trace(), "blocks.0.hook_mlp_out=zero"));
        assertThat(changes(attendee)).containsExactly("blocks.0.hook_mlp_out=zero");
        give(change(trace()));
        assertThat(attendee.last("state").at("/state/trace").has("changes")).isFalse();
        assertThat(trace()).isEqualTo("t3");
    }

    @Test
    void whatWasEndedAtOnceIsRememberedForDriversAlone() {
        give(change("t3", HEAD, MLP));
        assertThat(presenter.last("state").get("state").has("change")).isFalse();
        give(change(trace()));

        assertThat(texts(presenter.last("state").at("/state/change/ended"))).containsExactly(HEAD, MLP);
        assertThat(attendee.last("state").get("state").has("change")).isFalse();
        give(change("t3", HEAD));
        assertThat(presenter.last("state").get("state").has("change")).isFalse();
    }

    @Test
    void everyWayToAnotherTextKeepsThem() {
        give(change("t3", HEAD));
        give("'do':'generate','trace':" + quoted(trace()));
        assertThat(changes(attendee)).containsExactly(HEAD);
        assertThat(length()).isEqualTo(4);
        give("'do':'append','trace':" + quoted(trace()) + ",'tokens':[1]");
        assertThat(changes(attendee)).containsExactly(HEAD);
        give("'do':'take-back','trace':" + quoted(trace()) + ",'tokens':3");
        assertThat(changes(attendee)).containsExactly(HEAD);
        assertThat(length()).isEqualTo(2);
        give("'do':'prompt','trace':'p3'");
        assertThat(changes(attendee)).containsExactly(HEAD);
        assertThat(trace()).startsWith("p3~");
        give("'do':'reset'");
        assertThat(changes(attendee)).containsExactly(HEAD);
        give("'do':'compare','model':'m2'");
        assertThat(texts(attendee.last("state").at("/state/second/changes"))).containsExactly(HEAD);
    }

    @Test
    void textWithChangesOfItsOwnKeepsThose() {
        give(change("t3", HEAD));
        give("'do':'prompt','trace':" + quoted("p3~" + MLP));
        assertThat(changes(attendee)).containsExactly(MLP);
    }

    @Test
    void undoBringsBackWhatWasChangedBefore() {
        give(change("t3", HEAD));
        give(change(trace(), HEAD, MLP));
        give(change(trace()));
        undo();
        assertThat(changes(attendee)).containsExactly(HEAD, MLP);
        undo();
        assertThat(changes(attendee)).containsExactly(HEAD);
        undo();
        assertThat(trace()).isEqualTo("t3");
    }

    @Test
    void badChangesAreRefusedWithASentenceAndTheRoomGoesOn() {
        assertRefused(change("t3", "nothing[1]=zero"), "malformed", "no tensor named");
        assertRefused(change("t3", "blocks.0.attn.hook_z[1]"), "malformed", "is not a change");
        assertRefused(change("t3", "blocks.0.hook_mlp_out=scale:1e30"), "malformed", "too large");
        assertRefused(change("t3", "blocks.0.hook_mlp_out=scale:1e999"), "malformed", "is not a change");
        assertRefused(change("t3", "token@3=cut"), "malformed", "There is no position 3");
        assertRefused(change("t3", "blocks.0.attn.hook_attn_scores[0,1,7]=cut"), "malformed", "no position 7");
        assertRefused(
                change("t3", Collections.nCopies(Changes.LIMIT + 1, HEAD).toArray(new String[0])),
                "malformed",
                "at most 64");
        assertRefused("'do':'change','trace':'t3','changes':'all'", "malformed", "list");
        assertRefused("'do':'change','trace':'t2','changes':[]", "stale", "");
        give(change("t3", HEAD));
        assertThat(changes(attendee)).containsExactly(HEAD);
    }

    @Test
    void onlyTheDriverChanges() {
        room.command(attendee, 0, change("t3", HEAD));
        attendee.flush();
        assertThat(attendee.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
    }

    @Test
    void changeOfATextThatIsReplacedMeanwhileIsStale() {
        room.engine().slow();
        give(change("t3", HEAD));
        assertThat(room.engine().waiting()).isEqualTo(1);
        give("'do':'prompt','trace':'p3'");
        while (room.engine().waiting() > 0) {
            room.engine().answerOne();
        }
        room.loop().run();
        presenter.flush();
        assertThat(trace()).isEqualTo("p3");
    }

    private void undo() {
        give("'do':'undo'");
    }

    private void give(String fields) {
        room.command(presenter, seq(), fields);
        for (var each : List.of(presenter, attendee, hall)) {
            each.flush();
        }
    }

    private long seq() {
        return room.presenter().last("welcome").get("seq").longValue();
    }

    private void assertRefused(String fields, String reason, String sentence) {
        String id = room.command(presenter, seq(), fields);
        presenter.flush();
        JsonNode refused = presenter.last("refused");
        assertThat(refused.get("id").textValue()).isEqualTo(id);
        assertThat(refused.get("reason").textValue()).isEqualTo(reason);
        assertThat(refused.toString()).contains(sentence);
    }

    private static String change(String trace, String... changes) {
        var list = new StringBuilder();
        for (String change : changes) {
            list.append(list.length() == 0 ? "" : ",").append(quoted(change));
        }
        return "'do':'change','trace':" + quoted(trace) + ",'changes':[" + list + "]";
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private String trace() {
        return presenter.last("state").at("/state/trace/id").textValue();
    }

    private int length() {
        return presenter.last("state").at("/state/trace/tokens").size();
    }

    private static List<String> changes(HandSocket of) {
        return texts(of.last("state").at("/state/trace/changes"));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new java.util.ArrayList<String>();
        list.forEach(each -> texts.add(each.textValue()));
        return texts;
    }
}
