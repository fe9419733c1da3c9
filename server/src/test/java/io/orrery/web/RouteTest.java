package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.socket.TestSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RouteTest {
    private static final List<Route> TABLE = Routes.ALL;
    private static final Map<Who, List<String>> MAY = Map.of(
            Who.ANYONE, List.of("anyone", "remote", "co-presenter", "presenter", "operator"),
            Who.REMOTE, List.of("remote"),
            Who.DRIVER, List.of("co-presenter", "presenter"),
            Who.READER, List.of("co-presenter", "presenter", "operator"),
            Who.EDITOR, List.of("co-presenter", "presenter", "operator"),
            Who.PERSON, List.of(),
            Who.OPERATOR, List.of("operator"),
            Who.OPERATOR_UNLESS_OPEN, List.of("operator"));

    /** For requests that do not change the server. */
    @AutoClose
    private static RunningServer shared;

    @BeforeAll
    static void start() throws Exception {
        shared = new RunningServer();
    }

    @Test
    void allServedRoutesAreDeclared() {
        assertThat(shared.server().served())
                .containsExactlyInAnyOrderElementsOf(TABLE.stream()
                        .map(route -> route.method() + " " + route.path())
                        .toList());
    }

    @ParameterizedTest
    @FieldSource("TABLE")
    void onlyDeclaredCallersAreServed(Route route) throws Exception {
        if (!route.isForOwnPagesAlone()) {
            assertOnlyDeclaredCallersAreServed(shared, route);
            return;
        }
        try (var server = new RunningServer()) {
            assertOnlyDeclaredCallersAreServed(server, route);
        }
    }

    private static void assertOnlyDeclaredCallersAreServed(RunningServer server, Route route) throws Exception {
        for (var caller : headers(server).entrySet()) {
            int status = status(server, route, caller.getValue());
            if (MAY.get(route.who()).contains(caller.getKey())) {
                assertThat(status).as(caller.getKey()).isBetween(101, 299);
            } else {
                assertThat(status).as(caller.getKey()).isEqualTo(401);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("TABLE")
    void pagesOfOtherOriginsCannotChangeAnything(Route route) throws Exception {
        String operator = Files.readString(shared.server().operatorKeyFile());
        int status = status(
                shared, route, List.of("Origin", "http://evil.example", "Authorization", "Bearer " + operator.strip()));
        if (route.isForOwnPagesAlone()) {
            assertThat(status).isEqualTo(403);
        } else {
            assertThat(status).isNotEqualTo(403);
        }
    }

    /** Headers by caller. The operator is last, because the operator's requests end rooms and keys. */
    private static Map<String, List<String>> headers(RunningServer server) throws Exception {
        var callers = new LinkedHashMap<String, List<String>>();
        callers.put("anyone", List.of());
        callers.put("remote", withKey(remoteKey(server)));
        callers.put("co-presenter", withKey(server.server().links().coKey().orElseThrow()));
        callers.put("presenter", withKey(server.key()));
        callers.put("operator", withKey(Files.readString(server.server().operatorKeyFile())));
        return callers;
    }

    private static String remoteKey(RunningServer server) throws Exception {
        return RunningServer.json(server.post(
                        "/api/rooms/" + server.code() + "/remote", "{}", "Authorization", "Bearer " + server.key()))
                .get("key")
                .textValue();
    }

    private static List<String> withKey(String key) {
        return List.of("Authorization", "Bearer " + key.strip());
    }

    private static int status(RunningServer server, Route route, List<String> headers) throws Exception {
        URI address = address(server, route);
        if (route.method().equals("WS")) {
            return upgraded(address, headers);
        }
        var request = HttpRequest.newBuilder(address)
                .method(
                        route.method(),
                        HttpRequest.BodyPublishers.ofByteArray(body(route).getBytes(StandardCharsets.ISO_8859_1)))
                .header("Content-Type", route.path().contains("/voice/") ? "audio/webm" : "application/json");
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        if (route.path().endsWith("/events")) {
            // A stream without an end.
            var answer = server.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        }
        return server.client()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int upgraded(URI address, List<String> headers) throws Exception {
        try {
            new TestSocket(
                    URI.create("ws" + address.toString().substring("http".length())), headers.toArray(new String[0]));
            return 101;
        } catch (TestSocket.RefusedUpgradeException refused) {
            return refused.status();
        }
    }

    private static String body(Route route) {
        return switch (route.path()) {
            case "/api/tokens" -> "{\"model\":\"nano-sort\",\"text\":\"CBA\"}";
            case "/api/talks" -> "{\"yaml\":\"model: nano-sort\"}";
            case "/api/traces" -> "{\"model\":\"nano-sort\",\"prompt\":\"CBABBC\"}";
            case "/api/training" -> "{\"do\":\"begin\",\"model\":\"nano-sort\"}";
            case "/api/recordings/{id}/voice/{part}" ->
                route.method().equals("PUT") ? "\u001A\u0045\u00DF\u00A3 voice" : "";
            case "/api/recordings/{id}/captions/{language}" -> route.method().equals("PUT") ? "WEBVTT" : "";
            case "/api/rooms/{code}/commands" -> "{\"do\":\"pause\"}";
            case "/api/rooms/{code}/move" -> "{}";
            case "/api/rooms/{code}/keys" -> "{\"role\":\"presenter\"}";
            default -> List.of("POST", "PATCH").contains(route.method()) ? "{}" : "";
        };
    }

    private static URI address(RunningServer server, Route route) throws Exception {
        if (route.path().startsWith("/api/training/updates")) {
            return server.address(ofAnUpdate(server, route.path()));
        }
        String trace = server.trace("CBABBC").get("id").textValue();
        boolean isOfAModel = route.path().startsWith("/api/models");
        boolean isOfATour = route.path().startsWith("/api/tours");
        boolean isOfARecording = route.path().startsWith("/api/recordings");
        String id = isOfARecording ? recording(server) : isOfATour ? "any-model" : isOfAModel ? server.model() : trace;
        String name = isOfAModel ? "embed.W_E" : "blocks.0.attn.hook_q";
        String path = route.path()
                .replace("/web/{build}/<path>", script(server))
                .replace("{code}", server.code())
                .replace("{id}", id)
                .replace("{other}", trace)
                .replace("{n}", "0")
                .replace("{step}", "start")
                .replace("{tool}", "attribution")
                .replace("{part}", isOfARecording ? "0" + (route.method().equals("PUT") ? "?length=1000" : "") : "qa")
                .replace("{language}", "en")
                .replace("{person}", "p1")
                .replace("{name}", name);
        if (route.path().equals("/oembed")) {
            return server.address(path + "?url=" + server.address("/solo"));
        }
        if (route.path().equals("/api/recordings")) {
            return server.address(path + "?room=" + server.code());
        }
        return server.address(route.path().endsWith("/explain") ? path + "?name=" + name + "&cell=3,1,2" : path);
    }

    /** The id of a recording that has ended, with a voice and captions. */
    private static String recording(RunningServer server) throws Exception {
        var presenter = server.socket(server.code());
        presenter
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}")
                .next("welcome");
        presenter.says("{'type':'command','id':'r1','at':1,'do':'record'}");
        String id = presenter
                .next(said -> said.at("/state/recording/id").isTextual())
                .at("/state/recording/id")
                .textValue();
        presenter.says("{'type':'command','id':'r2','at':1,'do':'record-stop'}");
        presenter.next(said -> said.path("by").asText().equals("r2"));
        for (var file : TABLE.stream()
                .filter(each -> each.method().equals("PUT") && each.path().startsWith("/api/recordings"))
                .toList()) {
            var request = HttpRequest.newBuilder(server.address(file.path()
                            .replace("{id}", id)
                            .replace("{part}", "0?length=1000")
                            .replace("{language}", "en")))
                    .header("Authorization", "Bearer " + server.key())
                    .header("Content-Type", "audio/webm")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(body(file).getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(server.client()
                            .send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
        }
        return id;
    }

    /** The models of a training's update: {@code after} it, and the run of a text with the weights before it. */
    private record Update(String after, String run) {}

    /** One for each server: an address may begin few trainings. */
    private static final Map<RunningServer, Update> UPDATES = new ConcurrentHashMap<>();

    /** The path with a training's update, and the run of a text with the weights before it. */
    private static String ofAnUpdate(RunningServer server, String path) throws Exception {
        if (!UPDATES.containsKey(server)) {
            UPDATES.put(server, update(server));
        }
        var update = UPDATES.get(server);
        return path.replace("{model}", update.after()).replace("{trace}", update.run());
    }

    private static Update update(RunningServer server) throws Exception {
        JsonNode begun = RunningServer.json(server.post("/api/training", "{'do':'begin','model':'nano-sort'}"));
        JsonNode looked = RunningServer.json(server.post(
                "/api/training",
                "{'do':'look','training':'" + begun.get("training").textValue() + "'}"));
        String text = RunningServer.id(server.trace("CBABBC"));
        JsonNode run = RunningServer.json(server.post(
                "/api/traces",
                "{'trace':'" + text + "','with':'" + looked.get("model").textValue() + "'}"));
        return new Update(looked.at("/look/model").textValue(), RunningServer.id(run));
    }

    /** The address of a script, which contains the hash of the build. */
    private static String script(RunningServer server) throws Exception {
        var page = new String(server.get("/").body(), StandardCharsets.UTF_8);
        return Pattern.compile("src=\"(/web/[0-9a-f]{16}/made/landing\\.js)\"")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
