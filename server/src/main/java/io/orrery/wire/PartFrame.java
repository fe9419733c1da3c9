package io.orrery.wire;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** A frame with a part of one tensor. Its numbers are read from the tensor while the frame is written, not copied before. */
public final class PartFrame implements BinaryMessage {
    private final byte[] head;
    private final TensorPart part;

    /** @param head all bytes before the numbers */
    PartFrame(byte[] head, TensorPart part) {
        this.head = head;
        this.part = part;
    }

    @Override
    public int size() {
        return Math.toIntExact(head.length + part.bytes());
    }

    /** Whether the numbers are pooled, so that each is made from several cells. */
    public boolean isPooled() {
        return part.pool() > 1 || part.across() > 1;
    }

    /** A copy of all bytes. */
    public Frame copy() {
        var bytes = new byte[size()];
        new Bytes().read(bytes, 0, bytes.length);
        return new Frame(bytes);
    }

    @Override
    public InputStream stream() {
        return new Bytes();
    }

    /** The head, and then the numbers, little-endian. */
    private final class Bytes extends InputStream {
        private final TensorPart.Values values = part.values();
        private final ByteBuffer number =
                ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        private final long size = size();
        private long position;

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length > 0 && position >= size) {
                return -1;
            }
            int count = (int) Math.min(length, size - position);
            int fromHead = (int) Math.max(0, Math.min(count, head.length - position));
            System.arraycopy(head, (int) Math.min(position, head.length), into, offset, fromHead);
            var out = ByteBuffer.wrap(into, offset + fromHead, count - fromHead).order(ByteOrder.LITTLE_ENDIAN);
            putNumbers(out);
            position += count;
            return count;
        }

        /** Fills a buffer, whose bounds need not be those of a number. */
        private void putNumbers(ByteBuffer out) {
            while (out.hasRemaining()) {
                if (!number.hasRemaining() && out.remaining() >= Float.BYTES) {
                    out.putFloat(values.next());
                } else {
                    if (!number.hasRemaining()) {
                        number.clear().putFloat(values.next()).flip();
                    }
                    out.put(number.get());
                }
            }
        }
    }
}
