package io.orrery.model.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Bytes that are read at any position: a file, or a resource of the class path.
 *
 * <p>A file is mapped into memory: rows are copied straight from the system's own cache of it, by as many threads as like.
 */
public interface ByteSource extends Closeable {
    /** Size in bytes. */
    long size();

    /** Fills what remains of {@code into} with the bytes from {@code position}. */
    void read(long position, ByteBuffer into) throws IOException;

    /** The bytes of a file as they are while it is open; one that is cut short meanwhile fails with an {@link IOException}. */
    static ByteSource of(Path file) throws IOException {
        return MappedFile.open(file);
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
