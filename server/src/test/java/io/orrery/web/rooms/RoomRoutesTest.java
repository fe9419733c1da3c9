package io.orrery.web.rooms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.access.AddressRange;
import io.orrery.web.access.Guard;
import io.orrery.web.socket.TestSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomRoutesTest {
    private static final String KEY = "an-operators-key-of-some-length";

    @TempDir
    private Path data;

    @Test
    void operatorOpensARoom() throws Exception {
        try (var server = server(false, 3)) {
            var response = operator(server, "/api/rooms", "{}");

            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
            JsonNode links = RunningServer.json(response);
            String code = links.get("code").textValue();
            assertThat(code).isNotEqualTo(server.code());
            String base = "http://127.0.0.1:" + server.server().port() + "/r/" + code;
            assertThat(links.get("audience").textValue()).isEqualTo(base);
            assertThat(links.get("screen").textValue()).isEqualTo(base + "/screen");
            assertThat(role(server, code, links.get("presenter"))).isEqualTo("presenter");
            assertThat(role(server, code, links.get("coPresenter"))).isEqualTo("co-presenter");
        }
    }

    @Test
    void refusesEveryoneWithoutTheOperatorsKey() throws Exception {
        try (var server = server(false, 3)) {
            for (String authorization :
                    new String[] {"Bearer wrong", "Bearer", KEY, "Basic " + KEY, "Bearer " + server.key()}) {
                String code = server.code();
                assertThat(server.post("/api/rooms", "{}", "Authorization", authorization)
                                .statusCode())
                        .isEqualTo(401);
                assertThat(server.post(
                                        "/api/rooms/" + code + "/keys",
                                        "{'role':'presenter'}",
                                        "Authorization",
                                        authorization)
                                .statusCode())
                        .isEqualTo(401);
                assertThat(server.get("/api/rooms", "Authorization", authorization)
                                .statusCode())
                        .isEqualTo(401);
                assertThat(delete(server, code, authorization).statusCode()).isEqualTo(401);
            }
            var refused = server.post("/api/rooms", "{}");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(RunningServer.json(refused).get("type").textValue()).isEqualTo("/problems/not-operator");
        }
    }

    @Test
    void limitsHowManyRoomsAnyoneOpens() throws Exception {
        // The clock stands still, so the limit does not depend on how long the requests take.
        try (var server = new RunningServer(options(true, 100), () -> 0)) {
            for (int i = 0; i < Guard.ROOMS_AT_ONCE; i++) {
                assertThat(server.post("/api/rooms", "{}").statusCode()).isEqualTo(201);
            }
            var refused = server.post("/api/rooms", "{}");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("10");
            assertThat(operator(server, "/api/rooms", "{}").statusCode()).isEqualTo(201);
            assertThat(server.get("/api/rooms").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void rightKeyPassesAfterWrongOnesFromTheSameAddress() throws Exception {
        // The clock stands still: 40 wrong keys are refused as wrong, all further ones as too many.
        try (var server = new RunningServer(options(false, 3), () -> 0)) {
            for (int i = 0; i < 60; i++) {
                assertThat(server.get("/api/rooms", "Authorization", "Bearer wrong-" + i)
                                .statusCode())
                        .isEqualTo(i < 40 ? 401 : 429);
            }
            assertThat(server.get("/api/rooms", "Authorization", "Bearer " + KEY)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(operator(server, "/api/rooms", "{}").statusCode()).isEqualTo(201);
            String metrics = new String(
                    server.get("/metrics", "Authorization", "Bearer " + KEY).body(), UTF_8);
            assertThat(metrics)
                    .contains("orrery_requests_refused_total{code=\"not-operator\"} 40.0")
                    .contains("orrery_requests_refused_total{code=\"too-many-keys\"} 20.0");
        }
    }

    @Test
    void addressesOfOneIpv6NetworkShareTheirLimits() throws Exception {
        var hosting = new Hosting(
                Optional.of(data),
                Optional.of(Files.writeString(data.resolve("key"), KEY)),
                true,
                100,
                Duration.ofHours(24),
                List.of(AddressRange.parse("127.0.0.1")));
        var options =
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty(), hosting);
        // The clock stands still, so the limit does not depend on how long the requests take.
        try (var server = new RunningServer(options, () -> 0)) {
            for (int i = 1; i <= 94; i++) {
                assertThat(openFrom(server, "2001:db8:1:2::" + Integer.toHexString(i)))
                        .isEqualTo(i <= Guard.ROOMS_AT_ONCE ? 201 : 429);
            }

            assertThat(openFrom(server, "2001:db8:1:3::1")).isEqualTo(201);
            assertThat(operator(server, "/api/rooms", "{}").statusCode()).isEqualTo(201);
        }
    }

    private static int openFrom(RunningServer server, String address) throws Exception {
        return server.post("/api/rooms", "{}", "X-Forwarded-For", address).statusCode();
    }

    @Test
    void limitsTheNumberOfRooms() throws Exception {
        try (var server = server(false, 2)) {
            String code = RunningServer.json(operator(server, "/api/rooms", "{}"))
                    .get("code")
                    .textValue();

            var refused = operator(server, "/api/rooms", "{}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(RunningServer.json(refused).get("type").textValue()).isEqualTo("/problems/too-many-rooms");
            assertThat(delete(server, code, "Bearer " + KEY).statusCode()).isEqualTo(204);
            assertThat(operator(server, "/api/rooms", "{}").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void newKeyReplacesTheOldOne() throws Exception {
        try (var server = server(false, 3)) {
            var old = open(server, server.code(), server.key());
            old.next("welcome");

            var response = operator(
                    server, "/api/rooms/" + server.code().toLowerCase(Locale.ROOT) + "/keys", "{'role':'presenter'}");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(old.closeCode()).isEqualTo(4401);
            assertThat(open(server, server.code(), server.key()).closeCode()).isEqualTo(4401);
            assertThat(role(server, server.code(), RunningServer.json(response).get("link")))
                    .isEqualTo("presenter");
        }
    }

    @Test
    void refusesInvalidRequests() throws Exception {
        try (var server = server(false, 3)) {
            assertThat(operator(server, "/api/rooms/ZZZZZZ/keys", "{'role':'presenter'}")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(operator(server, "/api/rooms/" + server.code() + "/keys", "{'role':'attendee'}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(operator(server, "/api/rooms/" + server.code() + "/keys", "{}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(operator(server, "/api/rooms", "nonsense").statusCode()).isEqualTo(400);
            assertThat(operator(server, "/api/rooms", "{'model':'no-such-model'}")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(delete(server, "ZZZZZZ", "Bearer " + KEY).statusCode()).isEqualTo(404);
            assertThat(server.post(
                                    "/api/rooms",
                                    "{}",
                                    "Authorization",
                                    "Bearer " + KEY,
                                    "Origin",
                                    "http://evil.example")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void restoresRoomsAndPeopleAfterARestart() throws Exception {
        String code;
        String openedByServer;
        String presenter;
        String me;
        JsonNode state;
        try (var server = server(false, 3)) {
            openedByServer = server.code();
            JsonNode links = RunningServer.json(operator(server, "/api/rooms", "{}"));
            code = links.get("code").textValue();
            presenter = key(links.get("presenter"));
            var socket = open(server, code, presenter);
            String trace = socket.next("welcome").at("/state/trace/id").textValue();
            socket.says("{'type':'command','id':'c','at':1,'do':'go','cursor':{'trace':'" + trace
                    + "','step':'blocks.1.attn.pattern'}}");
            state = socket.next("state").get("state");
            var attendee = attendee(server, code, "");
            me = attendee.next("welcome").get("me").textValue();
            server.close();
            assertThat(attendee.closeCode()).isEqualTo(1012);
        }

        try (var server = server(false, 3)) {
            assertThat(server.code()).isEqualTo(openedByServer);
            var attendee = attendeeOnceItIsBack(server, code, ",'me':'" + me + "'");
            assertThat(attendee.get("state").get("cursor")).isEqualTo(state.get("cursor"));
            assertThat(attendee.at("/state/trace")).isEqualTo(RunningServer.withoutAnswer(state.get("trace")));
            assertThat(attendee.get("me").textValue()).isEqualTo(me);
            assertThat(open(server, code, presenter).next("welcome").get("role").textValue())
                    .isEqualTo("presenter");
            assertThat(open(server, openedByServer, server.key())
                            .next("welcome")
                            .get("role")
                            .textValue())
                    .isEqualTo("presenter");
        }
    }

    private RunningServer server(boolean anyone, int rooms) throws Exception {
        return new RunningServer(options(anyone, rooms));
    }

    private ServerOptions options(boolean anyone, int rooms) throws Exception {
        Path keyFile = Files.writeString(data.resolve("key"), KEY);
        return new ServerOptions(
                "127.0.0.1",
                0,
                List.of(ModelReference.of("nano-sort")),
                Optional.empty(),
                new Hosting(Optional.of(data), Optional.of(keyFile), anyone, rooms, Duration.ofHours(1), List.of()));
    }

    private static HttpResponse<byte[]> operator(RunningServer server, String path, String body) throws Exception {
        return server.post(path, body, "Authorization", "Bearer " + KEY);
    }

    private static HttpResponse<byte[]> delete(RunningServer server, String code, String authorization)
            throws Exception {
        var request = HttpRequest.newBuilder(server.address("/api/rooms/" + code))
                .header("Authorization", authorization)
                .DELETE();
        return server.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String role(RunningServer server, String code, JsonNode link) throws Exception {
        return open(server, code, key(link)).next("welcome").get("role").textValue();
    }

    private static String key(JsonNode link) {
        return URI.create(link.textValue()).getFragment().substring("key=".length());
    }

    private static TestSocket open(RunningServer server, String code, String key) throws Exception {
        return server.socket(code).says("{'type':'hello','v':1,'view':'presenter','key':'" + key + "'}");
    }

    private static TestSocket attendee(RunningServer server, String code, String more) throws Exception {
        return server.socket(code).says("{'type':'hello','v':1,'view':'attendee'" + more + "}");
    }

    /** Reconnects, as a page does, until the room has been restored. */
    private static JsonNode attendeeOnceItIsBack(RunningServer server, String code, String more) throws Exception {
        while (true) {
            var socket = attendee(server, code, more);
            Optional<JsonNode> welcome = socket.nextUnlessClosed("welcome");
            if (welcome.isPresent()) {
                return welcome.get();
            }
            assertThat(socket.closeCode()).isEqualTo(1012);
            Thread.sleep(100);
        }
    }
}
