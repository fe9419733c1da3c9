package io.orrery.model.file;

import io.orrery.error.OrreryIOException;
import io.orrery.error.TransferError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is read at any position, by any number of threads.
 *
 * <p>It is not memory-mapped: if another program cuts or rewrites a mapped file, the memory fault ends whatever Java method
 * runs next, in any thread, as an {@link InternalError}. A read of a file that has become too short is an ordinary
 * {@link IOException}.
 */
final class OpenFile implements RandomAccessBytes {
    private final FileChannel channel;
    private final long size;

    private OpenFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    static OpenFile of(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new OpenFile(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        for (long at = position; into.hasRemaining(); ) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new OrreryIOException(new TransferError.FileEndsEarly(channel.size()));
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
