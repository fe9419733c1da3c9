package io.orrery.bench.slow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.bench.FrameHead;
import io.orrery.bench.RoomSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * Makes the requests of an attendee's browser: loads the page and the files that it refers to, joins the room, then
 * loads the scene.
 */
final class SimulatedAttendee implements AutoCloseable {
    /** Connections that a browser opens to one server with HTTP/1.1. */
    private static final int CONNECTIONS = 6;

    private static final long TIMEOUT_S = 180;
    private static final JsonMapper JSON = new JsonMapper();

    private final URI base;
    private final String code;
    private final MessageListener listener;
    private final HttpClient client;
    private final Semaphore connections = new Semaphore(CONNECTIONS);
    private final AtomicLong bytes = new AtomicLong();
    private final CompletableFuture<JsonNode> welcome = new CompletableFuture<>();
    private List<String> scene = List.of();
    private RoomSocket socket;

    /** Is told about each change of the room that arrives. */
    interface MessageListener {
        void state(long seq);

        /** @param bytes of the whole message */
        void frame(long seq, int bytes);
    }

    /** @param base base URL of the server: scheme, host and port */
    SimulatedAttendee(URI base, String code, Executor executor, MessageListener listener) {
        this.base = base;
        this.code = code;
        this.listener = listener;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(executor)
                .build();
    }

    /** Loads everything that text and controls need, and joins the room. */
    void arrive() throws IOException, InterruptedException {
        var files = PageResources.of(new String(unzipped(get("/r/" + code).join()), StandardCharsets.UTF_8));
        scene = files.later();
        load(files.first());
        join();
        JsonNode state = waitFor(welcome).get("state");
        var more = new ArrayList<>(
                List.of("/api/models/" + state.at("/trace/model").textValue() + "/graph"));
        if (!state.get("lobby").booleanValue()) {
            more.add(files.step(state.at("/cursor/step").textValue()));
        }
        load(more);
    }

    /** Bytes loaded so far: compressed bodies, without headers. */
    long bytes() {
        return bytes.get();
    }

    void loadScene() throws IOException, InterruptedException {
        load(scene);
    }

    void join() throws IOException {
        var room = URI.create(base.toString().replaceFirst("http", "ws") + "/ws/rooms/" + code);
        socket = RoomSocket.to(room, client, new Received());
        socket.say(Map.of("type", "hello", "v", 1, "view", "attendee"));
    }

    private void load(List<String> paths) throws IOException, InterruptedException {
        var answers = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
        for (String path : paths) {
            answers.add(get(path));
        }
        for (var answer : answers) {
            waitFor(answer);
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> get(String path) throws InterruptedException {
        connections.acquire();
        var request = HttpRequest.newBuilder(base.resolve(path))
                .header("Accept", "text/html,*/*")
                .header("Accept-Encoding", "gzip")
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .whenComplete((answer, failure) -> connections.release())
                .thenApply(answer -> {
                    if (answer.statusCode() != 200) {
                        throw new IllegalStateException(path + " is answered by " + answer.statusCode());
                    }
                    bytes.addAndGet(answer.body().length);
                    return answer;
                });
    }

    private static byte[] unzipped(HttpResponse<byte[]> answer) throws IOException {
        boolean isZipped = answer.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equals)
                .isPresent();
        if (!isZipped) {
            return answer.body();
        }
        try (var in = new GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))) {
            return in.readAllBytes();
        }
    }

    private static <T> T waitFor(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException("An attendee could not load everything: " + e.getMessage(), e);
        }
    }

    private void said(JsonNode message) {
        switch (message.get("type").textValue()) {
            case "welcome" -> welcome.complete(message);
            case "state" -> listener.state(message.get("seq").longValue());
            default -> {
                // Other messages, such as head counts and pointers, are not measured.
            }
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }

    private final class Received implements RoomSocket.Page {
        @Override
        public void text(String message) throws IOException {
            said(JSON.readTree(message));
        }

        @Override
        public void frame(byte[] frame) throws IOException {
            var head = FrameHead.of(frame);
            head.said().ifPresent(SimulatedAttendee.this::said);
            listener.frame(head.seq(), frame.length);
        }

        @Override
        public void failed(Throwable failure) {
            welcome.completeExceptionally(failure);
        }
    }
}
