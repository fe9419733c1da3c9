package io.orrery.model.gguf;

import io.orrery.error.GgufError;
import io.orrery.error.GroupedNumber;
import io.orrery.error.OrreryException;
import io.orrery.model.file.RandomAccessBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the values of a GGUF header one after the other. It never reads more of the file than it was asked for. */
public final class GgufCursor {
    private static final int PIECE_BYTES = 1 << 16;

    /** The character that a decoder puts in place of invalid bytes. */
    private static final char REPLACEMENT = '\uFFFD';

    private final String file;
    private final RandomAccessBytes content;
    private final long limit;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long pieceStart;

    /**
     * A cursor at the start of a file.
     *
     * @param file the file's name in messages
     * @param limit how far the cursor may read, in bytes
     */
    GgufCursor(String file, RandomAccessBytes content, long limit) {
        this.file = file;
        this.content = content;
        this.limit = limit;
        piece.limit(0);
    }

    /** The number of bytes from the start of the file. */
    long position() {
        return pieceStart + piece.position();
    }

    /** The number of bytes that follow in the file. */
    long remaining() {
        return content.size() - position();
    }

    int u8() throws IOException {
        need(1);
        return piece.get() & 0xff;
    }

    int u16() throws IOException {
        need(2);
        return piece.getShort() & 0xffff;
    }

    int i32() throws IOException {
        need(4);
        return piece.getInt();
    }

    long i64() throws IOException {
        need(8);
        return piece.getLong();
    }

    /**
     * A count or a size.
     *
     * @param most the largest value that is accepted
     * @param otherwise makes the error for a larger value
     */
    long count(long most, Excess otherwise) throws IOException {
        long count = i64();
        if (count < 0 || count > most) {
            throw new OrreryException(otherwise.error(file, Long.toUnsignedString(count), new GroupedNumber(most)));
        }
        return count;
    }

    /** Makes the error for a count that is too large. */
    interface Excess {
        GgufError error(String file, String count, GroupedNumber limit);
    }

    /** The file's name in messages. */
    String file() {
        return file;
    }

    /** A text of at most {@code most} bytes. */
    String text(int most) throws IOException {
        int length = (int) count(Math.min(most, Math.max(0, remaining() - 8)), GgufError.GgufTextTooLong::new);
        var bytes = new byte[length];
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, PIECE_BYTES);
            need(part);
            piece.get(bytes, done, part);
            done += part;
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        // Bytes are compared only if a character may have been replaced, as headers have a hundred thousand texts.
        if (text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new OrreryException(new GgufError.GgufTextNotUtf8(file));
        }
        return text;
    }

    private void need(int bytes) throws IOException {
        if (piece.remaining() >= bytes) {
            return;
        }
        long position = position();
        if (position + bytes > content.size()) {
            throw new OrreryException(new GgufError.GgufCutShort(file, new GroupedNumber(content.size())));
        }
        if (position + bytes > limit) {
            throw new OrreryException(new GgufError.GgufHeaderTooLong(file, new GroupedNumber(limit)));
        }
        pieceStart = position;
        piece.clear().limit((int) Math.min(PIECE_BYTES, content.size() - position));
        content.read(position, piece);
        piece.flip();
    }
}
