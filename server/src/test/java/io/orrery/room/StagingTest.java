package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.CloseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagingTest {
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();

    @Test
    void roomStartsInTheLobby() {
        assertThat(attendee.last("welcome").at("/state/lobby").booleanValue()).isTrue();
        assertThat(attendee.last("welcome").at("/state/began").doubleValue()).isZero();

        room.command(presenter, 1, "'do':'lobby','on':false");

        assertThat(state().get("lobby").booleanValue()).isFalse();
        assertThat(state().get("began").doubleValue()).isEqualTo(room.loop().now());
        assertThat(state().at("/cursor/step").textValue()).isEqualTo("start");
    }

    @Test
    void goLeavesTheLobby() {
        room.command(presenter, 1, go("t3", "start"));

        assertThat(state().get("lobby").booleanValue()).isFalse();
    }

    @Test
    void promptKeepsTheLobby() {
        room.command(presenter, 1, "'do':'prompt','trace':'p3'");

        assertThat(state().at("/trace/id").textValue()).isEqualTo("p3");
        assertThat(state().get("lobby").booleanValue()).isTrue();
    }

    @Test
    void lobbyCanBeReopenedAndBeganStays() {
        room.command(presenter, 1, "'do':'play'");
        double began = state().get("began").doubleValue();
        room.loop().advance(1000);

        room.command(presenter, 2, "'do':'lobby','on':true");

        assertThat(state().get("lobby").booleanValue()).isTrue();
        assertThat(state().get("playing").booleanValue()).isFalse();
        room.command(presenter, 3, "'do':'lobby','on':false");
        assertThat(state().get("began").doubleValue()).isEqualTo(began);
    }

    @Test
    void newMarksReplaceOldOnesForEveryone() {
        room.command(presenter, 1, "'do':'mark','marks':[{'name':'logits','index':[-1,2]}]");

        assertThat(state().get("marks").toString()).isEqualTo("[{\"name\":\"logits\",\"index\":[-1,2]}]");
        assertThat(room.attendee().last("welcome").at("/state/marks")).isEqualTo(state().get("marks"));
        room.command(presenter, 2, "'do':'mark','marks':[]");
        assertThat(state().has("marks")).isFalse();
    }

    /** The trace t3 has 3 positions, and the model 3 letters. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'name':'nothing','index':[0] | unknown-tensor",
                "'name':'logits','index':[3,0] | unknown-cell",
                "'name':'logits','index':[0,3] | unknown-cell",
                "'name':'logits','index':[0] | unknown-cell",
                "'name':'logits','index':[0,0,-1] | unknown-cell",
                "'name':'blocks.0.attn.hook_pattern','index':[9,-1,-1] | unknown-cell",
            })
    void marksOfWhatIsNotThereAreRefused(String mark, String code) {
        room.command(presenter, 1, "'do':'mark','marks':[{'name':'logits','index':[2,2]},{" + mark + "}]");

        assertThat(presenter.last("refused").get("code").textValue()).isEqualTo(code);
        assertThat(presenter.heard("state")).isEmpty();
    }

    @Test
    void presenterSetsTheAddress() {
        room.command(presenter, 1, "'do':'address','address':'http://192.168.1.20:8080'");

        assertThat(state().get("address").textValue()).isEqualTo("http://192.168.1.20:8080");
    }

    @Test
    void exhibitStartsForEveryoneAtOnce() {
        room.command(presenter, 1, "'do':'play'");
        double now = room.loop().now();

        room.command(presenter, 2, "'do':'exhibit','subject':'flight'");

        assertThat(state().at("/exhibit/subject").textValue()).isEqualTo("flight");
        double start = state().at("/exhibit/start").doubleValue();
        assertThat(start).isBetween(now + 1500, now + 1750);
        assertThat(state().get("playing").booleanValue()).isFalse();
        assertThat(state().get("lobby").booleanValue()).isFalse();
        room.loop().advance(5000);
        assertThat(room.attendee().last("welcome").at("/state/exhibit")).isEqualTo(state().get("exhibit"));
    }

    @Test
    void flightCanBeRestartedOrStartedInTheMiddle() {
        room.command(presenter, 1, "'do':'exhibit','subject':'flight'");
        room.loop().advance(20_000);

        room.command(presenter, 2, "'do':'exhibit','subject':'flight'");
        assertThat(state().at("/exhibit/start").doubleValue() - room.loop().now())
                .isBetween(50.0, 250.0);

        room.command(presenter, 3, "'do':'exhibit','subject':'flight','seconds':12");
        assertThat(state().at("/exhibit/start").doubleValue() - room.loop().now())
                .isBetween(-11_950.0, -11_750.0);
    }

    @Test
    void leavingTheGalleryReturnsToTheStep() {
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 2, "'do':'exhibit','subject':'gpt3'");
        assertThat(state().at("/exhibit/subject").textValue()).isEqualTo("gpt3");

        room.command(presenter, 3, "'do':'exhibit'");
        assertThat(state().has("exhibit")).isFalse();
        assertThat(state().at("/cursor/step").textValue()).isEqualTo("embed");

        for (String leaves : new String[] {go("t3", "probs"), "'do':'prompt','trace':'p3'", "'do':'lobby','on':true"}) {
            room.command(presenter, 10, "'do':'exhibit','subject':'gpt3'");
            long seq = presenter.last("state").get("seq").longValue();
            assertThat(state().has("exhibit")).isTrue();
            room.command(presenter, seq, leaves);
            assertThat(state().has("exhibit")).as(leaves).isFalse();
        }
    }

    @Test
    void exhibitStopsTheGenerationAndCanBeUndone() {
        room.command(presenter, 1, "'do':'generate','trace':'t3','tokens':2");
        room.command(presenter, 2, "'do':'exhibit','subject':'gpt3'");
        assertThat(state().get("generating").intValue()).isZero();
        assertThat(state().get("undo").textValue()).isEqualTo("exhibit");
        room.loop().advance(5000);
        assertThat(state().at("/trace/id").textValue()).isEqualTo("t4");

        room.command(presenter, 3, "'do':'undo'");

        assertThat(state().has("exhibit")).isFalse();
        assertThat(state().at("/trace/id").textValue()).isEqualTo("t4");
    }

    @Test
    void refusesAnUnknownModelAndASecondBeyondTheFlight() {
        room.command(presenter, 1, "'do':'exhibit','subject':'gpt5'");
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-model");

        room.command(presenter, 1, "'do':'exhibit','subject':'flight','seconds':1e9");
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("malformed");
        assertThat(attendee.heard("state")).isEmpty();
    }

    @Test
    void pointerIsSentToEveryoneButTheDriver() {
        presenter.says("{'type':'point','cell':{'name':'logits','index':[1,2]}}");

        assertThat(attendee.last("pointer").at("/cell/0/name").textValue()).isEqualTo("logits");
        assertThat(attendee.last("pointer").at("/cell/0/index").toString()).isEqualTo("[1,2]");
        assertThat(presenter.heard("pointer")).isEmpty();
        assertThat(room.attendee().last("pointer").at("/cell/0/name").textValue())
                .isEqualTo("logits");
    }

    @Test
    void slowReaderGetsOnlyTheLatestPointerAfterAllElse() {
        for (int i = 0; i < 50; i++) {
            presenter.says("{'type':'point','cell':{'name':'logits','index':[0," + i + "]}}");
            room.loop().advance(100);
        }
        room.command(presenter, 1, go("t3", "embed"));

        var types = attendee.types();

        assertThat(attendee.heard("pointer").size()).isLessThanOrEqualTo(2);
        assertThat(attendee.last("pointer").at("/cell/0/index/1").intValue()).isEqualTo(49);
        assertThat(types.lastIndexOf("pointer")).isGreaterThan(types.indexOf("state"));
    }

    @Test
    void pointerIsClearedWhenTheDriverLeaves() {
        presenter.says("{'type':'point','cell':{'name':'logits','index':[1,2]}}");

        presenter.drops();

        assertThat(attendee.last("pointer").get("cell")).isEmpty();
    }

    @Test
    void cameraIsSentOnlyWhileItIsShared() {
        String pose = "'pose':{'x':1,'y':2,'z':3,'azimuth':0.5,'elevation':0.25,'span':40}";
        presenter.says("{'type':'point'," + pose + "}");
        assertThat(attendee.last("pointer").get("pose")).isEmpty();

        room.command(presenter, 1, "'do':'share','on':true");
        presenter.says("{'type':'point'," + pose + "}");
        assertThat(attendee.last("pointer").at("/pose/0/span").doubleValue()).isEqualTo(40);
        assertThat(room.attendee().last("pointer").at("/pose/0/x").doubleValue())
                .isEqualTo(1);

        room.command(presenter, 2, "'do':'share','on':false");
        assertThat(room.attendee().heard("pointer")).isEmpty();
    }

    @Test
    void attendeesCannotPoint() {
        attendee.says("{'type':'point','cell':{'name':'logits','index':[1,2]}}");

        assertThat(presenter.heard("pointer")).isEmpty();
        assertThat(room.attendee().heard("pointer")).isEmpty();
    }

    @Test
    void undoGoesBackOneCommandAtATime() {
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 2, "'do':'prompt','trace':'p3'");
        room.command(presenter, 3, "'do':'mark','marks':[{'name':'logits','index':[0,0]}]");
        assertThat(state().get("undo").textValue()).isEqualTo("mark");

        room.command(presenter, 4, "'do':'undo'");
        assertThat(state().has("marks")).isFalse();
        assertThat(state().at("/trace/id").textValue()).isEqualTo("p3");
        assertThat(state().get("undo").textValue()).isEqualTo("prompt");

        room.command(presenter, 5, "'do':'undo'");
        assertThat(state().at("/cursor/trace").textValue()).isEqualTo("t3");
        assertThat(state().at("/cursor/step").textValue()).isEqualTo("embed");

        room.command(presenter, 6, "'do':'undo'");
        assertThat(state().at("/cursor/step").textValue()).isEqualTo("start");
        assertThat(state().get("lobby").booleanValue()).isTrue();
        assertThat(state().has("undo")).isFalse();

        presenter.flush();
        String last = room.command(presenter, 7, "'do':'undo'");
        assertThat(presenter.last("state").get("by").textValue()).isEqualTo(last);
        assertThat(presenter.last("state").get("start").doubleValue()).isZero();
    }

    @Test
    void undoSendsTheFrameAgain() {
        room.command(presenter, 1, "'do':'prompt','trace':'p3'");
        int frames = attendee.frames().size();

        room.command(presenter, 2, "'do':'undo'");

        assertThat(attendee.frames()).hasSize(frames + 1);
    }

    @Test
    void undoDoesNotChangeTheWheel() {
        var co = room.coPresenter();
        String coId = co.last("welcome").get("id").textValue();
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 2, "'do':'offer-wheel','to':'" + coId + "'");
        room.command(co, 3, "'do':'take-wheel'");

        room.command(co, 4, "'do':'undo'");

        assertThat(state().at("/wheel/holder").textValue()).isEqualTo(coId);
        assertThat(state().at("/cursor/step").textValue()).isEqualTo("start");
    }

    @Test
    void stopCancelsAPromptBeingComputed() {
        room.engine().slow();
        String prompt = room.command(presenter, 1, "'do':'prompt','trace':'p3'");

        String stop = room.command(presenter, 1, "'do':'stop'");

        assertThat(presenter.last("refused").get("id").textValue()).isEqualTo(prompt);
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("stopped");
        assertThat(presenter.last("state").get("by").textValue()).isEqualTo(stop);
        room.engine().answerOne();
        room.loop().run();
        assertThat(presenter.last("state").at("/state/trace/id").textValue()).isEqualTo("t3");
        room.command(presenter, 1, "'do':'generate','trace':'t3'");
        assertThat(presenter.heard("refused")).hasSize(1);
    }

    @Test
    void cancelledTokenCanBeRequestedAgain() {
        room.engine().slow();
        room.command(presenter, 1, "'do':'generate','trace':'t3'");
        room.command(presenter, 1, "'do':'undo'");

        room.command(presenter, 1, "'do':'generate','trace':'t3'");
        room.engine().answerOne();
        room.engine().answerOne();
        room.loop().run();

        assertThat(state().at("/trace/id").textValue()).isEqualTo("t4");
        assertThat(presenter.heard("refused")).hasSize(1);
    }

    @Test
    void removedPersonCannotReturn() {
        String me = attendee.last("welcome").get("me").textValue();
        String id = attendee.last("welcome").get("id").textValue();

        room.command(presenter, 1, "'do':'kick','person':'" + id + "'");

        assertThat(attendee.closed()).contains(CloseCode.KICKED);
        assertThat(room.again("attendee", me).closed()).contains(CloseCode.KICKED);
        assertThat(room.attendee().closed()).isEmpty();
    }

    @Test
    void refusesToRemoveUnknownPeople() {
        room.command(presenter, 1, "'do':'kick','person':'nobody'");
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-person");

        var co = room.coPresenter();
        room.command(co, 1, "'do':'kick','person':'nobody'");
        assertThat(co.last("refused").get("reason").textValue()).isEqualTo("not-driving");
        assertThat(attendee.closed()).isEmpty();
    }

    private JsonNode state() {
        return attendee.last("state").get("state");
    }
}
