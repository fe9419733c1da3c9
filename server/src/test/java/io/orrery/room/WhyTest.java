package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.SharedCases;
import io.orrery.room.activity.why.WhyActivity.WhyState;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The question of why that a room looks at: who sees it, what ends it, what is refused. */
class WhyTest {
    private static final String SCORES = "blocks.0.attn.scores";

    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();
    private long seq = 1;

    @Test
    void everyoneSeesTheQuestionAndLatecomersToo() {
        command(go("t3", SCORES));
        command(why("t3", SCORES, "'tool':'attribution','position':1,'a':2,'b':'all','view':'layer=1&head=0'"));

        String expected = "{\"tool\":\"attribution\",\"step\":\"blocks.0.attn.scores\",\"position\":1,\"a\":2,"
                + "\"b\":\"all\",\"view\":\"layer=1&head=0\"}";
        for (HandSocket each : new HandSocket[] {presenter, attendee}) {
            assertThat(each.last("state").at("/state/why").toString()).isEqualTo(expected);
        }
        for (HandSocket late : new HandSocket[] {room.attendee(), room.projector(), room.coPresenter()}) {
            assertThat(late.last("welcome").at("/state/why").toString()).isEqualTo(expected);
        }
        command(why("t3", SCORES, "'x':1"));
        assertThat(state().has("why")).as("nothing is open").isFalse();
    }

    @Test
    void openingItShowsTheRoomTheAnswerWhileItIsOpen() {
        command("'do':'answer','shown':false");
        command(go("t3", SCORES));
        assertThat(attendee.last("state").at("/state/trace/next")).isEmpty();
        command(why("t3", SCORES, "'tool':'lens'"));
        assertThat(attendee.last("state").at("/state/trace/next")).hasSize(1);
        command(why("t3", SCORES, "'x':1"));
        assertThat(attendee.last("state").at("/state/trace/next")).isEmpty();
    }

    @Test
    void endsWithTheStepAndStaysForAnotherText() {
        command(why("t3", "start", "'tool':'lens','position':1,'a':2,'view':'x=1'"));
        command("'do':'append','trace':'t3','tokens':[1]");
        assertThat(state().get("why").toString()).isEqualTo("{\"tool\":\"lens\",\"step\":\"start\",\"view\":\"x=1\"}");
        command(go(state().at("/trace/id").textValue(), "embed"));
        assertThat(state().has("why")).isFalse();
    }

    /** What is chosen in a tool is the room's: a second text, and a value of the first that is put into it; undo takes that out. */
    @Test
    void secondTextAndWhatIsPutIntoItAreShared() {
        command(why("t3", "start", "'tool':'patch','view':'swap=1.2.0'"));
        command(why("t3", "start", "'tool':'patch','view':'swap=1.2.0&only=blocks.0.hook_mlp_out'"));
        assertThat(room.attendee().last("welcome").at("/state/why/view").textValue())
                .isEqualTo("swap=1.2.0&only=blocks.0.hook_mlp_out");
        command("'do':'undo'");
        assertThat(state().at("/why/view").textValue()).isEqualTo("swap=1.2.0");
        command("'do':'append','trace':'t3','tokens':[1]");
        assertThat(state().at("/why/view").textValue()).isEqualTo("swap=1.2.0");
    }

    @Test
    void undoGoesBackToTheQuestionBefore() {
        command(why("t3", "start", "'tool':'lens'"));
        command(why("t3", "start", "'tool':'attribution','a':1"));
        command("'do':'undo'");
        assertThat(state().at("/why/tool").textValue()).isEqualTo("lens");
        command("'do':'undo'");
        assertThat(state().has("why")).isFalse();
    }

    @Test
    void lobbyClosesIt() {
        command(why("t3", "start", "'tool':'lens'"));
        command("'do':'lobby','on':true");
        assertThat(state().has("why")).isFalse();
    }

    @Test
    void questionAboutAStepThatTheRoomHasLeftChangesNothing() {
        command(go("t3", SCORES));
        command(why("t3", "start", "'tool':'lens'"));
        assertThat(state().has("why")).isFalse();
    }

