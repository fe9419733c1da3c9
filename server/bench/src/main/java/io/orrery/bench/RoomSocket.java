package io.orrery.bench;

import io.orrery.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The connection of one page of a benchmark to a room. It puts messages together that arrive in parts. */
public final class RoomSocket implements AutoCloseable {
    private final WebSocket socket;

    /** What a page does with whole messages. Faults of its methods are told to {@link #failed}. */
    public interface Page {
        void text(String message) throws IOException;

        void frame(byte[] frame) throws IOException;

        /** The connection has failed, or a message could not be read. */
        void failed(Throwable failure);
    }

    private RoomSocket(WebSocket socket) {
        this.socket = socket;
    }

    /** Connects to a room, which then waits for the page's {@code hello}. */
    public static RoomSocket to(URI room, HttpClient client, Page page) throws IOException {
        try {
            return new RoomSocket(client.newWebSocketBuilder()
                    .buildAsync(room, new Assembly(page))
                    .join());
        } catch (CompletionException e) {
            throw new IOException("A page could not join: " + e.getCause().getMessage(), e);
        }
    }

    public void say(Map<String, ?> message) {
        socket.sendText(Json.write(message), true).join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Assembly implements WebSocket.Listener {
        private final Page page;
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        Assembly(Page page) {
            this.page = page;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String message = text.toString();
                text.setLength(0);
                give(() -> page.text(message));
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            binary.writeBytes(part);
            if (last) {
                byte[] frame = binary.toByteArray();
                binary.reset();
                give(() -> page.frame(frame));
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            page.failed(failure);
        }

        private void give(Delivery message) {
            try {
                message.deliver();
            } catch (IOException e) {
                page.failed(e);
            }
        }
    }

    private interface Delivery {
        void deliver() throws IOException;
    }
}
