package io.orrery.wire;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** An encoded binary message. Its bytes are made once and read by many. */
public final class Frame {
    /** Bytes before the JSON header. */
    static final int HEAD = 24;

    /** Its length is a multiple of this, so that the numbers behind it can be viewed in place. */
    static final int ALIGNMENT = 8;

    /** Flag: the header says the state that the frame belongs to, too. */
    static final int SAYING = 2;

    private static final int AT_FLAGS = 2;
    private static final int AT_LENGTH = 4;
    private static final int AT_SEQ = 8;
    private static final int AT_START = 16;

    private final byte[] bytes;

    Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    public int size() {
        return bytes.length;
    }

    /** The bytes from their beginning. */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    /** A view of the bytes with a position of its own. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * A view of the same bytes outside the heap, whence the kernel takes them: from the heap Java copies them first, for
     * each receiver anew. Made for who sends them to many.
     */
    public ByteBuffer direct() {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }

    /**
     * The same numbers as part of a change of the room.
     *
     * @param seq the change
     * @param start when it begins, ms of the server's clock
     */
    public Frame at(long seq, double start) {
        var copy = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
        copy.putLong(AT_SEQ, seq).putDouble(AT_START, start);
        return new Frame(copy.array());
    }

    /**
     * The same frame with the state that it belongs to as the first entry of its header: one message in place of two.
     *
     * @param state the message, JSON
     */
    public Frame saying(String state) {
        var old = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int numbers = HEAD + old.getInt(AT_LENGTH);
        byte[] said = ("{\"said\":" + state + ",").getBytes(StandardCharsets.UTF_8);
        // The rest of the header begins behind its first brace. Its end may be spaces already.
        int json = numbers - HEAD - 1 + said.length;
        int padding = -json & (ALIGNMENT - 1);
        var out = ByteBuffer.allocate(bytes.length - 1 + said.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bytes, 0, HEAD).put(said).put(bytes, HEAD + 1, numbers - HEAD - 1);
        out.put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        out.put(bytes, numbers, bytes.length - numbers);
        out.putShort(AT_FLAGS, (short) (old.getShort(AT_FLAGS) | SAYING)).putInt(AT_LENGTH, json + padding);
        return new Frame(out.array());
    }
}
