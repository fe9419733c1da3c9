package io.orrery.wire;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An encoded binary message. Its bytes are made once and read by many. */
public final class Frame {
    /** Bytes before the JSON header. */
    static final int HEAD = 24;

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
}
