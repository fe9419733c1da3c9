package io.orrery.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file that this process keeps locked. The operating system releases the lock, however the process ends. */
record HeldFile(Path path, FileChannel channel, FileLock lock) implements AutoCloseable {
    /** Locks a file; creates it if it is missing. Returns empty if another process, or this one, holds it already. */
    static Optional<HeldFile> take(Path path) throws IOException {
        OwnerOnly.require(path);
        var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = Optional.ofNullable(channel.tryLock());
            return lock.map(held -> new HeldFile(path, channel, held));
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } finally {
            if (lock.isEmpty()) {
                channel.close();
            }
        }
    }

    /** The first bytes of the file, at most {@code most}. */
    byte[] read(int most) throws IOException {
        var buffer = ByteBuffer.allocate(most);
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) > 0) {
            // Reads on until the end of the file.
        }
        buffer.flip();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /**
     * Writes the first bytes of the file in place.
     *
     * @param durably whether they must be on the disk when this returns
     */
    void write(byte[] bytes, boolean durably) throws IOException {
        channel.write(ByteBuffer.wrap(bytes), 0);
        if (durably) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
