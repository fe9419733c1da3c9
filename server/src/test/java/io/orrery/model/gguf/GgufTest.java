package io.orrery.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.model.Fixtures;
import io.orrery.model.Presets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncated, inconsistent and unsupported GGUF files. */
class GgufTest {
    private static final int F32 = 0;
    private static final int Q8_0 = 8;

    @TempDir
    Path folder;

    static Stream<Arguments> invalidFiles() {
        long huge = 1L << 60;
        return Stream.of(
                Arguments.of("no GGUF", new GgufFile().raw("PK34").data(64), "does not begin with \"GGUF\""),
                Arguments.of("nothing", new GgufFile(), "does not begin with \"GGUF\""),
                Arguments.of(
                        "version 1", new GgufFile().raw("GGUF").i32(1).i64(0).i64(0), "version 1"),
                Arguments.of(
                        "big-endian",
                        new GgufFile().raw("GGUF").i32(3 << 24).i64(0).i64(0),
                        "version 50331648"),
                Arguments.of("2^60 tensors", GgufFile.of(huge, 0), "1152921504606846976 tensors"),
                Arguments.of("-1 tensors", GgufFile.of(-1, 0), "18446744073709551615 tensors"),
                Arguments.of("2^60 entries", GgufFile.of(0, huge), "entries of metadata"),
                Arguments.of("a tensor that is not there", GgufFile.of(1, 0), "it was cut short"),
                Arguments.of("a key of 2^60 bytes", GgufFile.of(0, 1).i64(huge).data(64), "bytes in a text"),
                Arguments.of("a key of -1 bytes", GgufFile.of(0, 1).i64(-1).data(64), "bytes in a text"),
                Arguments.of(
                        "a text of 2^40 bytes",
                        GgufFile.of(0, 1).text("a").i32(8).i64(1L << 40),
                        "bytes in a text"),
                Arguments.of("a type 77", GgufFile.of(0, 1).text("a").i32(77).data(8), "\"a\" is of the unknown type"),
                Arguments.of(
                        "a list of 2^60",
                        GgufFile.of(0, 1).text("a").i32(9).i32(4).i64(huge),
                        "items in the list"),
                Arguments.of(
                        "a list of lists",
                        GgufFile.of(0, 1).text("a").i32(9).i32(9).i64(1).data(64),
                        "unknown type 9"),
                Arguments.of(
                        "a list that is not there",
                        GgufFile.of(0, 1).text("a").i32(9).i32(4).i64(1 << 20),
                        "it was cut short"),
                Arguments.of("a key twice", GgufFile.of(0, 2).entry("a", "b").entry("a", "c"), "\"a\" comes twice"),
                Arguments.of(
                        "an alignment of 3",
                        GgufFile.of(0, 1).text("general.alignment").i32(4).i32(3),
                        "general.alignment is 3"),
                Arguments.of(
                        "2^31 dimensions", GgufFile.of(1, 0).text("x").i32(-1).data(64), "\"x\" has -1 dimensions"),
                Arguments.of(
                        "a negative size",
                        GgufFile.of(1, 0).tensor("x", F32, 0, -4).data(64),
                        "dimension of -4"),
                Arguments.of(
                        "a size of 0", GgufFile.of(1, 0).tensor("x", F32, 0, 0).data(64), "dimension of 0"),
                Arguments.of(
                        "2^62 numbers",
                        GgufFile.of(1, 0)
                                .tensor("x", F32, 0, 1 << 30, 1 << 30, 4, 1)
                                .data(64),
                        "\"x\" is too large for any file"),
                Arguments.of(
                        "more numbers than bytes",
                        GgufFile.of(1, 0).tensor("x", F32, 0, 100).data(64),
                        "needs 400 bytes from byte 0 of the data, but the file holds only 64"),
                Arguments.of(
                        "an offset past the end",
                        GgufFile.of(1, 0).tensor("x", F32, 1 << 20, 4).data(64),
                        "from byte 1,048,576 of the data"),
                Arguments.of(
                        "an offset of 2^63",
                        GgufFile.of(1, 0).tensor("x", F32, 1L << 63, 4).data(64),
                        "no multiple"),
                Arguments.of(
                        "an offset of 4",
                        GgufFile.of(1, 0).tensor("x", F32, 4, 4).data(64),
                        "no multiple of 32"),
                Arguments.of(
                        "half a block",
                        GgufFile.of(1, 0).tensor("x", Q8_0, 0, 48).data(128),
                        "has 48 numbers, but Q8_0 keeps them in blocks of 32"),
                Arguments.of(
                        "overlap",
                        GgufFile.of(2, 0)
                                .tensor("x", F32, 0, 16)
                                .tensor("y", F32, 32, 8)
                                .data(64),
                        "\"x\" and \"y\" overlap"),
                Arguments.of(
                        "a tensor twice",
                        GgufFile.of(2, 0)
                                .tensor("x", F32, 0, 4)
                                .tensor("x", F32, 0, 4)
                                .data(64),
                        "\"x\" comes twice"),
                Arguments.of(
                        "a type that cannot be read",
                        GgufFile.of(1, 0).tensor("x", 16, 0, 256).data(128),
                        "\"x\" is stored as the GGUF type 16; Orrery reads [F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K,"
                                + " Q5_K, Q6_K, IQ4_NL, BF16]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalidFiles")
    void invalidFileIsRefusedWithTheReason(String name, GgufFile file, String words) throws IOException {
        assertRefused(file.bytes(), words);
    }

    /** Data begins and ends at a multiple of 32 bytes. */
    @ParameterizedTest
    @EnumSource(GgufType.class)
    void blocksThatEndEarlyAreRefused(GgufType type) throws IOException {
        int blocks = 32;
        long numbers = (long) blocks * type.elements();
        int needed = blocks * type.bytes();
        int code = IntStream.range(0, 64)
                .filter(number -> GgufType.of(number).equals(Optional.of(type)))
                .findFirst()
                .orElseThrow();
        assertRefused(
                GgufFile.of(1, 0).tensor("x", code, 0, numbers).data(needed - 1).bytes(),
                "\"x\" needs %,d bytes from byte 0 of the data, but the file holds only %,d"
                        .formatted(needed, needed - 1));
        if (type.elements() > 1) {
            long half = type.elements() / 2;
            assertRefused(
                    GgufFile.of(1, 0)
                            .tensor("x", code, 0, half, 2L * blocks)
                            .data(needed)
                            .bytes(),
                    "\"x\" has %d numbers, but %s keeps them in blocks".formatted(half, type));
        }
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        var bytes = GgufFile.of(0, 1).entry("a?", "b").bytes();
        bytes[33] = (byte) 0xff;
        assertRefused(bytes, "no UTF-8");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 23, 24, 100, 5000, 13_000, 20_000, 863_039})
    void truncatedFileIsRefused(int length) throws IOException {
        assertRefused(Arrays.copyOf(real(), length), "is not a whole and truthful GGUF file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            general.architecture                   | general.architecturf | does not give general.architecture
            llama.context_length                   | llama.kontext_length | does not give llama.context_length
            llama.rope.freq_base                   | llama.rope.freq_bbse | sets "llama.rope.freq_bbse"
            tokenizer.ggml.tokens                  | tokenizer.ggml.tokfns | does not give tokenizer.ggml.tokens
            tokenizer.ggml.merges                  | tokenizer.ggml.mergfs | does not give tokenizer.ggml.merges
            blk.1.attn_norm.weight                 | blk.2.attn_norm.weight | has no tensor "blk.1.attn_norm.weight", which should be of shape [256]
            output_norm.weight                     | output_norn.weight   | has no tensor "output_norm.weight"
            """)
    void missingOrUnknownKeyOrTensorIsNamed(String text, String instead, String words) throws IOException {
        assertRefused(replaced(text, instead), words);
    }

    @Test
    void unsupportedArchitectureOrTokenizerIsRefusedWithTheSupportedOnes() throws IOException {
        assertRefused(
                replaced("\5\0\0\0\0\0\0\0llama", "\5\0\0\0\0\0\0\0bloom"),
                "\"bloom\"; of .gguf files Orrery loads \"llama\", \"qwen2\", \"qwen3\", \"qwen3moe\", \"olmo2\", \"gemma3\" and \"gptneox\"");
        assertRefused(replaced("gpt-2", "gpt-3"), "sets \"tokenizer.ggml.pre\" to gpt-3", "\"gpt-2\", \"olmo\"");
        assertRefused(
                replaced("token_embd.weight", "rope_freqs.weight"),
                "The table rope_freqs.weight of",
                "must hold 32 positive numbers");
    }

    private byte[] real() throws IOException {
        return Files.readAllBytes(Fixtures.folder("gguf").resolve("bpe-q4_0.gguf"));
    }

    /** The file with the first occurrence of a text replaced by another of the same length. */
    private byte[] replaced(String text, String instead) throws IOException {
        var bytes = real();
        assertThat(instead).hasSameSizeAs(text);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        System.arraycopy(instead.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, instead.length());
        return bytes;
    }

    private void assertRefused(byte[] bytes, String... words) throws IOException {
        var file = Files.write(folder.resolve("hostile.gguf"), bytes);
        assertThatThrownBy(() -> Presets.open(file.toString()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContainingAll(words);
    }
}
