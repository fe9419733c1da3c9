package io.orrery.room;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.room.access.RoomCode;
import io.orrery.room.delivery.Connection;
import io.orrery.room.front.ClientSession;
import io.orrery.wire.CloseCode;
import io.orrery.wire.ReadFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Both ends of an in-memory connection. The room's messages arrive when the test flushes. */
final class HandSocket implements Connection {
    private int superseded;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HandLoop loop;
    private final String network;
    private final Optional<ClientSession> session;
    private final Deque<Object> written = new ArrayDeque<>();
    private final Deque<Runnable> completions = new ArrayDeque<>();
    private final List<JsonNode> texts = new ArrayList<>();
    private final List<ByteBuffer> frames = new ArrayList<>();
    private Optional<CloseCode> closed = Optional.empty();

    HandSocket(Room room, HandLoop loop) {
        this(room, loop, "");
    }

    HandSocket(Room room, HandLoop loop, String network) {
        this(room::connect, loop, network);
    }

    /** @param connect starts a session of a room or of one of its fronts */
    HandSocket(Function<Connection, ClientSession> connect, HandLoop loop, String network) {
        this(loop, network, connection -> Optional.of(connect.apply(connection)));
    }

    HandSocket(Rooms rooms, RoomCode code, HandLoop loop) {
        this(loop, "", connection -> rooms.connect(code, connection));
    }

    private HandSocket(HandLoop loop, String network, Function<Connection, Optional<ClientSession>> connect) {
        this.network = network;
        this.loop = loop;
        this.session = connect.apply(this);
        loop.run();
    }

    @Override
    public String network() {
        return network;
    }

    @Override
    public void whenWriting(Runnable write) {
        write.run();
    }

    @Override
    public void frameSuperseded() {
        superseded++;
    }

    /** The number of frames that were dropped for newer ones. */
    int superseded() {
        return superseded;
    }

    @Override
    public void send(String message, Runnable sent) {
        write(message, sent);
    }

    @Override
    public void send(ByteBuffer message, Runnable sent) {
        write(message, sent);
    }

    @Override
    public void close(CloseCode code) {
        if (closed.isPresent()) {
            throw new AssertionError("closed twice: " + closed.get() + ", " + code);
        }
        closed = Optional.of(code);
    }

    private void write(Object message, Runnable sent) {
        if (!written.isEmpty()) {
            throw new AssertionError("two writes in flight");
        }
        if (closed.isPresent()) {
            throw new AssertionError("a write after the close: " + message);
        }
        written.add(message);
        completions.add(sent);
    }

    /** Sends the room a message, in which ' stands for ". */
    HandSocket says(String text) {
        sends(text);
        loop.run();
        return this;
    }

    /** Sends a message without running the room's tasks. */
    void sends(String text) {
        session.ifPresent(open -> open.received(text.replace('\'', '"')));
    }

    /**
     * Sends a message without running the room's tasks.
     *
     * @return whether an answer is being written
     */
    boolean isAnsweredAtOnce(String text) {
        sends(text);
        return !written.isEmpty();
    }

    /** Delivers one message. */
    boolean flushOne() {
        loop.run();
        if (written.isEmpty()) {
            return false;
        }
        Object message = written.remove();
        if (message instanceof ByteBuffer frame) {
            ReadFrame.said(frame).ifPresent(texts::add);
            frames.add(frame);
        } else {
            hear(read((String) message));
        }
        completions.remove().run();
        loop.run();
        return true;
    }

    /** Counts replace members of the state that was heard last, as in a page. */
    private void hear(JsonNode message) {
        if (message.get("type").textValue().equals("counts") && seq(latestSoFar()) <= seq(message)) {
            var members = (ObjectNode) latestSoFar().get("state");
            message.get("state").properties().forEach(counted -> {
                members.remove(counted.getKey());
                if (!counted.getValue().isNull()) {
                    members.set(counted.getKey(), counted.getValue());
                }
            });
        }
        texts.add(message);
    }

    private static long seq(JsonNode message) {
        return message.get("seq").longValue();
    }

    /** Flushes, and returns the message with the latest state, which is the welcome if there was no change. */
    JsonNode latest() {
        flush();
        return latestSoFar();
    }

    private JsonNode latestSoFar() {
        return texts.stream()
                .filter(text ->
                        Set.of("welcome", "state").contains(text.get("type").textValue()))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no state among " + types()));
    }

    /** Delivers all messages. */
    HandSocket flush() {
        while (closed.isEmpty() && flushOne()) {
            // flushOne does the work.
        }
        return this;
    }

    /** Loses the connection. */
    void drops() {
        session.ifPresent(ClientSession::closed);
        loop.run();
    }

    Optional<CloseCode> closed() {
        return closed;
    }

    /** Flushes, and returns the messages of a type, oldest first. */
    List<JsonNode> heard(String type) {
        flush();
        return texts.stream()
                .filter(text -> text.get("type").textValue().equals(type))
                .toList();
    }

    JsonNode last(String type) {
        List<JsonNode> heard = heard(type);
        if (heard.isEmpty()) {
            throw new AssertionError("no " + type + " among " + texts);
        }
        return heard.get(heard.size() - 1);
    }

    List<String> types() {
        flush();
        return texts.stream().map(text -> text.get("type").textValue()).toList();
    }

    /** The messages that have arrived, oldest first; does not flush. */
    List<JsonNode> everything() {
        return texts;
    }

    /** The frames that have arrived, oldest first; does not flush. */
    List<ByteBuffer> framesSoFar() {
        return frames;
    }

    List<ByteBuffer> frames() {
        flush();
        return frames;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
