package io.orrery.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {
    @TempDir
    private Path folder;

    @Test
    void bytesAreReadAtAnyPosition() throws IOException {
        Path file = Files.write(folder.resolve("few"), new byte[] {1, 2, 3, 4, 5});
        try (var content = RandomAccessBytes.of(file)) {
            assertThat(content.size()).isEqualTo(5);
            assertThat(read(content, 1, 3)).containsExactly(2, 3, 4);
            assertThat(read(content, 5, 0)).isEmpty();
            assertThatThrownBy(() -> read(content, 3, 3))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("byte 5");
        }
    }

    @Test
    void emptyFileHasNoBytes() throws IOException {
        try (var content = RandomAccessBytes.of(Files.createFile(folder.resolve("empty")))) {
            assertThat(content.size()).isZero();
            assertThatThrownBy(() -> read(content, 0, 1)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void fileLargerThanTwoGibibytesIsReadAtAnyPosition() throws IOException {
        Path file = folder.resolve("sparse");
        long edge = 1L << 30;
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(3 * edge + 1);
            large.seek(2 * edge - 2);
            large.write(new byte[] {1, 2, 3, 4});
        }
        try (var content = RandomAccessBytes.of(file)) {
            assertThat(content.size()).isEqualTo(3 * edge + 1);
            assertThat(read(content, 2 * edge - 3, 6)).containsExactly(0, 1, 2, 3, 4, 0);
            assertThat(read(content, 3 * edge, 1)).containsExactly(0);
        }
    }

    @Test
    void truncatingAnOpenFileIsAnErrorAndDoesNotCrash() throws IOException {
        Path file = Files.write(folder.resolve("cut"), new byte[1 << 20]);
        try (var content = RandomAccessBytes.of(file);
                var writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
            writer.truncate(100);
            assertThat(read(content, 0, 100)).hasSize(100);
            assertThatThrownBy(() -> read(content, 500_000, 8))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ends at byte 100");
        }
    }

    @Test
    void fileThatIsCutWhileThreadsReadItNeverFaults() throws Exception {
        var bytes = new byte[1 << 20];
        Path file = Files.write(folder.resolve("rewritten"), bytes);
        try (var content = RandomAccessBytes.of(file)) {
            var reading = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 2_000; i++) {
                    try {
                        read(content, (i * 4096L) % (bytes.length - 4096), 4096);
                    } catch (IOException e) {
                        assertThat(e).hasMessageContaining("ends at byte");
                    }
                }
            });
            while (!reading.isDone()) {
                Files.write(file, bytes);
            }
            reading.get();
        }
    }

    private static byte[] read(RandomAccessBytes content, long position, int count) throws IOException {
        var bytes = new byte[count];
        content.read(position, ByteBuffer.wrap(bytes));
        return bytes;
    }
}
