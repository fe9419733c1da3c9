package io.orrery.wire;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** An encoded binary message. It is encoded once and sent to many receivers. */
public final class Frame implements BinaryMessage {
    /** Length of the fixed-size head before the JSON header, in bytes. */
    static final int HEAD = 24;

    /**
     * The JSON header is padded to a multiple of this many bytes, so that a browser can read the numbers behind it
     * through a typed-array view, without copying.
     */
    static final int ALIGNMENT = 8;

    /** Flag: the header also contains the room state that the frame belongs to. */
    static final int HAS_STATE = 2;

    private static final int AT_FLAGS = 2;
    private static final int AT_LENGTH = 4;
    private static final int AT_SEQ = 8;
    private static final int AT_START = 16;

    private final byte[] bytes;

    Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int size() {
        return bytes.length;
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** A read-only view of the bytes with its own position. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * A read-only copy of the bytes outside the heap, for sending to many receivers. The kernel reads it directly; from
     * a heap buffer Java would copy the bytes once per receiver.
     */
    public ByteBuffer direct() {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }

    /**
     * A copy of this frame, stamped with the room change that it belongs to.
     *
     * @param seq the sequence number of the change
     * @param start when the change starts, in ms of the server's clock
     */
    public Frame at(long seq, double start) {
        var copy = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
        copy.putLong(AT_SEQ, seq).putDouble(AT_START, start);
        return new Frame(copy.array());
    }

    /**
     * A copy of this frame with the room state as the first entry of its header, so that one message replaces two.
     *
     * @param state the {@code state} message, as JSON
     */
    public Frame saying(String state) {
        var old = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int numbers = HEAD + old.getInt(AT_LENGTH);
        byte[] said = ("{\"said\":" + state + ",").getBytes(StandardCharsets.UTF_8);
        // The new entry replaces the header's opening brace. The header may already end with padding.
        int json = numbers - HEAD - 1 + said.length;
        int padding = -json & (ALIGNMENT - 1);
        var out = ByteBuffer.allocate(bytes.length - 1 + said.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bytes, 0, HEAD).put(said).put(bytes, HEAD + 1, numbers - HEAD - 1);
        out.put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        out.put(bytes, numbers, bytes.length - numbers);
        out.putShort(AT_FLAGS, (short) (old.getShort(AT_FLAGS) | HAS_STATE)).putInt(AT_LENGTH, json + padding);
        return new Frame(out.array());
    }
}
