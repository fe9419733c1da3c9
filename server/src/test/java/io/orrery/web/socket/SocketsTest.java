package io.orrery.web.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.web.RunningServer;
import io.orrery.wire.ReadFrame;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketsTest {
    private static final String PUBLIC = "https://orrery.example";

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(Optional.of(URI.create(PUBLIC)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyoneReceivesTheSameBytes() throws Exception {
        var presenter = presenter();
        var one = attendee();
        var two = attendee();
        JsonNode welcome = presenter.next("welcome");
        String trace = welcome.at("/state/trace/id").textValue();
        assertThat(one.next("welcome").at("/state/trace/id").textValue()).isEqualTo(trace);
        two.next("welcome");
        for (TestSocket socket : new TestSocket[] {presenter, one, two}) {
            assertThat(ReadFrame.of(socket.nextFrame()).header().get("step").textValue())
                    .isEqualTo("start");
        }

        presenter.says("{'type':'command','id':'c1','at':1,'do':'go','cursor':{'trace':'" + trace
                + "','step':'blocks.1.attn.pattern'}}");

        JsonNode state = presenter.next("state");
        assertThat(state.get("by").textValue()).isEqualTo("c1");
        JsonNode shown = withoutAnswer(state);
        assertThat(one.next("state")).isEqualTo(shown);
        assertThat(two.next("state")).isEqualTo(shown);
        ByteBuffer frame = presenter.nextFrame();
        assertThat(one.nextFrame()).isEqualTo(frame);
        assertThat(two.nextFrame()).isEqualTo(frame);
        var live = ReadFrame.of(frame);
        var fetched = ReadFrame.of(ByteBuffer.wrap(server.get("/api/traces/" + trace + "/steps/blocks.1.attn.pattern")
                .body()));
        assertThat(live.seq()).isEqualTo(2);
        assertThat(live.numbers()).isEqualTo(fetched.numbers());
        assertThat(live.header()).isEqualTo(fetched.header());
    }

    @Test
    void presenterShowsAPromptAndGeneratesUntilTheContextIsFull() throws Exception {
        var presenter = presenter();
        var attendee = attendee();
        presenter.next("welcome");
        attendee.next("welcome");
        String prompt = server.trace("BACBAA").get("id").textValue();
        presenter.says("{'type':'command','id':'p','at':1,'do':'prompt','trace':'" + prompt + "'}");
        JsonNode state = presenter.next("state");
        for (int i = 0; i < 5; i++) {
            presenter.says("{'type':'command','id':'g" + i + "','at':" + state.get("seq") + ",'do':'generate','trace':"
                    + state.at("/state/trace/id") + "}");
            state = presenter.next("state");
        }

        assertThat(state.at("/state/trace/text").toString())
                .isEqualTo("[\"B\",\"A\",\"C\",\"B\",\"A\",\"A\",\"A\",\"A\",\"A\",\"B\",\"B\"]");
        assertThat(state.at("/state/trace/promptLength").intValue()).isEqualTo(6);
        assertThat(state.at("/state/trace/next/0/text").textValue()).isEqualTo("C");
        long seq = state.get("seq").longValue();
        assertThat(attendee.next(message -> message.path("seq").longValue() == seq))
                .isEqualTo(state);
        presenter.says("{'type':'command','id':'g9','at':" + seq + ",'do':'generate','trace':"
                + state.at("/state/trace/id") + "}");
        assertThat(presenter.next("refused").get("reason").textValue()).isEqualTo("context-full");
    }

    @Test
    void newConnectionOfAPersonReplacesTheOlderOne() throws Exception {
        var older = attendee();
        String me = older.next("welcome").get("me").textValue();

        var newer = open(server.code()).says("{'type':'hello','v':1,'view':'attendee','me':'" + me + "'}");

        assertThat(older.closeCode()).isEqualTo(4409);
        assertThat(newer.next("welcome").get("me").textValue()).isEqualTo(me);
    }

    @Test
    void reconnectingRestoresTheState() throws Exception {
        var presenter = presenter();
        var attendee = attendee();
        JsonNode welcome = attendee.next("welcome");
        attendee.drop();
        String trace = welcome.at("/state/trace/id").textValue();
        presenter.says(
                "{'type':'command','id':'c1','at':1,'do':'go','cursor':{'trace':'" + trace + "','step':'embed'}}");
        JsonNode state = presenter.next("state");

        var back = open(server.code())
                .says("{'type':'hello','v':1,'view':'attendee','me':" + welcome.get("me") + ",'resume':{'epoch':"
                        + welcome.get("epoch") + ",'seq':1}}");

        JsonNode again = back.next("welcome");
        assertThat(again.get("state")).isEqualTo(withoutAnswer(state).get("state"));
        assertThat(again.get("epoch")).isEqualTo(welcome.get("epoch"));
        assertThat(ReadFrame.of(back.nextFrame()).header().get("step").textValue())
                .isEqualTo("embed");
    }

    @Test
    void upgradeSetsNoCookieAndNoCompression() throws Exception {
        var request = "GET /ws/rooms/" + server.code() + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.server().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var head = new ArrayList<String>();
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                head.add(line.toLowerCase(Locale.ROOT));
            }

            assertThat(head.get(0)).startsWith("http/1.1 101");
            assertThat(head).noneMatch(line -> line.startsWith("set-cookie"));
            // Compression is refused even if offered, because frames of floats hardly shrink.
            assertThat(head).noneMatch(line -> line.startsWith("sec-websocket-extensions"));
        }
    }

    @Test
    void pongHasTheServersTime() throws Exception {
        var attendee = attendee();
        double serverTime = attendee.next("welcome").get("serverTime").doubleValue();

        attendee.says("{'type':'ping','t':12.5}");

        JsonNode pong = attendee.next("pong");
        assertThat(pong.get("t").doubleValue()).isEqualTo(12.5);
        assertThat(pong.get("serverTime").doubleValue()).isGreaterThanOrEqualTo(serverTime);
    }

    @Test
    void unknownRoomHasACloseCode() throws Exception {
        assertThat(open("ZZZZZZ").closeCode()).isEqualTo(4404);
    }

    @Test
    void acceptsCodesInAnyCaseWithSpaces() throws Exception {
        String code = server.code().toLowerCase(Locale.ROOT);

        var attendee =
                open(code.substring(0, 3) + "%20" + code.substring(3)).says("{'type':'hello','v':1,'view':'attendee'}");

        assertThat(attendee.next("welcome").at("/state/code").textValue()).isEqualTo(server.code());
    }

    @Test
    void wrongKeyHasACloseCode() throws Exception {
        assertThat(open(server.code())
                        .says("{'type':'hello','v':1,'view':'presenter','key':'wrong'}")
                        .closeCode())
                .isEqualTo(4401);
    }

    @Test
    void wrongVersionHasACloseCode() throws Exception {
        assertThat(open(server.code())
                        .says("{'type':'hello','v':7,'view':'attendee'}")
                        .closeCode())
                .isEqualTo(4400);
    }

    @Test
    void refusesAnAttendeesCommand() throws Exception {
        var attendee = attendee();

        attendee.says("{'type':'command','id':'c1','at':1,'do':'play'}");

        assertThat(attendee.next("refused").get("reason").textValue()).isEqualTo("not-allowed");
        attendee.says("{'type':'ping','t':1}").next("pong");
    }

    @Test
    void limitsTheLengthOfMessages() throws Exception {
        var attendee = attendee();
        attendee.says("{'type':'ping','t':1,'x':'" + "x".repeat(5000) + "'}");
        assertThat(attendee.next("error").get("reason").textValue()).isEqualTo("message-too-long");

        attendee.says("{'type':'ping','t':1,'x':'" + "x".repeat(70_000) + "'}");

        assertThat(attendee.closeCode()).isEqualTo(1009);
        attendee().next("welcome");
    }

    @Test
    void refusesBinaryMessages() throws Exception {
        var attendee = attendee();

        attendee.saysBinary(new byte[] {1, 2, 3});

        assertThat(attendee.next("error").get("reason").textValue()).isEqualTo("malformed");
    }

    @Test
    void closesOnlyTheConnectionThatFloods() throws Exception {
        var attendee = attendee();

        var flood = attendee();

        while (!flood.isClosed()) {
            flood.says("{'type':'ping','t':1}");
        }

        assertThat(flood.closeCode()).isEqualTo(4429);
        attendee.says("{'type':'ping','t':1}").next("pong");
    }

    @Test
    void stoppingAsksEveryoneToReconnect() throws Exception {
        var attendee = attendee();
        var presenter = presenter();
        attendee.next("welcome");
        presenter.next("welcome");

        server.close();

        assertThat(attendee.closeCode()).isEqualTo(1012);
        assertThat(presenter.closeCode()).isEqualTo(1012);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "http://orrery.example",
                "https://orrery.example.evil.example",
                "null",
                "nonsense with spaces",
                "file://",
            })
    void refusesPagesOfOtherOrigins(String origin) {
        assertThatThrownBy(() -> open(server.code(), "Origin", origin))
                .isInstanceOfSatisfying(
                        TestSocket.RefusedUpgradeException.class,
                        refused -> assertThat(refused.status()).isEqualTo(403));
    }

    @Test
    void acceptsPagesOfThisServerAndItsPublicUrl() throws Exception {
        open(server.code(), "Origin", "http://127.0.0.1:" + server.server().port())
                .says("{'type':'hello','v':1,'view':'attendee'}")
                .next("welcome");
        open(server.code(), "Origin", PUBLIC)
                .says("{'type':'hello','v':1,'view':'attendee'}")
                .next("welcome");
    }

    private static JsonNode withoutAnswer(JsonNode message) {
        ObjectNode copy = message.deepCopy();
        var state = (ObjectNode) copy.get("state");
        state.set("trace", RunningServer.withoutAnswer(state.get("trace")));
        return copy;
    }

    private TestSocket attendee() throws Exception {
        return open(server.code()).says("{'type':'hello','v':1,'view':'attendee'}");
    }

    private TestSocket presenter() throws Exception {
        return open(server.code()).says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
    }

    private TestSocket open(String code, String... headers) throws Exception {
        URI address = URI.create("ws://127.0.0.1:" + server.server().port() + "/ws/rooms/" + code);
        return new TestSocket(address, headers);
    }
}
