package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.model.ModelReference;
import io.orrery.web.socket.TestSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** A server with the sorting model on a free port of the loopback interface, and a client for it. */
public final class RunningServer implements AutoCloseable {
    public static final ObjectMapper JSON = new ObjectMapper();

    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    public RunningServer() throws IOException {
        this(Optional.empty());
    }

    public RunningServer(Optional<URI> publicUrl) throws IOException {
        this(List.of(ModelReference.of("nano-sort")), publicUrl);
    }

    /** A server with other models; the room begins with the first. */
    public RunningServer(List<ModelReference> models) throws IOException {
        this(models, Optional.empty());
    }

    private RunningServer(List<ModelReference> models, Optional<URI> publicUrl) throws IOException {
        this(new ServerOptions("127.0.0.1", 0, models, publicUrl));
    }

    public RunningServer(ServerOptions options) throws IOException {
        this(options, Optional.empty(), RunningServer::slowly, System.currentTimeMillis());
    }

    /** @param clock the time for the limits on requests, in ms */
    public RunningServer(ServerOptions options, DoubleSupplier clock) throws IOException {
        this(options, Optional.of(clock), RunningServer::slowly, System.currentTimeMillis());
    }

    /** A server on whose clock the test decides. @param nanos the time of turns, deadlines and a training's lease, in ns */
    public static RunningServer computing(ServerOptions options, LongSupplier nanos) throws IOException {
        return new RunningServer(options, Optional.empty(), nanos, System.currentTimeMillis());
    }

    /** A server on a machine whose clock shows another time. @param now what it shows now, ms */
    public static RunningServer at(double now, ServerOptions options) throws IOException {
        return new RunningServer(options, Optional.empty(), RunningServer::slowly, now);
    }

    private RunningServer(ServerOptions options, Optional<DoubleSupplier> clock, LongSupplier nanos, double startedAt)
            throws IOException {
        server = new Server(options, clock, nanos, startedAt);
    }

    /** A twentieth of the time, ns: on a machine that stalls no computation is late, and no visitor is told a place in line. */
    private static long slowly() {
        return System.nanoTime() / 20;
    }

    public Server server() {
        return server;
    }

    public String code() {
        return server.links().code().text();
    }

    public String key() {
        return server.links().key().orElseThrow();
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    public HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(address(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpResponse<byte[]> post(String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public JsonNode json(String path) throws Exception {
        return json(get(path));
    }

    /** A trace in the state of attendees, who are not sent what comes next until the room is shown it. */
    public static JsonNode withoutAnswer(JsonNode trace) {
        assertThat(trace.get("next")).as("the presenter's answer").isNotEmpty();
        ObjectNode copy = trace.deepCopy();
        copy.putArray("next");
        copy.remove("rival");
        return copy;
    }

    public static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    public String model() throws Exception {
        return json("/api/presets").get("presets").get(0).get("model").textValue();
    }

    public static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public static void assertProblem(HttpResponse<byte[]> response, int status, String type) throws IOException {
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("/problems/" + type + "\"");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.get("title").textValue()).isNotBlank();
        assertThat(problem.get("detail").textValue()).endsWith(".");
        assertThat(problem.get("status").intValue()).isEqualTo(status);
    }

    public static String id(JsonNode trace) {
        return trace.get("id").textValue();
    }

    public JsonNode trace(String prompt) throws Exception {
        return json(post("/api/traces", "{'model':'nano-sort','prompt':'" + prompt + "'}"));
    }

    /** Connects to a room. */
    public TestSocket socket(String room) throws Exception {
        return new TestSocket(URI.create("ws://127.0.0.1:" + server.port() + "/ws/rooms/" + room));
    }

    public HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        server.close();
    }
}
