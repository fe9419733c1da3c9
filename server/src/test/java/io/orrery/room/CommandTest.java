package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomKey;
import io.orrery.room.activity.walk.WalkActivity;
import io.orrery.wire.ReadFrame;
import io.orrery.wire.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private final RoomFixture room = new RoomFixture();
    private final HandSocket presenter = room.presenter();
    private final HandSocket attendee = room.attendee();

    @Test
    void goSendsEveryoneTheSameStepStartTimeAndBytes() throws Exception {
        var projector = room.projector();

        String id = room.command(presenter, 1, go("t3", "probs"));

        for (HandSocket socket : List.of(presenter, attendee, projector)) {
            JsonNode state = socket.last("state");
            assertThat(state).isEqualTo(presenter.last("state"));
            assertThat(state.get("seq").intValue()).isEqualTo(2);
            assertThat(state.get("by").textValue()).isEqualTo(id);
            assertThat(state.at("/state/cursor/step").textValue()).isEqualTo("probs");
            assertThat(socket.frames().get(1)).isEqualTo(presenter.frames().get(1));
        }
        var frame = ReadFrame.of(attendee.frames().get(1));
        assertThat(frame.seq()).isEqualTo(2);
        assertThat(frame.start()).isEqualTo(presenter.last("state").get("start").doubleValue());
        assertThat(frame.header().get("step").textValue()).isEqualTo("probs");
    }

    @Test
    void promptKeepsTheStepAndChangesTheTrace() {
        room.command(presenter, 1, go("t3", "logits"));

        room.command(presenter, 2, "'do':'prompt','trace':'p3'");

        JsonNode state = attendee.last("state").get("state");
        assertThat(state.at("/trace/id").textValue()).isEqualTo("p3");
        assertThat(state.get("cursor").toString()).isEqualTo("{\"trace\":\"p3\",\"step\":\"logits\"}");
    }

    @Test
    void generateAddsATokenKeepsTheStepAndRequestsOnlyNewRows() {
        room.command(presenter, 1, go("t3", "probs"));

        room.command(presenter, 2, "'do':'generate','trace':'t3'");

        JsonNode state = attendee.last("state").get("state");
        assertThat(state.at("/trace/id").textValue()).isEqualTo("t4");
        assertThat(state.at("/trace/promptLength").intValue()).isEqualTo(3);
        assertThat(state.at("/cursor/step").textValue()).isEqualTo("probs");
        assertThat(room.engine().fresh()).containsExactly(0, 0, 3);
    }

    @Test
    void resetShowsOnlyThePromptAtTheFirstStepAndStopsPlaying() {
        room.command(presenter, 1, "'do':'generate','trace':'t3'");
        room.command(presenter, 2, go("t4", "probs"));
        room.command(presenter, 3, "'do':'play'");

        room.command(presenter, 4, "'do':'reset'");

        JsonNode state = attendee.last("state").get("state");
        assertThat(state.get("cursor").toString()).isEqualTo("{\"trace\":\"t3\",\"step\":\"start\"}");
        assertThat(state.get("playing").booleanValue()).isFalse();
    }

    @Test
    void blankDarkensEveryScreenAndSendsNoFrame() {
        room.command(presenter, 1, "'do':'blank','on':true");

        assertThat(attendee.last("state").at("/state/blank").booleanValue()).isTrue();
        assertThat(attendee.frames()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'do':'go','cursor':{'trace':'t3','step':'embed'}",
                "'do':'prompt','trace':'p3'",
                "'do':'generate','trace':'t3'",
                "'do':'play'",
                "'do':'pause'",
                "'do':'blank','on':true",
                "'do':'reset'",
                "'do':'exhibit','subject':'flight'",
                "'do':'exhibit'",
            })
    void attendeesAndProjectorsAreRefused(String command) {
        for (HandSocket socket : List.of(attendee, room.projector())) {
            String id = room.command(socket, 1, command);

            JsonNode refused = socket.last("refused");
            assertThat(refused.get("id").textValue()).isEqualTo(id);
            assertThat(refused.get("reason").textValue()).isEqualTo("not-allowed");
            assertThat(refused.get("detail").textValue()).isEqualTo("Only the presenter can do this.");
        }
        assertThat(presenter.heard("state")).isEmpty();
        assertThat(attendee.heard("state")).isEmpty();
    }

    @Test
    void commandIdOfThePresenterGivesAnAttendeeNoRights() {
        String id = room.command(presenter, 1, go("t3", "embed"));

        attendee.says("{'type':'command','id':'" + id + "','at':2,'do':'play'}");

        assertThat(attendee.last("refused").get("reason").textValue()).isEqualTo("not-allowed");
    }

    @Test
    void refusesUnknownStepsAndTraces() {
        room.command(presenter, 1, go("t3", "blocks.9"));
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-step");
        room.command(presenter, 1, go("t3", "blocks.0"));
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-step");
        room.command(presenter, 1, go("p3", "blocks.9"));
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-step");
        room.command(presenter, 1, go("zz", "embed"));
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("unknown-trace");
        room.command(presenter, 1, "'do':'prompt','trace':'zz'");
        assertThat(presenter.last("refused").get("detail").textValue()).isEqualTo("There is no trace named zz.");
        assertThat(attendee.heard("state")).isEmpty();
    }

    @Test
    void refusesToGeneratePastTheContext() {
        room.command(presenter, 1, "'do':'prompt','trace':'t5'");

        room.command(presenter, 2, "'do':'generate','trace':'t5'");

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("context-full");
    }

    @Test
    void refusalOfAMalformedCommandHasItsId() {
        String id = room.command(presenter, 1, "'do':'dance'");

        assertThat(presenter.last("refused").get("id").textValue()).isEqualTo(id);
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("malformed");
    }

    @Test
    void repeatedCommandIsDoneOnceAndAnsweredOnlyToItsSender() {
        String command = "{'type':'command','id':'x','at':1," + go("t3", "embed") + "}";
        presenter.says(command);
        room.command(presenter, 2, go("t3", "resid"));
        presenter.flush();
        int told = attendee.heard("state").size();

        presenter.says(command);

        assertThat(attendee.heard("state")).hasSize(told);
        JsonNode answer = presenter.last("state");
        assertThat(answer.get("by").textValue()).isEqualTo("x");
        assertThat(answer.at("/state/cursor/step").textValue()).isEqualTo("resid");
        assertThat(answer.get("seq").intValue()).isEqualTo(3);
    }

    /** Its phone was locked for two minutes between the press and the answer, and its line was lost without an error. */
    @Test
    void pressOfARemoteControlIsDoneOnceHoweverLateItIsRepeated() {
        var keys = Keys.of(RoomKey.of(RoomFixture.KEY), RoomKey.of(RoomFixture.CO_KEY), 0)
                .with(Role.REMOTE, RoomKey.of("remote"), 0);
        var driven = new RoomFixture(keys);
        HandSocket driver = driven.presenter();
        String hello = "{'type':'hello','v':1,'view':'remote','key':'remote'%s}";
        HandSocket phone = driven.socket().says(hello.formatted("")).flush();
        String me = phone.last("welcome").get("me").textValue();
        String press = "{'type':'command','id':'x','at':1,'do':'next'}";
        phone.says(press);
        driver.flush();
        JsonNode moved = driver.last("state");
        for (int i = 0; i < 120; i++) {
            driven.loop().advance(1000);
            driver.says("{'type':'ping','t':1}").flush();
        }
        driven.command(driver, moved.get("seq").longValue(), "'do':'next'");
        driver.flush();
        JsonNode newest = driver.last("state");

        HandSocket woken =
                driven.socket().says(hello.formatted(",'me':'" + me + "'")).flush();
        assertThat(woken.last("welcome").get("seq")).isEqualTo(newest.get("seq"));
        woken.says(press);

        assertThat(woken.last("state").get("by").textValue()).isEqualTo("x");
        assertThat(woken.last("state").get("seq")).isEqualTo(newest.get("seq"));
        assertThat(driver.last("state")).isEqualTo(newest);
    }

    @Test
    void repeatedCommandIsRefusedAgain() {
        String command = "{'type':'command','id':'x','at':1," + go("t3", "nowhere") + "}";

        presenter.says(command).says(command);

        assertThat(presenter.heard("refused")).hasSize(2);
    }

    @Test
    void commandThatChangesNothingIsAnsweredOnlyToItsSender() {
        String id = room.command(presenter, 1, "'do':'pause'");

        JsonNode answer = presenter.last("state");
        assertThat(answer.get("by").textValue()).isEqualTo(id);
        assertThat(answer.get("seq").intValue()).isEqualTo(1);
        assertThat(answer.get("start").doubleValue()).isZero();
        assertThat(attendee.heard("state")).isEmpty();
        assertThat(presenter.frames()).hasSize(1);
    }

    @Test
    void doesAllCommandsSentBeforeTheFirstAnswer() {
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 1, go("t3", "pos_embed"));
        room.command(presenter, 1, go("t3", "resid"));

        assertThat(attendee.last("state").get("seq").intValue()).isEqualTo(4);
        assertThat(attendee.last("state").at("/state/cursor/step").textValue()).isEqualTo("resid");
        assertThat(presenter.heard("refused")).isEmpty();
    }

    @Test
    void commandSentBeforeAnothersMoveArrivedIsStale() {
        var second = room.presenter();
        room.command(second, 1, go("t3", "resid"));

        for (String command : List.of(
                go("t3", "embed"),
                "'do':'prompt','trace':'p3'",
                "'do':'generate','trace':'t3'",
                "'do':'reset'",
                "'do':'play'")) {
            room.command(presenter, 1, command);
            assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("stale");
        }
        assertThat(presenter.heard("refused")).hasSize(5);
        assertThat(attendee.last("state").at("/state/cursor/step").textValue()).isEqualTo("resid");
        room.command(presenter, 2, go("t3", "embed"));
        assertThat(attendee.last("state").at("/state/cursor/step").textValue()).isEqualTo("embed");
    }

    @Test
    void blankAndPauseAreNeverStale() {
        var second = room.presenter();
        room.command(second, 1, go("t3", "resid"));
        room.command(second, 2, "'do':'play'");

        room.command(presenter, 1, "'do':'blank','on':true");
        room.command(presenter, 1, "'do':'pause'");

        assertThat(presenter.heard("refused")).isEmpty();
        assertThat(attendee.last("state").at("/state/blank").booleanValue()).isTrue();
        assertThat(attendee.last("state").at("/state/playing").booleanValue()).isFalse();
    }

    @Test
    void blankingAndPlayingMakeNoCommandStale() {
        var second = room.presenter();
        room.command(second, 1, "'do':'blank','on':true");
        room.command(presenter, 2, "'do':'play'");
        room.loop().advance(WalkActivity.STEP_MS);

        room.command(presenter, 1, go("t3", "logits"));

        assertThat(attendee.last("state").at("/state/cursor/step").textValue()).isEqualTo("logits");
    }

    @Test
    void commandWithAFutureSeqIsStale() {
        room.command(presenter, 99, go("t3", "embed"));

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("stale");
    }

    @Test
    void goSentBeforeItsSenderSawTheirOwnNewTraceKeepsThatTrace() {
        room.command(presenter, 1, "'do':'generate','trace':'t3'");

        room.command(presenter, 1, go("t3", "embed"));

        assertThat(attendee.last("state").at("/state/cursor").toString())
                .isEqualTo("{\"trace\":\"t4\",\"step\":\"embed\"}");
        room.command(presenter, 3, go("t3", "embed"));
        assertThat(attendee.last("state").at("/state/cursor/trace").textValue()).isEqualTo("t3");
    }

    @Test
    void stepTakenWhileATokenIsComputedIsKept() {
        room.engine().slow();
        String generate = room.command(presenter, 1, "'do':'generate','trace':'t3'");
        room.command(presenter, 1, go("t3", "embed"));
        assertThat(attendee.last("state").at("/state/cursor").toString())
                .isEqualTo("{\"trace\":\"t3\",\"step\":\"embed\"}");

        room.engine().answerOne();

        assertThat(presenter.last("state").get("by").textValue()).isEqualTo(generate);
        assertThat(attendee.last("state").at("/state/cursor").toString())
                .isEqualTo("{\"trace\":\"t4\",\"step\":\"embed\"}");
    }

    @Test
    void refusesAnotherTokenWhileOneIsComputed() {
        room.engine().slow();
        room.command(presenter, 1, "'do':'generate','trace':'t3'");

        room.command(presenter, 1, "'do':'generate','trace':'t3'");

        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("busy");
        room.engine().answerOne();
        assertThat(room.engine().waiting()).isZero();
        room.command(presenter, 2, "'do':'generate','trace':'t4'");
        assertThat(presenter.heard("refused")).hasSize(1);
    }

    @Test
    void commandRepeatedWhileComputedIsDoneOnce() {
        room.engine().slow();
        String command = "{'type':'command','id':'x','at':1,'do':'generate','trace':'t3'}";

        presenter.says(command).says(command);

        assertThat(presenter.heard("refused")).isEmpty();
        assertThat(room.engine().waiting()).isEqualTo(1);
        room.engine().answerOne();
        assertThat(presenter.heard("state")).hasSize(1);
    }

    @Test
    void ownNewPromptSupersedesATokenWithoutARefusal() {
        room.engine().slow();
        room.command(presenter, 1, "'do':'generate','trace':'t3'");
        room.command(presenter, 1, "'do':'prompt','trace':'p3'");

        room.engine().answerOne();
        assertThat(attendee.heard("state")).isEmpty();
        room.engine().answerOne();

        assertThat(attendee.heard("state")).hasSize(1);
        assertThat(attendee.last("state").at("/state/trace/id").textValue()).isEqualTo("p3");
        assertThat(presenter.heard("refused")).isEmpty();
    }

    @Test
    void anothersNewPromptMakesATokenStale() {
        var second = room.presenter();
        room.engine().slow();
        String generate = room.command(presenter, 1, "'do':'generate','trace':'t3'");
        room.command(second, 1, "'do':'prompt','trace':'p3'");

        room.engine().answerOne();

        assertThat(presenter.last("refused").get("id").textValue()).isEqualTo(generate);
        assertThat(presenter.last("refused").get("reason").textValue()).isEqualTo("stale");
        room.engine().answerOne();
        assertThat(attendee.last("state").at("/state/trace/id").textValue()).isEqualTo("p3");
    }

    @Test
    void dropsASupersededFrame() throws Exception {
        room.engine().slowFrames();
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 2, go("t3", "resid"));

        room.engine().answerOne();
        assertThat(attendee.frames()).hasSize(1);
        room.engine().answerOne();

        assertThat(attendee.frames()).hasSize(2);
        assertThat(ReadFrame.of(attendee.frames().get(1)).seq()).isEqualTo(3);
    }

    @Test
    void answersALostCommandOnTheNewConnection() {
        room.engine().slow();
        String command = "{'type':'command','id':'x','at':1,'do':'generate','trace':'t3'}";
        presenter.says(command);
        String me = presenter.last("welcome").get("me").textValue();
        presenter.drops();
        room.engine().answerOne();

        var back = room.again("presenter", me);
        assertThat(back.last("welcome").at("/state/trace/id").textValue()).isEqualTo("t4");
        back.says(command);

        assertThat(back.last("state").get("by").textValue()).isEqualTo("x");
        assertThat(back.last("state").at("/state/trace/id").textValue()).isEqualTo("t4");
        assertThat(attendee.heard("state")).hasSize(1);
    }

    @Test
    void sendsARefusalToThePersonsNewConnection() {
        room.engine().slow();
        room.command(presenter, 1, "'do':'prompt','trace':'zz'");
        String me = presenter.last("welcome").get("me").textValue();
        var back = room.again("presenter", me);

        room.engine().answerOne();

        assertThat(back.last("refused").get("reason").textValue()).isEqualTo("unknown-trace");
    }
}
