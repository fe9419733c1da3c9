package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.web.socket.TestSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A whole event on a server of its own, with accidents and attacks, and what the server logged of it. */
final class LoggedEvent {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NAME = "Wilhelmina Featherstone";
    private static final String OTHER_NAME = "Bartholomew";
    private static final String WRONG_KEY = "not-the-key-of-this-room-at-all";
    private static final String WRONG_OPERATOR = "not-the-key-of-the-operator-either";
    private static final String PROMPT = "CCABBA";
    private static final String UNREADABLE = "Xylophone";

    private final Path data;
    private final String form;
    private final String configuration;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> secrets = new LinkedHashSet<>(
            List.of(NAME, "Featherstone", OTHER_NAME, WRONG_KEY, WRONG_OPERATOR, PROMPT, UNREADABLE));
    private final String log;

    private URI base = URI.create("http://127.0.0.1");
    private String operator = "";

    /**
     * Holds the event: the server runs, stops, and runs again with the same data.
     *
     * @param data an empty folder
     * @param form of the log, as for {@code --log}
     * @param configuration a resource for Logback
     */
    LoggedEvent(Path data, String form, String configuration) throws Exception {
        this.data = data;
        this.form = form;
        this.configuration = configuration;
        log = logOfAnEvent() + logAfterRestart();
    }

    String log() {
        return log;
    }

    /** Everything that must not appear in the log. */
    Set<String> secrets() {
        return secrets;
    }

    /** The room's code. */
    String code() {
        return base.getPath().split("/")[2];
    }

    private String logOfAnEvent() throws Exception {
        Process process = start();
        try {
            JsonNode links = JSON.readTree(process.inputReader().readLine());
            base = URI.create(links.get("audience").textValue());
            operator = Files.readString(Path.of(links.get("operatorKeyFile").textValue()))
                    .strip();
            String key = key(links.get("presenter"));
            String coKey = key(links.get("coPresenter"));
            secrets.addAll(List.of(operator, key, coKey));

            var presenter = join("presenter", ",'key':'" + key + "'");
            JsonNode welcome = welcomed(presenter);
            var attendee = join("attendee", ",'name':'" + NAME + "'");
            String person = welcomed(attendee).get("id").textValue();
            attendee.says("{'type':'name','name':'" + OTHER_NAME + "'}");
            walk(presenter, welcome);
            command(presenter, 90, "'do':'kick','person':'" + person + "'");
            assertThat(attendee.closeCode()).isEqualTo(4403);
            handOver(presenter, coKey);
            misbehave(key);

            JsonNode anew = JSON.readTree(post("/api/rooms/" + code() + "/keys", "{'role':'presenter'}", operator)
                    .body());
            secrets.add(key(anew.get("link")));
            assertThat(presenter.closeCode()).isEqualTo(4401);
            waitUntilTheDriverIsGone();
            JsonNode second = JSON.readTree(post("/api/rooms", "{}", operator).body());
            secrets.addAll(List.of(key(second.get("presenter")), key(second.get("coPresenter"))));
            assertThat(send(request("/api/rooms/" + second.get("code").textValue())
                                    .header("Authorization", "Bearer " + operator)
                                    .DELETE())
                            .statusCode())
                    .isEqualTo(204);
        } finally {
            process.toHandle().destroy();
        }
        return rest(process);
    }

    /** The room learns from its driver's socket, after the driver has, that this is closed. */
    private void waitUntilTheDriverIsGone() throws Exception {
        var late = join("attendee", "");
        JsonNode message = welcomed(late);
        while (message.at("/state/wheel/freeAt").doubleValue() == 0) {
            message = late.next("state");
        }
    }

    /** The log after a restart with the same data. */
    private String logAfterRestart() throws Exception {
        Process process = start();
        try {
            JsonNode links = JSON.readTree(process.inputReader().readLine());
            base = URI.create(links.get("audience").textValue());
            welcomed(join("presenter", ",'key':'" + key(links.get("presenter")) + "'"));
        } finally {
            process.toHandle().destroy();
        }
        return rest(process);
    }

