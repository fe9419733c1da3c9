package io.orrery.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file that this process keeps locked. The operating system releases the lock, however the process ends.
 *
 * <p>A lock belongs to the file, not to its name: if somebody removes the file, another process can create and lock a new
 * one of that name. Therefore {@link #check} must be called regularly; it takes the file at the name anew.
 */
final class HeldFile implements AutoCloseable {
    private final Path path;
    private Held held;

    /** @param key identifies the file, whatever its name; empty on systems that have no such key */
    private record Held(FileChannel channel, FileLock lock, Optional<Object> key) {}

    /** What {@link #check} has found. */
    enum Finding {
        HELD,
        /** The file had been removed or replaced. The one that now has its name is held. */
        TAKEN_ANEW,
        /** Another process holds the file that now has the name. */
        LOST
    }

    private HeldFile(Path path, Held held) {
        this.path = path;
        this.held = held;
    }

    /** Locks a file; creates it if it is missing. Returns empty if another process, or this one, holds it already. */
    static Optional<HeldFile> take(Path path) throws IOException {
        return lock(path).map(held -> new HeldFile(path, held));
    }

    Path path() {
        return path;
    }

    Finding check() throws IOException {
        if (held.lock().isValid() && Files.exists(path) && key(path).equals(held.key())) {
            return Finding.HELD;
        }
        Optional<Held> next = lock(path);
        if (next.isEmpty()) {
            return Finding.LOST;
        }
        Held before = held;
        held = next.get();
        before.channel().close();
        return Finding.TAKEN_ANEW;
    }

    /** The first bytes of the file, at most {@code most}. */
    byte[] read(int most) throws IOException {
        var buffer = ByteBuffer.allocate(most);
        while (buffer.hasRemaining() && held.channel().read(buffer, buffer.position()) > 0) {
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
        held.channel().write(ByteBuffer.wrap(bytes), 0);
        if (durably) {
            held.channel().force(true);
        }
    }

    @Override
    public void close() throws IOException {
        held.channel().close();
    }

    private static Optional<Held> lock(Path path) throws IOException {
        OwnerOnly.require(path);
        var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = Optional.ofNullable(channel.tryLock());
            return lock.isPresent() ? Optional.of(new Held(channel, lock.get(), key(path))) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } finally {
            if (lock.isEmpty()) {
                channel.close();
            }
        }
    }

    private static Optional<Object> key(Path path) throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }
}
