package io.orrery.model.file;

import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one model: a folder on disk, or a folder on the class path (inside the jar). */
public sealed interface ModelFolder {
    /** Opens a file of the folder, given by its path within it; empty if there is none. */
    Optional<RandomAccessBytes> open(String file) throws IOException;

    /** The name of a file in messages. */
    String describe(String file);

    /**
     * All bytes of a file; empty if there is none.
     *
     * @throws OrreryException if it is longer than {@code limit} bytes
     */
    default Optional<byte[]> read(String file, int limit) throws IOException {
        var opened = open(file);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (var content = opened.get()) {
            if (content.size() > limit) {
                throw new OrreryException(new ModelError.FileTooLarge(describe(file), content.size(), limit));
            }
            var bytes = new byte[(int) content.size()];
            content.read(0, ByteBuffer.wrap(bytes));
            return Optional.of(bytes);
        }
    }

    /** A folder on disk. */
    record OnDisk(Path path) implements ModelFolder {
        @Override
        public Optional<RandomAccessBytes> open(String file) throws IOException {
            var found = path.resolve(file);
            return Files.isRegularFile(found) ? Optional.of(RandomAccessBytes.of(found)) : Optional.empty();
        }

        @Override
        public String describe(String file) {
            return path.resolve(file).toString();
        }
    }

    /** A folder on the class path, such as {@code presets/nano-sort}. Its files are small and are read as a whole. */
    record OnClassPath(String path) implements ModelFolder {
        @Override
        public Optional<RandomAccessBytes> open(String file) throws IOException {
            try (var stream = ModelFolder.class.getResourceAsStream("/" + path + "/" + file)) {
                return stream == null ? Optional.empty() : Optional.of(RandomAccessBytes.of(stream.readAllBytes()));
            }
        }

        @Override
        public String describe(String file) {
            return path + "/" + file;
        }
    }
}
