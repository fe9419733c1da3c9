package io.orrery.bench.fanout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * A simulated attendee's WebSocket connection. It sends {@code hello} and heartbeats, and reports the {@code seq} of
 * each frame that has arrived completely.
 *
 * <p>Written without a WebSocket library, because a library copies every message. With two thousand attendees on the
 * same machine as the server, copying would distort the measurement. Only the part of RFC 6455 that finds the end of a
 * server's messages is needed.
 */
final class AttendeeConnection {
    private static final int FIN = 0x80;
    private static final int MASK = 0x80;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int LENGTH_16 = 126;
    private static final int SHORTEST_HEAD = 2;
    private static final int HEAD_16 = 4;
    private static final int HEAD_64 = 10;
    private static final int MASK_BYTES = 4;
    private static final int AT_SEQ = 8;
    private static final int SEQ_END = 16;
    private static final int LONGEST_ANSWER = 4096;
    private static final String SWITCHING = "HTTP/1.1 101";

    private final SocketChannel channel;
    private final LongConsumer framed;
    private final StringBuilder answer = new StringBuilder();
    private final ByteBuffer kept = ByteBuffer.allocate(HEAD_64 + SEQ_END).order(ByteOrder.LITTLE_ENDIAN);
    private boolean open;
    private boolean welcomed;
    private long skip;
    private long seqOfSkipped = -1;
    private long newest = -1;
    /** What a message contains for which this person waits; empty if for none. */
    private byte[] awaited = {};

    private int matched;
    private Runnable heard = () -> {};

    /** @param framed is called with the {@code seq} of each complete frame */
    AttendeeConnection(SocketChannel channel, LongConsumer framed) {
        this.channel = channel;
        this.framed = framed;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Whether the room has answered the hello. */
    boolean isWelcomed() {
        return welcomed;
    }

    /** The {@code seq} of the last complete frame; −1 before the first. */
    long newest() {
        return newest;
    }

    /** Calls back once a message contains these bytes, which have no two beginnings in common but their first byte. */
    void await(String part, Runnable heard) {
        awaited = part.getBytes(StandardCharsets.US_ASCII);
        matched = 0;
        this.heard = heard;
    }

    void ask(LoadedRoom target) throws IOException {
        String request = "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        .formatted(target.socket().getPath(), target.socket().getAuthority())
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Sends a text message of at most 65,535 bytes. */
    void say(String message) throws IOException {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        var out = ByteBuffer.allocate(HEAD_16 + MASK_BYTES + text.length).order(ByteOrder.BIG_ENDIAN);
        out.put((byte) (FIN | TEXT));
        if (text.length < LENGTH_16) {
            out.put((byte) (MASK | text.length));
        } else {
            out.put((byte) (MASK | LENGTH_16)).putShort((short) text.length);
        }
        // With a mask of zeros the text needs no masking.
        out.putInt(0).put(text).flip();
        write(out);
    }

    private void write(ByteBuffer out) throws IOException {
        channel.write(out);
        if (out.hasRemaining()) {
            throw new IOException("the server does not read what its attendees say");
        }
    }

    /** Processes received bytes. */
    void take(ByteBuffer in) throws IOException {
        if (!open) {
            takeAnswer(in);
        }
        while (open && in.hasRemaining()) {
            if (skip > 0) {
                takeSkipped(in);
            } else {
                takeHead(in);
            }
        }
    }

    private void takeAnswer(ByteBuffer in) throws IOException {
        while (in.hasRemaining() && !open) {
            answer.append((char) in.get());
            int length = answer.length();
            if (length > LONGEST_ANSWER) {
                throw new IOException("the server does not answer as one");
            }
            open = length >= MASK_BYTES && answer.indexOf("\r\n\r\n", length - MASK_BYTES) >= 0;
        }
        if (open) {
            if (answer.indexOf(SWITCHING) != 0) {
                throw new IOException("the server does not let everyone in: "
                        + answer.toString().lines().findFirst().orElse(""));
            }
            answer.setLength(0);
            answer.trimToSize();
            say("{\"type\":\"hello\",\"v\":1,\"view\":\"attendee\"}");
        }
    }

    private void takeSkipped(ByteBuffer in) {
        int step = (int) Math.min(skip, in.remaining());
        for (int i = 0; i < step && awaited.length > 0; i++) {
            match(in.get(in.position() + i));
        }
        in.position(in.position() + step);
        skip -= step;
        finished();
    }

    private void match(byte next) {
        if (next != awaited[matched]) {
            matched = 0;
        }
        if (next == awaited[matched] && ++matched == awaited.length) {
            awaited = new byte[0];
            heard.run();
        }
    }

    private void finished() {
        if (skip == 0 && seqOfSkipped >= 0) {
            newest = seqOfSkipped;
            framed.accept(newest);
            seqOfSkipped = -1;
        }
    }

    /**
     * Collects the WebSocket head of a message and, for binary messages, the beginning of the frame up to its
     * {@code seq}.
     */
    private void takeHead(ByteBuffer in) throws IOException {
        while (in.hasRemaining() && kept.position() < needed()) {
            kept.put(in.get());
        }
        if (kept.position() < needed()) {
            return;
        }
        int opcode = kept.get(0) & 0x0F;
        if (opcode == CLOSE) {
            throw new IOException("the server closed an attendee's connection");
        }
        if (opcode == BINARY) {
            skip = payload() - SEQ_END;
            seqOfSkipped = kept.getLong(head() + AT_SEQ);
        } else {
            skip = payload();
            welcomed = true;
        }
        kept.clear();
        finished();
    }

    /** The number of bytes to collect, as far as the bytes so far tell. */
    private int needed() {
        if (kept.position() < SHORTEST_HEAD) {
            return SHORTEST_HEAD;
        }
        boolean isBinary = (kept.get(0) & 0x0F) == BINARY;
        return head() + (isBinary ? SEQ_END : 0);
    }

    private int head() {
        int length = kept.get(1) & 0x7F;
        if (length < LENGTH_16) {
            return SHORTEST_HEAD;
        }
        return length == LENGTH_16 ? HEAD_16 : HEAD_64;
    }

    private long payload() {
        int length = kept.get(1) & 0x7F;
        if (length < LENGTH_16) {
            return length;
        }
        return length == LENGTH_16
                ? Short.toUnsignedLong(Short.reverseBytes(kept.getShort(SHORTEST_HEAD)))
                : Long.reverseBytes(kept.getLong(SHORTEST_HEAD));
    }
}
