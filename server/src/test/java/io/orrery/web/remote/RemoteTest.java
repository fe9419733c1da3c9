package io.orrery.web.remote;

import static io.orrery.web.RunningServer.assertProblem;
import static io.orrery.web.RunningServer.header;
import static io.orrery.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.cli.CommandLineRun;
import io.orrery.model.ModelReference;
import io.orrery.room.access.Ability;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Command;
import io.orrery.tools.Programs;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.socket.TestSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room that another program drives over HTTP, with a key for remote control. */
class RemoteTest {
    @AutoClose
    private RunningServer server;

    private String key;
    private TestSocket presenter;
    private TestSocket attendee;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        enter(new RunningServer());
    }

    private void enter(RunningServer entered) throws Exception {
        server = entered;
        key = key(server.code(), server.key());
        presenter = joined("'view':'presenter','key':'" + server.key() + "'");
        attendee = joined("'view':'attendee'");
    }

    private TestSocket joined(String hello) throws Exception {
        TestSocket socket = server.socket(server.code()).says("{'type':'hello','v':1," + hello + "}");
        socket.next("welcome");
        return socket;
    }

    private String key(String room, String presenters) throws Exception {
        HttpResponse<byte[]> made =
                server.post("/api/rooms/" + room + "/remote", "{}", "Authorization", "Bearer " + presenters);
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(json(made).get("made").doubleValue()).isPositive();
        return json(made).get("key").textValue();
    }

    private String path(String what) {
        return "/api/rooms/" + server.code() + "/" + what;
    }

    private HttpResponse<byte[]> command(String fields, String... headers) throws Exception {
        var all = new ArrayList<>(List.of("Authorization", "Bearer " + key));
        all.addAll(List.of(headers));
        return server.post(path("commands"), "{" + fields + "}", all.toArray(String[]::new));
    }

    private long done(String fields, String... headers) throws Exception {
        HttpResponse<byte[]> answer = command(fields, headers);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return json(answer).get("seq").longValue();
    }

    private JsonNode state() throws Exception {
        return json(server.get(path("state"), "Authorization", "Bearer " + key));
    }

    private String step() throws Exception {
        return state().at("/state/cursor/step").textValue();
    }

    private void presents(String fields) {
        presenter.says("{'type':'command','id':'p" + ++sent + "','at':" + 1_000_000 + "," + fields + "}");
    }

    @Test
    void movesTheRoomAsThePresentersPageDoesAndEachCommandOnce() throws Exception {
        long first = done("'do':'next'");
        String second = step();
        JsonNode shown = attendee.next(said -> said.path("seq").asLong() == first);
        assertThat(shown.at("/state/cursor/step").textValue()).isEqualTo(second);

        // Twice, one after the other and at once, and by the header in place of the field.
        long moved = done("'do':'next','id':'again'");
        String third = step();
        assertThat(moved).isEqualTo(first + 1);
        assertThat(done("'do':'next','id':'again'")).isEqualTo(moved);
        assertThat(done("'do':'next'", "Idempotency-Key", "again")).isEqualTo(moved);
        assertThat(step()).isEqualTo(third);
        var both = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
        for (int i = 0; i < 2; i++) {
            both.add(server.client()
                    .sendAsync(request("'do':'back','id':'both'"), HttpResponse.BodyHandlers.ofByteArray()));
        }
        for (var answer : both) {
            assertThat(json(answer.get()).get("seq").longValue()).isEqualTo(moved + 1);
        }
        assertThat(step()).isEqualTo(second);

        // Two hands at once move two steps.
        var two = List.of(request("'do':'next','id':'a'"), request("'do':'next','id':'b'")).stream()
                .map(each -> server.client().sendAsync(each, HttpResponse.BodyHandlers.ofByteArray()))
                .toList();
        for (var answer : two) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        assertThat(state().get("seq").longValue()).isEqualTo(moved + 3);

        String trace = state().at("/state/trace/id").textValue();
        done("'do':'go','cursor':{'trace':'" + trace + "','step':'embed'}");
        assertThat(step()).isEqualTo("embed");
        assertProblem(command("'do':'go','cursor':{'trace':'" + trace + "','step':'nowhere'}"), 404, "unknown-step");
        String other = server.trace("CABAB").get("id").textValue();
        done("'do':'prompt','trace':'" + other + "'");
        assertThat(state().at("/state/trace/id").textValue()).isEqualTo(other);
        assertProblem(command("'do':'go','at':900000,'cursor':{'trace':'" + other + "','step':'embed'}"), 409, "stale");
        // It is nobody of the audience.
        JsonNode people = attendee.next("people");
        assertThat(people.get("count").intValue()).isEqualTo(1);
    }

    private HttpRequest request(String fields) {
        return HttpRequest.newBuilder(server.address(path("commands")))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString("{" + fields.replace('\'', '"') + "}"))
                .build();
    }

    /** What is answered is what {@code /api/openapi.json} says, and nothing else. */
    @Test
    void answersAreAsTheyAreDescribed() throws Exception {
        var described = new Described(server.json("/api/openapi.json"));
        done("'do':'next'");
        assertThat(described.errorsOfGiven(schema("commands", "post", "2XX"), json(command("'do':'next'"))))
                .isEmpty();
        assertThat(described.errorsOfGiven(schema("state", "get", "2XX"), state()))
                .isEmpty();
        JsonNode refused = json(command("'do':'go','cursor':{'trace':'t','step':'embed'}"));
        assertThat(described.errorsOfGiven(schema("commands", "post", "default"), refused))
                .isEmpty();
        JsonNode malformed = json(command("'do':'go','cursor':7"));
        assertThat(malformed.get("code").textValue()).isEqualTo("field-not-object");
        assertThat(described.errors(schema("commands", "post", "default"), malformed))
                .isEmpty();
    }

    private static String schema(String what, String method, String status) {
        String type = status.equals("2XX") ? "application~1json" : "application~1problem+json";
        return "/paths/~1api~1rooms~1{code}~1" + what + "/" + method + "/responses/" + status + "/content/" + type
                + "/schema";
    }

    @Test
    void lookingAfterPeopleAndKeysIsNoneOfItsBusiness() throws Exception {
        long before = state().get("seq").longValue();
        for (Command<?> command : Activities.ALL.commands()) {
            if (!command.who().isOpenTo(Ability.REMOTE)) {
                HttpResponse<byte[]> answer = server.client()
                        .send(
                                request(
                                        "'do':'" + command.name() + "','person':'p1','on':true,'people':1,'number':1,"
                                                + "'to':'p1','as':'hidden','into':2,'option':0,'text':'A','trace':'t','numbers':[1]"),
                                HttpResponse.BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).as(command.name()).isIn(400, 403, 429);
            }
        }
        assertThat(Activities.ALL.commands().stream()
                        .filter(command -> command.who().isOpenTo(Ability.REMOTE))
                        .map(Command::name))
                .contains("next", "back", "go", "prompt", "why", "poll")
                .doesNotContain(
                        "kick", "lock", "capacity", "keep-out", "let-in", "offer-wheel", "take-wheel", "qa-set");
        assertThat(state().get("seq").longValue()).isEqualTo(before);
        assertProblem(server.post(path("remote"), "{}", "Authorization", "Bearer " + key), 401, "not-allowed");
        assertProblem(server.post(path("moderator"), "{}", "Authorization", "Bearer " + key), 401, "not-allowed");
    }

    @Test
    void onlyItsOwnRoomTakesTheKeyAndUntilItIsTakenBack() throws Exception {
        String operator = Files.readString(server.server().operatorKeyFile()).strip();
        JsonNode other = json(server.post("/api/rooms", "{}", "Authorization", "Bearer " + operator));
        String elsewhere = "/api/rooms/" + other.get("code").textValue() + "/commands";
        assertProblem(server.post(elsewhere, "{'do':'next'}", "Authorization", "Bearer " + key), 401, "not-allowed");
        assertProblem(
                server.post("/api/rooms/XXXXXX/commands", "{'do':'next'}", "Authorization", "Bearer " + key),
                404,
                "unknown-room");
        // Neither a presenter's key nor a cookie is one.
        assertProblem(
                server.post(path("commands"), "{'do':'next'}", "Authorization", "Bearer " + server.key()),
                401,
                "not-allowed");
        assertProblem(server.post(path("commands"), "{'do':'next'}", "Cookie", "key=" + key), 401, "not-allowed");

        try (var events = events("")) {
            events.next("state");
            done("'do':'next'");
            assertThat(server.client()
                            .send(
                                    HttpRequest.newBuilder(server.address(path("remote")))
                                            .header("Authorization", "Bearer " + server.key())
                                            .DELETE()
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
            assertThat(events.next("closed").get("code").intValue()).isEqualTo(4401);
        }
        assertProblem(command("'do':'next'"), 401, "not-allowed");
        assertProblem(server.get(path("state"), "Authorization", "Bearer " + key), 401, "not-allowed");
        assertProblem(server.get(path("events"), "Authorization", "Bearer " + key), 401, "not-allowed");
        key = key(server.code(), server.key());
        done("'do':'next'");
    }

    @Test
    void pagesOfAllOriginsMayAskWithTheKeyInTheHeader() throws Exception {
        HttpResponse<byte[]> answer = command("'do':'next'", "Origin", "https://slides.example");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(answer, "Access-Control-Allow-Credentials")).isEmpty();
        HttpResponse<Void> preflight = server.client()
                .send(
                        HttpRequest.newBuilder(server.address(path("commands")))
                                .header("Origin", "https://slides.example")
                                .header("Access-Control-Request-Method", "POST")
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElseThrow())
                .contains("Authorization", "Idempotency-Key");
    }

    @Test
    void whatIsMalformedOrTooMuchIsRefusedAndTheRoomIsAsItWas() throws Exception {
        long before = state().get("seq").longValue();
        assertProblem(command(""), 400, "malformed");
        assertProblem(command("'do':7"), 400, "malformed");
        assertProblem(command("'do':'dance'"), 400, "malformed");
        assertProblem(command("'do':'next','id':'" + "x".repeat(65) + "'"), 400, "malformed");
        assertProblem(command("'do':'next','at':-1"), 400, "malformed");
        assertProblem(command("'do':'next'", "Idempotency-Key", "x".repeat(65)), 400, "malformed");
        assertProblem(command("'do':'go','cursor':7"), 400, "malformed");
        assertProblem(command("'do':'next','pad':'" + "x".repeat(48 * 1024) + "'"), 413, "message-too-long");
        assertProblem(command("'do':'next','pad':'" + "x".repeat(70_000) + "'"), 413, "body-too-large");
        for (String body : List.of("[]", "null", "{", "'next'", "{'a':".repeat(40) + "1" + "}".repeat(40))) {
            HttpResponse<byte[]> answer = server.post(path("commands"), body, "Authorization", "Bearer " + key);
            assertProblem(answer, 400, "malformed");
        }
        assertThat(state().get("seq").longValue()).isEqualTo(before);
    }

    @Test
    void moreThanHandsCanGiveIsRefusedAndNobodyElseIsLimitedByIt() throws Exception {
        server.close();
        // The clock stands still, so the limit does not depend on how long the requests take.
        enter(new RunningServer(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty()), () -> 0));
        var answers = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
        for (int i = 0; i < 120; i++) {
            answers.add(server.client().sendAsync(request("'do':'pause'"), HttpResponse.BodyHandlers.ofByteArray()));
        }
        int refused = 0;
        for (var answer : answers) {
            int status = answer.get().statusCode();
            assertThat(status).isIn(200, 429);
            refused += status == 429 ? 1 : 0;
            assertThat(header(answer.get(), "Retry-After")).isEqualTo(status == 429 ? "1" : "");
        }
        assertThat(refused).isEqualTo(answers.size() - (int) RemoteSession.COMMANDS_AT_ONCE);
        presents("'do':'blank','on':true");
        attendee.next(said -> said.at("/state/blank").booleanValue());
        assertThat(presenter.isClosed()).isFalse();
    }

    /** The command of the documentation in a shell, and the bodies that it gives for decks, sent as it says. */
    @Test
    void linesOfTheDocumentationMoveTheRoom() throws Exception {
        Programs.require("curl", "curl");
        String docs = Files.readString(Path.of("..", "docs", "remote.md"));
        var line = Pattern.compile("(?m)^curl .*$").matcher(docs);
        assertThat(line.find()).isTrue();
        var shell = new ProcessBuilder(
                "sh",
                "-c",
                line.group()
                        .replace("http://localhost:8080", server.address("").toString())
                        .replace("ABC234", server.code()));
        shell.environment().put("KEY", key);
        Process run = shell.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        JsonNode said = RunningServer.JSON.readTree(run.getInputStream().readAllBytes());
        assertThat(run.waitFor()).isZero();
        assertThat(said.get("seq")).as(said.toString()).isEqualTo(state().get("seq"));

        String decks = docs.substring(docs.indexOf("## Stream Deck"));
        var body = Pattern.compile("`(\\{\"do\": .*?})`").matcher(decks);
        int bodies = 0;
        while (body.find()) {
            done(body.group(1).substring(1, body.group(1).length() - 1));
            bodies++;
        }
        assertThat(bodies).isEqualTo(3);
        assertThat(state().at("/state/blank").booleanValue()).isTrue();
    }

    @Test
    void streamTellsEachChangeAndGoesOnWhereItBroke() throws Exception {
        String last;
        try (var events = events("")) {
            JsonNode now = events.next("state");
            assertThat(now.at("/state/cursor/step").textValue()).isEqualTo(step());
            long seq = done("'do':'next'");
            JsonNode next = events.next("state");
            assertThat(next.get("seq").longValue()).isEqualTo(seq);
            assertThat(next.at("/state/cursor/step").textValue()).isEqualTo(step());
            // What only presenters see is not in it.
            presents("'do':'keep-prompt','trace':'" + now.at("/state/trace/id").textValue() + "'");
            last = events.id;
        }
        try (var events = events(last)) {
            // Nothing has changed for it, so nothing is told until something does.
            long seq = done("'do':'next'");
            assertThat(events.next("state").get("seq").longValue()).isEqualTo(seq);
        }
    }

    /** A program in Python, and one that has no numpy, read the numbers that the server's own JSON has. */
    @Test
    void aProgramInPythonMovesTheRoomAndReadsItsNumbers() throws Exception {
        Process known;
        try {
            known = new ProcessBuilder("python3", "-c", "").start();
        } catch (IOException e) {
            assumeTrue(false, "there is no python3 on this machine");
            return;
        }
        assumeTrue(known.waitFor() == 0, "python3 does not run on this machine");
        for (String hidden : List.of("", "import sys; sys.modules['numpy'] = None")) {
            String program = String.join(
                    "\n",
                    hidden,
                    "import json, sys",
                    "from orrery import Room, Refused",
                    "room = Room(sys.argv[1], sys.argv[2], key=sys.argv[3])",
                    "room.text = 'CABAB'",
                    "first = room.text",
                    "room.go('attn.pattern', layer=1)",
                    "trace = room.trace()",
                    "pattern = trace['blocks.1.attn.hook_pattern']",
                    "shown = next(room.changes())",
                    "try:",
                    "    room.go('nowhere')",
                    "except Refused as refused:",
                    "    code = refused.code",
                    "try:",
                    "    trace['nothing']",
                    "except KeyError:",
                    "    code += ' key'",
                    "rows = [[[float(n) for n in row] for row in head] for head in pattern]",
                    "print(json.dumps({'text': first, 'step': shown['cursor']['step'], 'trace': trace.id, 'code': code,",
                    "                  'pattern': rows}))");
            Process run = new ProcessBuilder(
                            "python3", "-c", program, server.address("").toString(), server.code(), key)
                    .directory(Path.of("..", "docs", "examples", "python").toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            JsonNode said = RunningServer.JSON.readTree(run.getInputStream().readAllBytes());
            assertThat(run.waitFor()).isZero();
            assertThat(said.get("text").textValue()).isEqualTo("CABAB");
            assertThat(said.get("step").textValue())
                    .isEqualTo("blocks.1.attn.pattern")
                    .isEqualTo(step());
            assertThat(said.get("code").textValue()).isEqualTo("unknown-step key");
            for (int head = 0; head < said.get("pattern").size(); head++) {
                for (int row = 0; row < said.get("pattern").get(head).size(); row++) {
                    float sum = 0;
                    for (int column = 0;
                            column < said.get("pattern").get(head).get(row).size();
                            column++) {
                        JsonNode cell = server.json("/api/traces/"
                                + said.get("trace").textValue() + "/explain?name=blocks.1.attn.hook_pattern&cell="
                                + head + "," + row + "," + column);
                        float number = said.get("pattern")
                                .get(head)
                                .get(row)
                                .get(column)
                                .floatValue();
                        assertThat(number).isEqualTo(cell.get("value").floatValue());
                        sum += number;
                    }
                    assertThat(sum).isCloseTo(1, within(1e-5f));
                }
            }
        }
    }

    @Test
    void aTerminalMovesTheRoom() throws Exception {
        CommandLineRun moved = terminal("next");
        assertThat(moved.code()).as(moved.err()).isZero();
        assertThat(moved.out()).startsWith("Done: change ");
        String step = step();
        assertThat(terminal("go", "attn.scores", "--layer", "1").code()).isZero();
        assertThat(step()).isEqualTo("blocks.1.attn.scores").isNotEqualTo(step);
        assertThat(terminal("text", "CABAB").code()).isZero();
        assertThat(terminal("state").out()).contains("Step: ").contains("Text: CABAB");
        assertThat(terminal("state", "--json").json().at("/state/trace/text").size())
                .isEqualTo(5);
        assertThat(terminal("back", "--json").json().get("seq").longValue()).isPositive();
        CommandLineRun refused = terminal("go", "nowhere");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("nowhere").hasLineCount(1);
        key = "wrong";
        assertThat(terminal("next").err()).contains("no key for remote control");
        assertThat(CommandLineRun.of("room", server.code(), "next", "--key", "x", "--server", "http://127.0.0.1:1")
                        .err())
                .contains("No server answers at http://127.0.0.1:1");
    }

    private CommandLineRun terminal(String... arguments) {
        var all = new ArrayList<>(List.of("room", server.code()));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--key", key, "--server", server.address("").toString()));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private Events events(String last) throws Exception {
        return new Events(last);
    }

    /** The events of a stream. */
    private final class Events implements AutoCloseable {
        private final BufferedReader lines;
        private String id = "";

        Events(String last) throws Exception {
            var request =
                    HttpRequest.newBuilder(server.address(path("events"))).header("Authorization", "Bearer " + key);
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            HttpResponse<InputStream> answer =
                    server.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
            lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        /** The next event of a type. */
        JsonNode next(String type) throws Exception {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("data: ") && event.equals(type)) {
                    return RunningServer.JSON.readTree(line.substring("data: ".length()));
                }
            }
            throw new AssertionError("the stream has ended before " + type);
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
