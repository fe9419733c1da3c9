package io.orrery.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class GgufTypeTest {
    /** The types in the file, in its order. */
    private static final GgufType[] TYPES = {
        GgufType.Q4_0,
        GgufType.Q4_1,
        GgufType.Q5_0,
        GgufType.Q5_1,
        GgufType.Q8_0,
        GgufType.Q2_K,
        GgufType.Q3_K,
        GgufType.Q4_K,
        GgufType.Q5_K,
        GgufType.Q6_K,
        GgufType.IQ4_NL
    };

    /** Random blocks of each type, each followed by the numbers that ggml makes of them; {@code make_blocks.py} wrote them. */
    @Test
    void blocksOfEachTypeAreGgmlsNumbers() throws IOException {
        var file = ByteBuffer.wrap(Files.readAllBytes(Fixtures.folder("gguf").resolve("blocks.bin")))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (GgufType type : TYPES) {
            int blocks = type.elements() == 32 ? 16 : 4;
            // The numbers begin after as many bytes and numbers of something else.
            var raw = new byte[5 + blocks * type.bytes()];
            file.get(raw, 5, blocks * type.bytes());
            var numbers = new float[3 + blocks * type.elements()];
            type.decode(raw, 5, blocks, numbers, 3);
            for (int i = 3; i < numbers.length; i++) {
                assertThat(numbers[i]).as("%s: number %s", type, i - 3).isEqualTo(file.getFloat());
            }
        }
        assertThat(file.hasRemaining()).isFalse();
    }
}
