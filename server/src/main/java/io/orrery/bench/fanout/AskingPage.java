package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.bench.FrameHead;
import io.orrery.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** An attendee's page that requests the answer to each question that its room opens. */
final class AskingPage implements WebSocket.Listener, AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int OK = 200;

    private final HttpClient client;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final WebSocket socket;
    private volatile Opening opening = Opening.NONE;

    /** The last request. */
    private volatile CompletableFuture<?> asking = CompletableFuture.completedFuture(null);

    /**
     * A question that the room is about to open.
     *
     * @param seq the change that opens it
     * @param answer the address of its answer
     * @param arrived is told when a page has the answer, or why it has none
     */
    record Opening(long seq, URI answer, Arrivals arrived) {
        static final Opening NONE = new Opening(Long.MAX_VALUE, URI.create(""), problem -> {});
    }

    /** Counts the pages that have an answer. */
    interface Arrivals {
        /** @param problem why a page has none; empty if it has one */
        void add(String problem);
    }

    AskingPage(HttpClient client, Target target) throws IOException {
        this.client = client;
        try {
            socket = client.newWebSocketBuilder()
                    .buildAsync(target.socket(), this)
                    .join();
        } catch (CompletionException e) {
            throw new IOException("A page could not join: " + e.getCause().getMessage(), e);
        }
        socket.sendText(Json.write(Map.of("type", "hello", "v", 1, "view", "attendee")), true)
                .join();
    }

    void expect(Opening next) {
        opening = next;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            received(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            try {
                FrameHead.of(binary.toByteArray()).said().ifPresent(this::stateReceived);
            } catch (IOException e) {
                throw new UncheckedIOException("The server sent a frame whose header is not JSON.", e);
            }
            binary.reset();
        }
        from.request(1);
        return null;
    }

    private void received(String message) {
        if (!message.startsWith("{\"type\":\"state\"")) {
            return;
        }
        try {
            stateReceived(JSON.readTree(message));
        } catch (IOException e) {
            throw new UncheckedIOException("The server sent a state that is not JSON.", e);
        }
    }

    private void stateReceived(JsonNode state) {
        Opening now = opening;
        if (state.path("seq").longValue() < now.seq()) {
            return;
        }
        opening = Opening.NONE;
        asking = client.sendAsync(HttpRequest.newBuilder(now.answer()).build(), HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, failure) -> now.arrived().add(problem(answer, failure)));
    }

    private static String problem(HttpResponse<String> answer, Throwable failure) {
        if (failure != null) {
            return String.valueOf(failure.getMessage());
        }
        return answer.statusCode() == OK ? "" : answer.body();
    }

    /** Whatever goes wrong with the connection, the page will have no answer. */
    @Override
    public void onError(WebSocket from, Throwable failure) {
        opening.arrived().add("a page's connection failed: " + failure);
    }

    @Override
    public void close() {
        asking.cancel(true);
        socket.abort();
    }
}
