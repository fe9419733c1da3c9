package io.orrery.model.file;

import io.orrery.error.OrreryIOException;
import io.orrery.error.TransferError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A memory-mapped file, in several mappings because a single one is limited to 2 GiB.
 *
 * <p>Reading a mapping beyond the end of a truncated file is a memory fault, which Java reports as an
 * {@link InternalError}. The file's size is therefore checked before each read. If the file is truncated during a read,
 * the error is caught and reported in the same way.
 */
public final class MappedFile implements RandomAccessBytes {
    private static final long PIECE = 1L << 30;

    private final FileChannel channel;
    private final long size;
    private final MappedByteBuffer[] pieces;

    private MappedFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        this.pieces = new MappedByteBuffer[Math.toIntExact((size + PIECE - 1) / PIECE)];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = channel.map(FileChannel.MapMode.READ_ONLY, i * PIECE, Math.min(PIECE, size - i * PIECE));
        }
    }

    static MappedFile open(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new MappedFile(channel);
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
        long present = Math.min(size, channel.size());
        if (position + into.remaining() > present) {
            throw new OrreryIOException(new TransferError.FileEndsEarly(present));
        }
        try {
            for (long at = position; into.hasRemaining(); ) {
                int from = (int) (at % PIECE);
                ByteBuffer piece = pieces[(int) (at / PIECE)];
                int count = Math.min(into.remaining(), piece.capacity() - from);
                into.put(into.position(), piece, from, count).position(into.position() + count);
                at += count;
            }
        } catch (InternalError e) {
            throw new OrreryIOException(new TransferError.FileCutShort(), e);
        }
    }

    /** The mappings are released when they are garbage-collected. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
