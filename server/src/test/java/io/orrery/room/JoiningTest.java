package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.CloseCode;
import io.orrery.wire.ReadFrame;
import org.junit.jupiter.api.Test;

class JoiningTest {
    private final RoomFixture room = new RoomFixture();

    @Test
    void answersHelloWithWelcomeAndFrame() throws Exception {
        var attendee = room.attendee();

        JsonNode welcome = attendee.last("welcome");
        assertThat(welcome.get("v").intValue()).isEqualTo(1);
        assertThat(welcome.get("epoch").textValue()).isEqualTo("secret-0");
        assertThat(welcome.get("seq").intValue()).isEqualTo(1);
        assertThat(welcome.get("role").textValue()).isEqualTo("attendee");
        assertThat(welcome.get("me").textValue()).isEqualTo("secret-1");
        assertThat(welcome.get("serverTime").doubleValue())
                .isEqualTo(room.loop().now());
        assertThat(welcome.at("/state/trace/id").textValue()).isEqualTo("t3");
        assertThat(welcome.at("/state/cursor").toString()).isEqualTo("{\"trace\":\"t3\",\"step\":\"start\"}");
        assertThat(welcome.at("/state/playing").booleanValue()).isFalse();
        assertThat(welcome.at("/state/code").textValue()).isEqualTo("ABC234");
        assertThat(welcome.at("/limits/message").intValue()).isEqualTo(4096);
        assertThat(attendee.types().get(0)).isEqualTo("welcome");
        var frame = ReadFrame.of(attendee.frames().get(0));
        assertThat(frame.seq()).isEqualTo(1);
        assertThat(frame.header().get("step").textValue()).isEqualTo("start");
    }

    @Test
    void latecomerGetsThePresentStateAndFrame() throws Exception {
        var presenter = room.presenter();
        room.command(presenter, 1, go("t3", "embed"));
        room.command(presenter, 2, go("t3", "resid"));

        var late = room.attendee();

        assertThat(late.last("welcome").get("seq").intValue()).isEqualTo(3);
        assertThat(late.last("welcome").at("/state/cursor/step").textValue()).isEqualTo("resid");
        assertThat(late.frames()).hasSize(1);
        assertThat(ReadFrame.of(late.frames().get(0)).header().get("step").textValue())
                .isEqualTo("resid");
    }

    @Test
    void latecomerGetsAFrameThatIsStillEncoded() throws Exception {
        var presenter = room.presenter();
        room.engine().slowFrames();
        room.command(presenter, 1, go("t3", "embed"));

        var late = room.attendee();
        assertThat(late.last("welcome").at("/state/cursor/step").textValue()).isEqualTo("embed");
        assertThat(late.frames()).isEmpty();
        room.engine().answerOne();

        assertThat(ReadFrame.of(late.frames().get(0)).seq()).isEqualTo(2);
    }

    @Test
    void presenterNeedsTheKey() {
        assertThat(room.presenter().last("welcome").get("role").textValue()).isEqualTo("presenter");
        assertThat(room.socket()
                        .says("{'type':'hello','v':1,'view':'presenter','key':'wrong'}")
                        .closed())
                .contains(CloseCode.NOT_ALLOWED);
        assertThat(room.socket()
                        .says("{'type':'hello','v':1,'view':'presenter'}")
                        .closed())
                .contains(CloseCode.NOT_ALLOWED);
    }

    @Test
    void presentersSecretWithoutTheKeyDoesNotMakeAPresenter() {
        String me = room.presenter().last("welcome").get("me").textValue();

        var thief = room.socket().says("{'type':'hello','v':1,'view':'presenter','me':'" + me + "'}");

        assertThat(thief.closed()).contains(CloseCode.NOT_ALLOWED);
    }

    @Test
    void refusesAnotherProtocolVersion() {
        assertThat(room.socket()
                        .says("{'type':'hello','v':2,'view':'attendee'}")
                        .closed())
                .contains(CloseCode.BAD_VERSION);
    }

    @Test
    void closesAConnectionWithoutHelloAfterFiveSeconds() {
        var silent = room.socket();
        var present = room.attendee();

        room.loop().advance(4999);
        assertThat(silent.closed()).isEmpty();
        room.loop().advance(1);

        assertThat(silent.closed()).contains(CloseCode.NO_HELLO);
        assertThat(present.closed()).isEmpty();
    }

    @Test
    void messagesBeforeHelloAreAnErrorAndDoNotCountAsHello() {
        var socket = room.socket().says("{'type':'ping','t':1}").says("{'type':'laser'}");

        assertThat(socket.types()).containsExactly("error");
        assertThat(socket.last("error").get("reason").textValue()).isEqualTo("no-hello");
        room.loop().advance(5000);
        assertThat(socket.closed()).contains(CloseCode.NO_HELLO);
    }

    @Test
    void secondHelloIsAnError() {
        var attendee = room.attendee().says("{'type':'hello','v':1,'view':'attendee'}");

        assertThat(attendee.types()).filteredOn("welcome"::equals).hasSize(1);
        assertThat(attendee.last("error").get("detail").textValue()).isNotBlank();
        assertThat(attendee.closed()).isEmpty();
    }

    @Test
    void malformedMessageIsAnErrorWithoutEffect() {
        var attendee = room.attendee().says("{'type':'ping'}").says("nonsense");

        assertThat(attendee.heard("error")).hasSize(2);
        assertThat(attendee.last("error").get("reason").textValue()).isEqualTo("malformed");
        assertThat(attendee.says("{'type':'ping','t':7}").last("pong").get("t").intValue())
                .isEqualTo(7);
    }