    private void walk(TestSocket presenter, JsonNode welcome) throws Exception {
        String trace = JSON.readTree(post("/api/traces", "{'model':'nano-sort','prompt':'" + PROMPT + "'}", "")
                        .body())
                .get("id")
                .textValue();
        command(presenter, 1, "'do':'lobby','on':false");
        command(presenter, 2, "'do':'prompt','trace':'" + trace + "'");
        command(presenter, 3, "'do':'go','cursor':{'trace':'" + trace + "','step':'embed'}");
        command(presenter, 4, "'do':'generate','trace':'" + trace + "'");
        assertThat(welcome.at("/state/lobby").booleanValue()).isTrue();
    }

    private void handOver(TestSocket presenter, String coKey) throws Exception {
        var co = join("presenter", ",'key':'" + coKey + "'");
        String party = welcomed(co).get("id").textValue();
        command(presenter, 91, "'do':'offer-wheel','to':'" + party + "'");
        command(co, 92, "'do':'take-wheel'");
        command(presenter, 93, "'do':'take-wheel'");
    }

    /** Sends accidental and malicious requests. */
    private void misbehave(String key) throws Exception {
        assertThat(join("presenter", ",'key':'" + WRONG_KEY + "'").closeCode()).isEqualTo(4401);
        for (String wrong : new String[] {WRONG_OPERATOR, key}) {
            assertThat(send(request("/api/rooms").header("Authorization", "Bearer " + wrong))
                            .statusCode())
                    .isEqualTo(401);
        }
        for (String path : new String[] {
            "/r/" + key,
            "/r/" + code() + "/present?key=" + key,
            "/nope/" + key,
            "/api/traces/" + PROMPT,
            "/api/" + operator
        }) {
            send(request(path));
            send(request(path).header("Accept", "text/html"));
        }
        for (String body : new String[] {
            "{'model':'nano-sort','prompt':'" + UNREADABLE + "'}",
            "{'model':'nano-sort','prompt':'" + PROMPT.repeat(9) + "'}",
            "{'prompt':'" + UNREADABLE,
            "{'model':'" + key + "','prompt':'" + PROMPT + "'}",
            UNREADABLE.repeat(20_000)
        }) {
            assertThat(post("/api/traces", body, "").statusCode()).isBetween(400, 499);
        }
        var malformed = join("attendee", ",'name':'" + NAME + "'");
        welcomed(malformed);
        malformed
                .says("{'type':'command','id':'x','at':1,'do':'" + UNREADABLE + "'}")
                .next("refused");
        malformed.says("'" + UNREADABLE).next("error");
        malformed
                .says("{'type':'name','name':'" + UNREADABLE.repeat(600) + "'}")
                .next("error");
        for (int i = 0; !malformed.isClosed(); i++) {
            malformed.says("{'type':'name','name':'" + OTHER_NAME + i + "'}");
        }
        assertThat(malformed.closeCode()).isEqualTo(4429);
        var oversized = join("attendee", "");
        welcomed(oversized);
        oversized.says(UNREADABLE.repeat(10_000));
        assertThat(oversized.closeCode()).isEqualTo(1009);
    }

    private void command(TestSocket by, int id, String what) throws Exception {
        by.says("{'type':'command','id':'c" + id + "','at':" + id + "," + what + "}");
        by.next(message -> message.path("by").asText().equals("c" + id)
                || message.path("id").asText().equals("c" + id));
    }

    private JsonNode welcomed(TestSocket socket) throws Exception {
        JsonNode welcome = socket.next("welcome");
        secrets.add(welcome.get("me").textValue());
        return welcome;
    }

    private TestSocket join(String view, String more) throws Exception {
        return new TestSocket(URI.create("ws://" + base.getAuthority() + "/ws/rooms/" + code()))
                .says("{'type':'hello','v':1,'view':'" + view + "'" + more + "}");
    }

    private HttpResponse<String> post(String path, String body, String key) throws Exception {
        var request = request(path).header("Content-Type", "application/json");
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String key(JsonNode link) {
        return URI.create(link.textValue()).getFragment().substring("key=".length());
    }

    private static String rest(Process process) throws Exception {
        String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return log;
    }

    private Process start() throws IOException {
        return KeptServer.start(data, ProcessBuilder.Redirect.PIPE, configuration, "--log", form);
    }
}
