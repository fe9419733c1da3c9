package io.orrery.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.gguf.GgufType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests' JVM has no vector module, so that what is measured here runs in one of its own. */
class VectorLoopsTest {
    private static final String DONE = "equal: ";

    @TempDir
    Path folder;

    @Test
    void productsAreThoseOfTheOtherLoopsBitForBit() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path printed = folder.resolve("printed.txt");
        var process = new ProcessBuilder(
                        java,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Products.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        var expected = new ArrayList<String>();
        for (GgufType type : GgufType.values()) {
            if (!type.isFloat32()) {
                expected.add(DONE + type);
            }
        }
        expected.add(0, "UNUSED");
        expected.add("WAITING");
        expected.add("begun");
        assertThat(Files.readString(printed, StandardCharsets.UTF_8).lines()).containsSubsequence(expected);
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void withoutTheModuleNobodyUsesThem() {
        assertThat(Vectors.areReady()).isFalse();
        Vectors.passEnded();
        assertThat(Vectors.state()).isEqualTo(Vectors.State.ABSENT);
    }

    /** Prints the name of each type whose products are the same, and when the loops are to be compiled. */
    static final class Products {
        /** Odd numbers of columns and rows, whole vectors of each width, and less than one. */
        private static final int[] COLUMNS = {1, 7, 33, 128, 531};

        private static final int[] ROWS = {1, 4, 6, 9};

        private Products() {}

        public static void main(String[] args) {
            System.out.println(Vectors.state());
            for (GgufType type : GgufType.values()) {
                if (!type.isFloat32()) {
                    for (int columns : COLUMNS) {
                        compare(type, columns, 2 * type.columnNumbers());
                    }
                    System.out.println(DONE + type);
                }
            }
            System.out.println(Vectors.areReady() ? "" : Vectors.state());
            Vectors.passEnded();
            System.out.println(Vectors.state() == Vectors.State.WAITING ? "" : "begun");
        }

        private static void compare(Encoding type, int columns, int numbers) {
            var random = new Random(columns);
            int bytes = numbers / type.elements() * type.bytes();
            var raw = new byte[columns * bytes];
            random.nextBytes(raw);
            var stored = new WeightRows(type, columns, numbers, true);
            stored.put(0, columns, raw, 0, bytes);
            for (int rows : ROWS) {
                var x = new float[rows + 1][numbers];
                for (float[] row : x) {
                    for (int k = 0; k < numbers; k++) {
                        row[k] = (float) random.nextGaussian();
                    }
                }
                int left = columns / 3;
                var plain = new float[rows + 1][columns];
                var vector = new float[rows + 1][columns];
                stored.addProduct(x, plain, 1, rows + 1, left, columns, false);
                stored.addProduct(x, vector, 1, rows + 1, left, columns, true);
                if (!Arrays.equals(bits(plain), bits(vector))) {
                    throw new AssertionError(type.name() + " with " + columns + " columns and " + rows + " rows");
                }
            }
        }

        /** All bits, but those of what is not a number: random scales may be. */
        private static int[] bits(float[][] values) {
            return Arrays.stream(values)
                    .flatMapToInt(row -> {
                        var bits = new int[row.length];
                        for (int j = 0; j < row.length; j++) {
                            bits[j] = Float.floatToIntBits(row[j]);
                        }
                        return Arrays.stream(bits);
                    })
                    .toArray();
        }
    }
}
