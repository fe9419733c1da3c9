package io.orrery.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client of the Chrome DevTools Protocol: method calls with results, and events. */
final class DevTools implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TIMEOUT_S = 120;

    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final Consumer<JsonNode> events;
    private final WebSocket socket;

    /** @param events called with every event, in order, on the socket's thread */
    DevTools(URI address, Consumer<JsonNode> events) {
        this.events = events;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Listener())
                .join();
    }

    /**
     * Calls a method and waits for its result.
     *
     * @param session the session of a page; empty for the browser itself
     * @throws IOException if the browser returns an error, or no result in time
     */
    JsonNode call(String session, String method, Map<String, ?> parameters) throws IOException {
        var message = new LinkedHashMap<String, Object>();
        int id = ids.incrementAndGet();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        var answer = new CompletableFuture<JsonNode>();
        open.put(id, answer);
        try {
            socket.sendText(JSON.writeValueAsString(message), true).join();
            var response = answer.get(TIMEOUT_S, TimeUnit.SECONDS);
            if (response.has("error")) {
                throw new IOException(
                        method + ": " + response.at("/error/message").asText());
            }
            return response.path("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(method + " was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The browser does not answer " + method, e);
        } finally {
            open.remove(id);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void receive(String text) {
        try {
            var message = JSON.readTree(text);
            if (message.has("id")) {
                var waiting = open.get(message.path("id").intValue());
                if (waiting != null) {
                    waiting.complete(message);
                }
            } else {
                events.accept(message);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The browser sent a message that is not JSON", e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                receive(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            open.values().forEach(waiting -> waiting.completeExceptionally(error));
        }
    }
}
