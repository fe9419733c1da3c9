package io.orrery.web.socket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.wire.ReadFrame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * A browser's end of a real WebSocket connection (RFC 6455), on a plain socket.
 *
 * <p>Behaves like a browser when the server closes the connection: later messages are dropped without an error, and
 * everything that the server sent before is still read, including the close code. The JDK's client does not do that: after a
 * failed write it reads nothing more.
 */
public final class TestSocket {
    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /** Bytes of a masked frame without payload. */
    private static final int EMPTY_FRAME = 6;

    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int LARGEST_SHORT = 0xFFFF;

    /** Stands for a close frame without a code (RFC 6455, 7.4.1). */
    private static final int NO_CODE = 1005;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Text messages in order. An empty one marks the end of the connection; it is never removed. */
    private final BlockingQueue<Optional<JsonNode>> texts = new LinkedBlockingQueue<>();

    /** Frames in order, with an end like that of {@link #texts}. */
    private final BlockingQueue<Optional<ByteBuffer>> frames = new LinkedBlockingQueue<>();

    private final Semaphore pongs = new Semaphore(0);
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final Socket socket;
    private final DataInputStream in;

    /** Guarded by itself, so that frames are not interleaved. */
    private final OutputStream out;

    private boolean isEnding;

    /** The server answered a request for a WebSocket with another status than 101. */
    public static final class RefusedUpgradeException extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        RefusedUpgradeException(int status, String line) {
            super("no WebSocket: " + line);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /**
     * Connects.
     *
     * @param headers alternating names and values of request headers
     * @throws RefusedUpgradeException if the server refuses the upgrade
     */
    public TestSocket(URI address, String... headers) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        try {
            upgrade(address, headers);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        var reading = new Thread(this::read, "test-socket");
        reading.setDaemon(true);
        reading.start();
    }

