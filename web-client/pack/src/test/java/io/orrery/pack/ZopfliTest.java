package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ZopfliTest {
    @Test
    void writesValidGzipSmallerThanZlib() throws IOException {
        byte[] text = words(20_000);

        byte[] zipped = Zopfli.gzip(text);

        assertThat(unzipped(zipped)).isEqualTo(text);
        var plain = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(plain)) {
            zip.write(text);
        }
        assertThat(zipped.length).isLessThan(plain.size());
    }

    @Test
    void compressesEmptyInputAndSingleBytes() throws IOException {
        assertThat(unzipped(Zopfli.gzip(new byte[0]))).isEmpty();
        assertThat(unzipped(Zopfli.gzip(new byte[] {7}))).containsExactly(7);
    }

    private static byte[] words(int count) {
        var random = new Random(1);
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("word").append(random.nextInt(1000)).append(' ');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] unzipped(byte[] zipped) throws IOException {
        try (var unzip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return unzip.readAllBytes();
        }
    }
}
