package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.bench.FrameHead;
import io.orrery.bench.RoomSocket;
import io.orrery.wire.Cursor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The connection of one presenter's page. */
public final class PresenterConnection implements AutoCloseable {
    private static final long TIMEOUT_S = 20;
    private static final int AT_SEQ = 8;
    private static final int CLOCK_PINGS = 20;
    private static final double NANOS_PER_MS = 1e6;
    private static final JsonMapper JSON = new JsonMapper();

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    /** Holds at most the newest frame. */
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();

    private final RoomSocket socket;
    private int orders;

    /** Connects to a room. */
    public PresenterConnection(HttpClient client, LoadedRoom target) throws IOException {
        socket = RoomSocket.to(target.socket(), client, new Received());
    }

    /** Sends the {@code hello} message and returns the {@code welcome}. */
    public JsonNode hello(String key) throws IOException, InterruptedException {
        return hello("presenter", key);
    }

    /** Says hello as a page of this view. */
    JsonNode hello(String view, String key) throws IOException, InterruptedException {
        socket.say(Map.of("type", "hello", "v", 1, "view", view, "key", key, "name", "Bench"));
        return JSON.readTree(nextText(said -> said.startsWith("{\"type\":\"welcome\"")));
    }

    /**
     * Offset of the room's clock from this process's, in ms: that of several answers which was the least late.
     */
    double clock() throws IOException, InterruptedException {
        double clock = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < CLOCK_PINGS; i++) {
            socket.say(Map.of("type", "ping", "t", i));
            double time = JSON.readTree(nextText(said -> said.startsWith("{\"type\":\"pong\"")))
                    .get("serverTime")
                    .doubleValue();
            clock = Math.max(clock, time - System.nanoTime() / NANOS_PER_MS);
        }
        return clock;
    }

    /**
     * Moves the room to a step.
     *
     * @param at the newest change known to this connection
     * @return the number of the resulting change
     */
    public long go(long at, Cursor cursor) throws IOException, InterruptedException {
        return order(at, "go", Map.of("cursor", cursor)).get("seq").longValue();
    }

    /**
     * Shows another prompt to the room.
     *
     * @param at the newest change known to this connection
     * @return the resulting {@code state} message
     */
    public JsonNode prompt(long at, String trace) throws IOException, InterruptedException {
        return order(at, "prompt", Map.of("trace", trace));
    }

    /**
     * Gives a command.
     *
     * @param at the newest change known to this connection
     * @param what its name
     * @return the resulting {@code state} message
     */
    public JsonNode order(long at, String what, Map<String, ?> fields) throws IOException, InterruptedException {
        String id = "bench-" + at + "-" + ++orders;
        texts.clear();
        var command = new HashMap<String, Object>(fields);
        command.putAll(Map.of("type", "command", "id", id, "at", at, "do", what));
        socket.say(command);
        String answer = nextText(said -> said.contains(id));
        if (!answer.startsWith("{\"type\":\"state\"")) {
            throw new IOException("The server refused the presenter: " + answer);
        }
        return JSON.readTree(answer);
    }

    /** Waits for the next text message that matches, and discards those before it. */
    String nextText(Predicate<String> wanted) throws IOException, InterruptedException {
        while (true) {
            String said = texts.poll(TIMEOUT_S, TimeUnit.SECONDS);
            if (said == null) {
                throw new IOException("The server has nothing to say to the presenter.");
            }
            if (wanted.test(said)) {
                return said;
            }
        }
    }

    /** Waits for the frame of a change, and discards those before it. */
    byte[] frame(long seq) throws IOException, InterruptedException {
        while (true) {
            byte[] frame = frames.poll(TIMEOUT_S, TimeUnit.SECONDS);
            if (frame == null) {
                throw new IOException("The server did not send the presenter a frame.");
            }
            if (ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getLong(AT_SEQ) == seq) {
                return frame;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private final class Received implements RoomSocket.Page {
        @Override
        public void text(String message) {
            texts.add(message);
        }

        @Override
        public void frame(byte[] frame) throws IOException {
            FrameHead.of(frame).said().map(JsonNode::toString).ifPresent(texts::add);
            frames.clear();
            frames.add(frame);
        }

        /** Fails those who wait for a message: none will come. */
        @Override
        public void failed(Throwable failure) {}
    }
}