    private void upgrade(URI address, String... headers) throws IOException {
        var head = new StringBuilder("GET " + address.getRawPath() + " HTTP/1.1\r\nHost: " + address.getAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        List<String> answer = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            answer.add(line);
        }
        int status = Integer.parseInt(answer.get(0).split(" ")[1]);
        if (status != 101) {
            throw new RefusedUpgradeException(status, answer.get(0));
        }
        // The accept value for this key is given in RFC 6455, section 1.3.
        if (answer.stream().noneMatch(line -> line.endsWith("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))) {
            throw new IOException("the server did not accept the key: " + answer);
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Sends a text message, in which ' stands for ". */
    public TestSocket says(String message) {
        write(TEXT, message.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public void saysBinary(byte[] message) {
        write(BINARY, message);
    }

    /** Sends pings with empty payloads, in one write. */
    public TestSocket pings(int count) {
        return repeated(FINAL | PING, count);
    }

    /** Sends unasked pongs with empty payloads, in one write. */
    public TestSocket pongs(int count) {
        return repeated(FINAL | PONG, count);
    }

    /** Begins a text message, and sends empty fragments of it, in one write; the message never ends. */
    public TestSocket fragments(int count) {
        return repeated(TEXT, 1).repeated(CONTINUATION, count - 1);
    }

    private TestSocket repeated(int first, int count) {
        var frames = ByteBuffer.allocate(count * EMPTY_FRAME);
        for (int i = 0; i < count; i++) {
            frames.put((byte) first).put((byte) MASKED).putInt(0);
        }
        synchronized (out) {
            try {
                out.write(frames.array());
            } catch (IOException e) {
                isEnding = true;
            }
        }
        return this;
    }

    /** Waits until the server has answered this many pings. */
    public void awaitPongs(int count) throws Exception {
        pongs.acquire(count);
    }

    /** Waits for the next message of a type, and discards those before it. */
    public JsonNode next(String type) throws Exception {
        return next(message -> message.get("type").textValue().equals(type));
    }

    public JsonNode next(Predicate<JsonNode> wanted) throws Exception {
        return nextUnlessClosed(wanted)
                .orElseThrow(() -> new AssertionError("the connection ended before the message came: " + closed));
    }

    /** Like {@link #next(String)}; empty if the server closes the connection before. */
    public Optional<JsonNode> nextUnlessClosed(String type) throws Exception {
        return nextUnlessClosed(message -> message.get("type").textValue().equals(type));
    }

    /** Like {@link #next(Predicate)}; empty if the server closes the connection before. */
    public Optional<JsonNode> nextUnlessClosed(Predicate<JsonNode> wanted) throws Exception {
        while (true) {
            Optional<JsonNode> message = texts.take();
            if (message.isEmpty()) {
                texts.add(message);
                return message;
            }
            if (wanted.test(message.get())) {
                return message;
            }
        }
    }

    /** The next message, if it is here already. */
    public Optional<JsonNode> nextIfHere() {
        return Optional.ofNullable(texts.peek())
                .flatMap(next -> next)
                .map(next -> texts.remove().orElseThrow());
    }

    public ByteBuffer nextFrame() throws Exception {
        Optional<ByteBuffer> frame = frames.take();
        if (frame.isEmpty()) {
            frames.add(frame);
        }
        return frame.orElseThrow(() -> new AssertionError("the connection ended before the frame came: " + closed));
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    public int closeCode() throws Exception {
        return closed.get();
    }

    /** Drops the connection without a close frame, like a phone that has lost its network. */
    public void drop() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void read() {
        try (socket) {
            var message = new ByteArrayOutputStream();
            int kind = TEXT;
            while (true) {
                int first = in.readUnsignedByte();
                byte[] payload = in.readNBytes(length());
                int opcode = first & OPCODE;
                if (opcode == PING) {
                    write(PONG, payload);
                } else if (opcode == PONG) {
                    pongs.release();
                } else if (opcode == CLOSE) {
                    closed.complete(
                            payload.length < 2
                                    ? NO_CODE
                                    : ByteBuffer.wrap(payload).getShort() & LARGEST_SHORT);
                    answerClose(payload);
                } else if (opcode <= BINARY) {
                    kind = opcode == CONTINUATION ? kind : opcode;
                    message.writeBytes(payload);
                    if ((first & FINAL) != 0) {
                        take(kind, message.toByteArray());
                        message.reset();
                    }
                }
            }
        } catch (IOException e) {
            closed.completeExceptionally(new EOFException("the connection ended without a close: " + e));
        } finally {
            texts.add(Optional.empty());
            frames.add(Optional.empty());
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte();
        return switch (length) {
            case SHORT_LENGTH -> in.readUnsignedShort();
            case LONG_LENGTH -> Math.toIntExact(in.readLong());
            default -> length;
        };
    }

    private void take(int kind, byte[] message) throws IOException {
        if (kind == TEXT) {
            texts.add(Optional.of(JSON.readTree(message)));
        } else {
            var frame = ByteBuffer.wrap(message);
            ReadFrame.said(frame).ifPresent(said -> texts.add(Optional.of(said)));
            frames.add(Optional.of(ReadFrame.alone(frame)));
        }
    }

    private void answerClose(byte[] payload) {
        synchronized (out) {
            write(CLOSE, payload);
            isEnding = true;
        }
    }

    /** Ignores failures: the reader learns that the connection has ended, perhaps with a close code. */
    private void write(int opcode, byte[] payload) {
        // With a mask of zeros the payload needs no masking.
        var frame = ByteBuffer.allocate(payload.length + 14).put((byte) (FINAL | opcode));
        if (payload.length < SHORT_LENGTH) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length <= LARGEST_SHORT) {
            frame.put((byte) (MASKED | SHORT_LENGTH)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | LONG_LENGTH)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        synchronized (out) {
            if (isEnding) {
                return;
            }
            try {
                out.write(frame.array(), 0, frame.position());
            } catch (IOException e) {
                isEnding = true;
            }
        }
    }
}
