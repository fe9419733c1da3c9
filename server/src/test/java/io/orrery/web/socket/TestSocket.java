package io.orrery.web.socket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.wire.ReadFrame;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A browser's end of a real connection. */
public final class TestSocket implements WebSocket.Listener {
    /** Long enough for a machine with better things to do; nothing waits for it when all is well. */
    private static final long PATIENCE_S = 20;

    private static final long POLL_MS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<JsonNode> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<ByteBuffer> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final WebSocket socket;

    public TestSocket(HttpClient client, URI address, String... headers) throws Exception {
        var builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(address, this).get(PATIENCE_S, TimeUnit.SECONDS);
    }

    public TestSocket says(String message) throws Exception {
        socket.sendText(message.replace('\'', '"'), true).get(PATIENCE_S, TimeUnit.SECONDS);
        return this;
    }

    public void saysBinary(byte[] message) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(message), true).get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** The next message of a type; others are passed over. */
    public JsonNode next(String type) throws Exception {
        return next(message -> message.get("type").textValue().equals(type));
    }

    public JsonNode next(Predicate<JsonNode> wanted) throws Exception {
        while (true) {
            JsonNode message = texts.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing more came");
            }
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    /** The next message of a type; nothing if the server closes the connection before. */
    public Optional<JsonNode> nextUnlessClosed(String type) throws Exception {
        while (true) {
            JsonNode message = texts.poll(POLL_MS, TimeUnit.MILLISECONDS);
            if (message != null && message.get("type").textValue().equals(type)) {
                return Optional.of(message);
            }
            if (message == null && isClosed()) {
                return Optional.empty();
            }
        }
    }

    public ByteBuffer nextFrame() throws Exception {
        ByteBuffer frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame came");
        }
        return frame;
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    public int closeCode() throws Exception {
        return closed.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    public void drop() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                texts.add(JSON.readTree(text.toString()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            var frame = ByteBuffer.wrap(binary.toByteArray());
            ReadFrame.said(frame).ifPresent(texts::add);
            frames.add(ReadFrame.alone(frame));
            binary.reset();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
