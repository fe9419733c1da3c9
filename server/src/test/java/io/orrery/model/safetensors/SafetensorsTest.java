package io.orrery.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void writtenTensorsAreReadBackBitForBit() throws IOException {
        var file = folder.resolve("out.safetensors");
        var values = new float[] {0f, -0f, 1.5f, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -3.4e38f};
        new SafetensorsWriter(Map.of("tokens", "[0,1]"))
                .add("a", new int[] {2, 3}, () -> values)
                .add("scalar", new int[0], () -> new float[] {7})
                .add("empty", new int[] {0, 4}, () -> new float[0])
                .write(file);
        try (var read = Safetensors.open(file)) {
            assertThat(read.names()).containsExactly("a", "scalar", "empty");
            assertThat(read.metadata()).containsExactly(Map.entry("tokens", "[0,1]"));
            assertThat(read.shape("a")).containsExactly(2, 3);
            assertThat(read.read("a")).usingComparatorWithPrecision(0f).containsExactly(values);
            assertThat(Float.floatToRawIntBits(read.read("a")[1])).isEqualTo(0x80000000);
            assertThat(read.shape("scalar")).isEmpty();
            assertThat(read.read("scalar")).containsExactly(7);
            assertThat(read.read("empty")).isEmpty();
        }
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing unfinished is left behind").containsExactly(file);
        }
    }

    @Test
    void dataOfAWrittenFileStartsAtAMultipleOfEight() throws IOException {
        for (var name : new String[] {"a", "ab", "abc", "abcd"}) {
            var file = folder.resolve("out.safetensors");
            new SafetensorsWriter(Map.of())
                    .add(name, new int[] {1}, () -> new float[] {1})
                    .write(file);
            var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(bytes.getLong(0) % 8).isZero();
        }
    }

    @Test
    void partOfATensorIsReadFromItsOffset() throws IOException {
        var file = folder.resolve("out.safetensors");
        var values = new float[40_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        new SafetensorsWriter(Map.of())
                .add("first", new int[] {3}, () -> new float[3])
                .add("long", new int[] {200, 200}, () -> values)
                .write(file);
        try (var read = Safetensors.open(file)) {
            var raw = new byte[20_000 * Float.BYTES];
            var into = new float[20_000];
            read.read("long", 19_000, into.length, raw);
            read.encoding("long").decode(raw, 0, into.length, into, 0);
            assertThat(into[0]).isEqualTo(19_000);
            assertThat(into[19_999]).isEqualTo(38_999);
            assertThat(read.read("long")).containsExactly(values);
        }
    }

    @Test
    void f16AndBf16AreReadAsFloats() throws IOException {
        var file = write(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
                new byte[] {0x00, 0x3c, 0x00, (byte) 0xc0, (byte) 0x80, 0x3f, 0x49, (byte) 0xc0});
        try (var read = Safetensors.open(file)) {
            assertThat(read.read("h")).containsExactly(1f, -2f);
            assertThat(read.read("b")).containsExactly(1f, -3.140625f);
        }
    }

    @Test
    void tensorOfAnotherElementTypeIsRefusedOnlyWhenRead() throws IOException {
        var file = write("{\"mask\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]}}", new byte[3]);
        try (var read = Safetensors.open(file)) {
            assertThat(read.names()).containsExactly("mask");
            assertThatThrownBy(() -> read.read("mask"))
                    .isInstanceOf(OrreryException.class)
                    .hasMessageContainingAll("mask", "BOOL", "F32, F16 and BF16");
        }
    }

    @Test
    void fileShorterThanItsLengthPrefixIsRefused() throws IOException {
        var file = folder.resolve("short.safetensors");
        Files.write(file, new byte[5]);
        assertRefused(file, "5 bytes", "begins with 8 bytes");
    }

    @ParameterizedTest
    @CsvSource({"1152921504606846976", "-1", "9223372036854775807", "1000"})
    void headerLongerThanTheFileIsRefusedWithoutReadingIt(long length) throws IOException {
        var file = folder.resolve("long.safetensors");
        var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Files.write(file, bytes.array());
        assertRefused(file, "its header is " + Long.toUnsignedString(length) + " bytes long", "only 8 bytes follow");
    }

    @Test
    void excessivelyLongHeaderIsRefused() throws IOException {
        var file = folder.resolve("absurd.safetensors");
        try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 31);
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(1 << 30)
                    .array());
        }
        assertRefused(file, "header is 1,073,741,824 bytes long", "up to 16,777,216");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not json                                                                | not valid JSON
            []                                                                      | not a JSON object
            {                                                                       | not valid JSON
            {} {}                                                                   | something follows
            {"a":3}                                                                 | entry "a" is not an object
            {"a":{"shape":[2],"data_offsets":[0,8]}}                                | "a" has no dtype
            {"a":{"dtype":"F32","data_offsets":[0,8]}}                              | "a" has no shape
            {"a":{"dtype":"F32","shape":[2]}}                                       | "a" has no pair of data_offsets
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}                    | "a" has no pair of data_offsets
            {"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}                   | unknown dtype "Q4"
            {"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}                    | shape of "a" is not a list
            {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                 | holds -2
            {"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}                | holds 2.0
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}                 | holds -8
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551616]}} | holds 18446744073709551616
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                  | before it begins
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}                 | ends at byte 16 of the data, but the file holds only 8
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                  | needs 12 bytes, but its data_offsets span 8
            {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}} | too large for any file
            {"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,8]}}   | too large for any file
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                  | 4 bytes at its end belong to no tensor
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                  | hole of 4 bytes before the tensor "a"
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | "a" and "b" overlap
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | Duplicate
            {"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | "__metadata__" is not an object of texts
            """)
    void invalidHeaderIsRefusedWithTheReason(String header, String words) throws IOException {
        assertRefused(write(header, new byte[8]), words);
    }

    @Test
    void excessivelyNestedHeaderIsRefused() throws IOException {
        assertRefused(write("{\"a\":" + "[".repeat(100_000), new byte[8]), "entry \"a\" is not an object");
        assertRefused(write("{\"a\":{\"x\":" + "[".repeat(100_000), new byte[8]), "not valid JSON");
    }

    @Test
    void truncatedFileIsRefused() throws IOException {
        var whole = folder.resolve("whole.safetensors");
        new SafetensorsWriter(Map.of())
                .add("a", new int[] {4}, () -> new float[4])
                .write(whole);
        var bytes = Files.readAllBytes(whole);
        for (int length = 0; length < bytes.length; length++) {
            var cut = folder.resolve("cut.safetensors");
            Files.write(cut, java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Safetensors.open(cut).close())
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(OrreryException.class)
                    .hasMessageContaining("cut.safetensors");
        }
    }

    private Path write(String header, byte[] data) throws IOException {
        var text = header.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        var file = folder.resolve("model.safetensors");
        Files.write(file, bytes.putLong(text.length).put(text).put(data).array());
        return file;
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> Safetensors.open(file).close())
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(words);
    }
}
