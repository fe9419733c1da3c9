package io.orrery.web.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.room.access.RoomCode;
import io.orrery.room.delivery.Connection;
import io.orrery.room.front.ClientSession;
import io.orrery.web.http.OutgoingAnswer;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A connection that is an answer without an end: what the room says, as server-sent events. Of states a slow client is sent the newest, as a page is, and one that
 * takes nothing is cut off.
 */
final class EventStream implements Connection {
    /** So often something is written even if the room says nothing, ms: else nobody would notice that the client is gone, and proxies close what is quiet. */
    private static final long HEARTBEAT_MS = 15_000;

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);
    /** The messages of the socket that are events. */
    static final Set<String> PASSED_ON = Set.of("state", "counts", "error");

    private final RoomCode code;
    private final OutgoingAnswer answer;
    private final String network;
    private final Executor writer;
    private final String lastSeen;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // The fields below are guarded by this object's lock.
    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean isWriting;
    private boolean isClosed;
    private boolean isWelcome;
    private Optional<ClientSession> session = Optional.empty();
    private String epoch = "";

    /** The last event, of the type {@code closed}. @param code that with which a socket is closed */
    record Closed(int code, String reason) {}

    private record Part(byte[] bytes, Runnable sent) {}

    /**
     * @param writer runs its tasks one at a time, in order
     * @param lastSeen the id of the last event that the client has seen; empty for none
     */
    EventStream(RoomCode code, OutgoingAnswer answer, String network, Executor writer, String lastSeen) {
        this.code = code;
        this.answer = answer;
        this.network = network;
        this.writer = writer;
        this.lastSeen = lastSeen;
        var unused = ended.whenComplete((done, failure) -> lost());
    }

    /** Enters the room. @param hello the first message, JSON */
    void begin(ClientSession with, String hello) {
        boolean isLate;
        synchronized (this) {
            isLate = isClosed;
            session = Optional.of(with);
        }
        if (isLate) {
            with.closed();
        } else {
            with.received(hello);
        }
    }

    /** Completes when nothing more is written, with a problem if nothing was. Whoever completes it ends the stream. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public String network() {
        return network;
    }

    @Override
    public void whenWriting(Runnable write) {
        writer.execute(write);
    }

    @Override
    public void send(String message, Runnable sent) {
        event(message).ifPresentOrElse(event -> write(new Part(event.getBytes(StandardCharsets.UTF_8), sent)), sent);
    }

    @Override
    public void send(ByteBuffer message, Runnable sent) {
        sent.run();
    }

    /** A message as an event; empty if it is none for others. */
    private Optional<String> event(String text) {
        JsonNode message = Json.own(text);
        String type = message.path("type").asText();
        if (type.equals("welcome")) {
            welcome(message);
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("type", "state").set("seq", message.path("seq"));
            state.put("start", 0).set("state", message.path("state"));
            String id = id(message);
            return Optional.of(id.equals(lastSeen) ? ":\n\n" : event("state", id, state.toString()));
        }
        return Optional.of(type).filter(PASSED_ON::contains).map(any -> event(any, id(message), text));
    }

    private static String event(String type, String id, String data) {
        return "event: " + type + (type.equals("state") ? "\nid: " + id : "") + "\ndata: " + data + "\n\n";
    }

    private synchronized String id(JsonNode message) {
        return epoch + "." + message.path("seq").asLong();
    }

    private void welcome(JsonNode message) {
        synchronized (this) {
            epoch = message.path("epoch").asText();
            isWelcome = true;
        }
        answer.begin();
        beatLater();
    }

    private void beatLater() {
        CompletableFuture.delayedExecutor(HEARTBEAT_MS, TimeUnit.MILLISECONDS, writer)
                .execute(() -> {
                    synchronized (this) {
                        if (isClosed) {
                            return;
                        }
                        if (!isWriting) {
                            write(new Part(HEARTBEAT, () -> {}));
                        }
                    }
                    beatLater();
                });
    }

    private void write(Part part) {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            parts.add(part);
            if (isWriting) {
                return;
            }
            isWriting = true;
        }
        writeNext();
    }

    private void writeNext() {
        Part next;
        synchronized (this) {
            next = parts.poll();
            if (next == null) {
                isWriting = false;
                return;
            }
        }
        answer.write(
                ByteBuffer.wrap(next.bytes()),
                () -> writer.execute(() -> {
                    next.sent().run();
                    writeNext();
                }),
                this::lost);
    }

    /** The client is gone. */
    private void lost() {
        Optional<ClientSession> left;
        synchronized (this) {
            isClosed = true;
            parts.clear();
            left = session;
        }
        left.ifPresent(ClientSession::closed);
        ended.complete(null);
    }

    /** The client is told why, if it was ever told anything, and may come again. */
    @Override
    public void close(CloseCode why) {
        String data = Json.write(new Closed(why.code(), why.reason()));
        byte[] last = ("event: closed\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            if (!isWelcome) {
                ended.completeExceptionally(new OrreryException(RemoteSession.error(why, code)));
                return;
            }
            parts.clear();
            parts.add(new Part(last, () -> ended.complete(null)));
            if (isWriting) {
                return;
            }
            isWriting = true;
        }
        writeNext();
    }
}