    @Test
    void answersOnlyHeartbeatsOutsideTheRoomsTurns() {
        var attendee = room.attendee();
        attendee.flush();
        assertThat(attendee.isAnsweredAtOnce("{'type':'name','name':'Ada'}")).isFalse();
        assertThat(attendee.isAnsweredAtOnce("{'type':'ping','t':9}")).isTrue();

        assertThat(attendee.last("pong").get("t").intValue()).isEqualTo(9);

        var early = room.socket();
        assertThat(early.isAnsweredAtOnce("{'type':'hello','v':1,'view':'attendee'}"))
                .isFalse();
        assertThat(early.isAnsweredAtOnce("{'type':'ping','t':1}")).isFalse();
        assertThat(early.types()).containsSubsequence("welcome", "pong");
    }

    @Test
    void messageOver4KiBIsAnError() {
        String longest = "{'type':'ping','t':1,'x':'" + "ä".repeat(2035) + "'}";
        assertThat(longest.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSize(4098);

        var attendee = room.attendee().says(longest);

        assertThat(attendee.last("error").get("reason").textValue()).isEqualTo("message-too-long");
        assertThat(attendee.heard("pong")).isEmpty();
        attendee.says(longest.replaceFirst("ä", ""));
        assertThat(attendee.heard("pong")).hasSize(1);
    }

    @Test
    void closesAConnectionThatSendsTooFast() {
        var attendee = room.attendee();
        for (int i = 0; i < 99; i++) {
            attendee.says("{'type':'ping','t':1}").flush();
        }
        assertThat(attendee.closed()).isEmpty();

        attendee.says("{'type':'ping','t':1}");

        assertThat(attendee.closed()).contains(CloseCode.TOO_FAST);
    }

    @Test
    void rateLimitSpansAPersonsConnections() {
        var older = room.attendee();
        String me = older.last("welcome").get("me").textValue();
        for (int i = 0; i < 60; i++) {
            older.says("{'type':'ping','t':1}").flush();
        }
        var newer = room.again("attendee", me);
        assertThat(newer.closed()).isEmpty();

        for (int i = 0; i < 60; i++) {
            newer.says("{'type':'ping','t':1}").flush();
        }

        assertThat(newer.closed()).contains(CloseCode.TOO_FAST);
    }

    @Test
    void allowsASteadyRateForEver() {
        var attendee = room.attendee();
        for (int i = 0; i < 1000; i++) {
            room.loop().advance(25);
            attendee.says("{'type':'ping','t':1}").flush();
        }

        assertThat(attendee.closed()).isEmpty();
    }

    /** 50 per second are 10 too many, so that the 100 of the burst last for 10 seconds. */
    @Test
    void closesAConnectionThatIsSteadilyTooFast() {
        var attendee = room.attendee();
        int sent = 0;
        while (attendee.closed().isEmpty() && sent < 1000) {
            room.loop().advance(20);
            attendee.says("{'type':'ping','t':1}").flush();
            sent++;
        }

        assertThat(attendee.closed()).contains(CloseCode.TOO_FAST);
        assertThat(sent).isBetween(490, 510);
    }

    @Test
    void newConnectionReplacesThePersonsOlderOne() {
        var older = room.attendee();
        String me = older.last("welcome").get("me").textValue();

        var newer = room.again("attendee", me);

        assertThat(older.closed()).contains(CloseCode.REPLACED);
        assertThat(newer.last("welcome").get("me").textValue()).isEqualTo(me);
        older.drops();
        room.loop().advance(2000);
        assertThat(newer.last("people").get("count").intValue()).isEqualTo(1);
    }

    @Test
    void reconnectingPageGetsThePresentState() {
        var presenter = room.presenter();
        var attendee = room.attendee();
        String me = attendee.last("welcome").get("me").textValue();
        attendee.drops();
        room.command(presenter, 1, go("t3", "embed"));

        var back = room.socket()
                .says("{'type':'hello','v':1,'view':'attendee','me':'" + me
                        + "','resume':{'epoch':'secret-0','seq':1}}")
                .flush();

        assertThat(back.last("welcome").get("seq").intValue()).isEqualTo(2);
        assertThat(back.last("welcome").at("/state/cursor/step").textValue()).isEqualTo("embed");
        assertThat(back.frames()).hasSize(1);
        assertThat(attendee.closed()).isEmpty();
    }

    @Test
    void replacesAnUnknownSecret() {
        var attendee = room.again("attendee", "from-before");

        assertThat(attendee.last("welcome").get("me").textValue()).isEqualTo("secret-1");
    }

    @Test
    void closesAllConnectionsForARestart() {
        var presenter = room.presenter();
        var attendee = room.attendee();
        var silent = room.socket();

        room.room().close();
        room.loop().run();

        assertThat(presenter.closed()).contains(CloseCode.RESTART);
        assertThat(attendee.closed()).contains(CloseCode.RESTART);
        assertThat(silent.closed()).contains(CloseCode.RESTART);
        assertThat(room.socket().closed()).contains(CloseCode.RESTART);
    }

    @Test
    void ignoresMessagesAfterTheClose() {
        var presenter = room.presenter();
        room.room().close();
        room.loop().run();

        presenter.says("{'type':'command','id':'c1','at':1,'do':'play'}").says("{'type':'ping','t':1}");
        presenter.drops();

        assertThat(presenter.closed()).contains(CloseCode.RESTART);
    }
}
