package io.orrery.model;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes that are read at any position: a file, or a resource of the class path.
 *
 * <p>Weights end as rows of floats on the heap whatever way they come, so a file is read piece by piece rather than
 * mapped: reading needs no more memory than one piece, and a file that is cut short meanwhile gives an error instead of
 * a fault of the process.
 */
interface ByteSource extends Closeable {
    /** Size in bytes. */
    long size();

    /** Fills what remains of {@code into} with the bytes from {@code position}. */
    void read(long position, ByteBuffer into) throws IOException;

    static ByteSource of(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.READ);
        long size = channel.size();
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(long position, ByteBuffer into) throws IOException {
                for (long at = position; into.hasRemaining(); ) {
                    int count = channel.read(into, at);
                    if (count < 0) {
                        throw new EOFException("the file ends at byte " + at);
                    }
                    at += count;
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    static ByteSource of(byte[] bytes) {
        return new ByteSource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(long position, ByteBuffer into) {
                into.put(bytes, Math.toIntExact(position), into.remaining());
            }

            @Override
            public void close() {
                // Nothing is held open.
            }
        };
    }
}
