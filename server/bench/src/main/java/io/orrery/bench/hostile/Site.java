package io.orrery.bench.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.bench.fanout.LoadedRoom;
import io.orrery.bench.fanout.Servers;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server of a benchmark, seen from outside.
 *
 * @param server its process and its room
 * @param client shared by all requests that keep to HTTP
 * @param log the file with the server's error stream
 */
public record Site(Servers.Running server, HttpClient client, Path log) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SOCKET_TIMEOUT_MS = 60_000;
    private static final long POLL_MS = 50;
    private static final int OK = 200;

    LoadedRoom room() {
        return server.room();
    }

    Site withNewConnections() {
        return new Site(server, HttpClient.newHttpClient(), log);
    }

    URI address(String path) {
        return URI.create("http://" + room().socket().getAuthority() + path);
    }

    /** The first model on offer, an entry of {@code GET /api/presets}. */
    JsonNode model() throws IOException, InterruptedException {
        return JSON.readTree(get("/api/presets").body()).at("/presets/0");
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * The answer to a request with a JSON object.
     *
     * @throws IOException if the server refuses it
     */
    public JsonNode ask(String path, Map<String, ?> body) throws IOException, InterruptedException {
        var answer = client.send(post(path, body).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException(path + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** A request for the trace described by {@code body}, which is written as JSON. */
    HttpRequest trace(Map<String, ?> body) throws IOException {
        return post("/api/traces", body).build();
    }

    /** The same as {@link #trace}, from the presenter. */
    HttpRequest traceForRoom(Map<String, ?> body) throws IOException {
        return post("/api/traces?room=" + room().code(), body)
                .header("Authorization", "Bearer " + room().key())
                .build();
    }

    HttpRequest.Builder post(String path, Map<String, ?> body) throws IOException {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
    }

    /** Waits until no text is computed or waits in line any more. @param key the operator's key */
    void awaitIdle(String key) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isIdle(key) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private boolean isIdle(String key) throws IOException, InterruptedException {
        return metric(key, "orrery_traces_waiting") == 0;
    }

    /** A figure of {@code GET /metrics}. @param key the operator's key */
    double metric(String key, String name) throws IOException, InterruptedException {
        var request = request("/metrics")
                .header("Authorization", "Bearer " + key)
                .GET()
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException("The server has no figure " + name));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address(path)).timeout(PATIENCE);
    }

    /** A plain connection, over which anything can be written. */
    Socket connection() throws IOException {
        var socket = new Socket(room().socket().getHost(), room().socket().getPort());
        socket.setSoTimeout(SOCKET_TIMEOUT_MS);
        return socket;
    }

    long logBytes() throws IOException {
        return Files.size(log);
    }
}