    /** A change is computed meanwhile: whichever comes first, the question is open about the changed run. */
    @Test
    void questionThatWasSentBeforeAChangeArrivedIsAboutTheChangedRun() {
        String question = "'tool':'heads','position':1,'a':2,'view':'sort=first'";
        String head = "'do':'change','trace':'t3','changes':['blocks.0.attn.hook_z[1]=zero']";
        command(head);
        command(why("t3", "start", question));
        assertThat(state().at("/trace/changes")).hasSize(1);
        String expected = "{\"tool\":\"heads\",\"step\":\"start\",\"position\":1,\"a\":2,\"view\":\"sort=first\"}";
        assertThat(state().get("why").toString()).isEqualTo(expected);
        String changed = state().at("/trace/id").textValue();
        command(why(changed, "start", "'x':1"));

        // the change is ended, and asked about by who has not seen that yet
        command("'do':'change','trace':'" + changed + "','changes':[]");
        command(why(changed, "start", question));
        assertThat(state().get("why").toString()).isEqualTo(expected);
        command(why(changed, "start", "'x':1"));
        assertThat(state().has("why")).as("closing it arrives, too").isFalse();

        // another text has other positions and other answers
        command("'do':'append','trace':'t3','tokens':[1]");
        command(why("t3", "start", question));
        assertThat(state().get("why").toString())
                .isEqualTo("{\"tool\":\"heads\",\"step\":\"start\",\"view\":\"sort=first\"}");
        command(why("unknown", "start", question));
        assertThat(state().get("why").toString()).isEqualTo("{\"tool\":\"heads\",\"step\":\"start\"}");
    }

    @Test
    void questionThatIsAskedWhileAChangeIsComputedStaysOpen() {
        room.engine().slow();
        room.command(presenter, seq, "'do':'change','trace':'t3','changes':['blocks.0.attn.hook_z[1]=zero']");
        command(why("t3", "start", "'tool':'lens','position':1"));
        assertThat(state().at("/why/tool").textValue()).isEqualTo("lens");
        while (room.engine().waiting() > 0) {
            room.engine().answerOne();
        }
        assertThat(state().at("/trace/changes")).hasSize(1);
        assertThat(state().at("/why/position").intValue()).isEqualTo(1);
    }

    @Test
    void moveOfTheWalkLeavesOfAQuestionWhatItLeavesAlone() throws Exception {
        for (JsonNode each : SharedCases.read("features/why/why-cases.js", "WHY_CASES")) {
            JsonNode asked = each.get(0);
            var question = new WhyState(
                    asked.get("tool").textValue(),
                    "start",
                    Optional.ofNullable(asked.get("position")).map(JsonNode::intValue),
                    Optional.ofNullable(asked.get("a")).map(JsonNode::intValue),
                    Optional.ofNullable(asked.get("b")).map(JsonNode::textValue),
                    asked.path("view").asText());
            WhyState left = question.moved(
                    each.get(1).booleanValue(),
                    each.get(2).booleanValue(),
                    each.get(3).booleanValue());
            ObjectNode said = SharedCases.JSON.valueToTree(left);
            said.remove("step");
            assertThat(left.hasTool() ? said : NullNode.instance).as("%s", each).isEqualTo(each.get(4));
        }
    }

    @Test
    void onlyTheDriverMayAsk() {
        room.command(attendee, 1, why("t3", "start", "'tool':'lens'"));
        assertThat(attendee.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
        var co = room.coPresenter();
        room.command(co, 1, why("t3", "start", "'tool':'lens'"));
        assertThat(co.last("refused").get("reason").textValue()).isEqualTo("not-driving");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'tool':'guess' | no-such-tool",
                "'tool':'lens','position':3 | field-out-of-range",
                "'tool':'lens','position':-1 | field-not-count",
                "'tool':'lens','a':3 | field-out-of-range",
                "'tool':'lens','a':99999999999 | field-out-of-range",
                "'tool':'lens','b':'3' | field-out-of-range",
                "'tool':'lens','b':'most' | field-not-one-of",
                "'tool':7 | field-not-text",
            })
    void refusesWhatIsNotThere(String fields, String code) {
        room.command(presenter, seq, why("t3", "start", fields));
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("malformed");
        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo(code);
        assertThat(attendee.heard("state")).isEmpty();
    }

    private static String why(String trace, String step, String fields) {
        return "'do':'why','cursor':{'trace':'" + trace + "','step':'" + step + "'}," + fields;
    }

    private void command(String fields) {
        room.command(presenter, seq, fields);
        seq = Math.max(seq, presenter.last("state").get("seq").longValue());
    }

    private JsonNode state() {
        return presenter.last("state").get("state");
    }
}
