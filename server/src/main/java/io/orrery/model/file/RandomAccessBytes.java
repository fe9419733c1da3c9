package io.orrery.model.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Random-access bytes: a file, or a resource on the class path. Any number of threads may read them at the same time.
 */
public interface RandomAccessBytes extends Closeable {
    /** Size in bytes. */
    long size();

    /** Fills what remains of {@code into} with the bytes from {@code position}. */
    void read(long position, ByteBuffer into) throws IOException;

    /** Opens a file. Reading a part that has been truncated since then fails with an {@link IOException}. */
    static RandomAccessBytes of(Path file) throws IOException {
        return OpenFile.of(file);
    }

    static RandomAccessBytes of(byte[] bytes) {
        return new RandomAccessBytes() {
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
                // Nothing to close.
            }
        };
    }
}
