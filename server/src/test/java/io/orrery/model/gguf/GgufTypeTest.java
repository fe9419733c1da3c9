package io.orrery.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.WeightRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
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

    /** A product with the unit matrix has the weights themselves, widened for many columns at once. */
    @Test
    void columnsAreWidenedToTheSameNumbersAsBlocks() throws IOException {
        byte[] file = Files.readAllBytes(Fixtures.folder("gguf").resolve("blocks.bin"));
        int at = 0;
        for (GgufType type : TYPES) {
            int blocks = type.elements() == 32 ? 16 : 4;
            var rows = new WeightRows(type, blocks, type.elements(), true);
            rows.put(0, blocks, file, at, type.bytes());
            var numbers = new float[blocks * type.elements()];
            type.decode(file, at, blocks, numbers, 0);
            at += blocks * type.bytes() + numbers.length * Float.BYTES;
            var matrix = new Tensor(Layout.of(List.of("in", "out"), new int[] {type.elements(), blocks}, 0), rows);
            var unit = new float[type.elements()][type.elements()];
            var product = new float[type.elements()][blocks];
            for (int k = 0; k < unit.length; k++) {
                unit[k][k] = 1;
            }
            Kernels.addProduct(unit, matrix, product, 0, unit.length, 0, blocks);
            for (int block = 0; block < blocks; block++) {
                float[] expected = Arrays.copyOfRange(numbers, block * unit.length, (block + 1) * unit.length);
                for (int k = 0; k < unit.length; k++) {
                    assertThat(product[k][block] + 0).as("%s", type).isEqualTo(expected[k] + 0);
                }
                assertThat(matrix.column(block)).isEqualTo(expected);
            }
            assertThat(matrix.rows(1, 4)[2][blocks - 1]).isEqualTo(numbers[(blocks - 1) * type.elements() + 3]);
        }
    }
}
