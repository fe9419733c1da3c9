package io.orrery.bench.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.browser.TestBrowser;
import io.orrery.model.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StageBenchTest {
    @Test
    void everyStepOfSmallModelsIsSeenOnEveryScreen() throws Exception {
        var printed = new StringWriter();
        String llama = Fixtures.folder("llama-tiny").toString();

        int code = new CommandLine(new StageBench())
                .setOut(new PrintWriter(printed, true))
                .execute(
                        "--model",
                        "nano-sort",
                        "--model",
                        llama,
                        "--first-layer",
                        "--chromium",
                        TestBrowser.program().toString());

        JsonNode figures = new ObjectMapper().readTree(printed.toString());
        var misses = new ArrayList<String>();
        figures.path("misses")
                .forEach(miss -> misses.add(String.join(
                        " ",
                        miss.path("step").asText(),
                        miss.path("screen").asText(),
                        miss.path("why").toString())));
        assertThat(misses).isEmpty();
        assertThat(code).isZero();
        // GPT-2: start, how the text was cut, embed, positions and their sum, twelve of a layer, a closed layer, and
        // three of the output
        assertThat(figures.path("nano-sort")).hasSize(5 + 12 + 1 + 3);
        // Llama: no positions, but their rotation
        assertThat(figures.path(llama)).hasSize(3 + 13 + 1 + 3);
        figures.path("nano-sort")
                .forEach(step -> assertThat(List.copyOf(step.properties()))
                        .extracting(screen -> screen.getKey())
                        .containsExactly("presenter", "hall", "phone"));
    }

    @Test
    void theRuleIsAQuarterOfTheHeightOrWidthLegibleTextAndThreePerCentOfTheArea() {
        assertThat(new StepLegibility(0.25, 0.1, OptionalDouble.of(28), 0.03).misses(28))
                .isEmpty();
        assertThat(new StepLegibility(0.1, 0.9, OptionalDouble.empty(), 0.5).misses(28))
                .isEmpty();
        assertThat(new StepLegibility(0.24, 0.24, OptionalDouble.of(13), 0.029).misses(28))
                .containsExactly("size", "text", "picture");
    }

    @Test
    void pixelsThatDifferFromTheBackgroundAreCountedWhateverThePicturesFilters() throws Exception {
        int[] background = {10, 14, 24};
        int[] glow = {22, 30, 46};
        // 2 × 5 pixels, each line with another filter; written by hand from the filters' definitions
        byte[][] lines = {
            {0, 10, 14, 24, 22, 30, 46}, // none: background, glow
            {1, 32, 40, 56, 1, 0, 0}, // left: within 10 of the glow, one more red
            {2, 0, 0, 0, 0, 0, 0}, // up: the same
            {3, -16, -20, -28, -16, -20, -28}, // average of left and up: 0 0 0, and half of the pixel above
            {4, 10, 14, 24, 0, 0, 0}, // Paeth: the background, and its nearest neighbour
        };

        var picture = Picture.read(png(2, lines));

        var reds = new ArrayList<Integer>();
        for (int at = 0; at < picture.pixels().length; at += picture.channels()) {
            reds.add(picture.pixels()[at] & 0xff);
        }
        assertThat(reds).containsExactly(10, 22, 32, 33, 32, 33, 0, 0, 10, 10);
        // 33 is more than 10 from the glow's 22; 0 is 10 from the background's red, but 14 and 24 from its green and
        // blue
        assertThat(picture.differing(background, glow, 10)).isEqualTo(4 / 10.0);
    }

    private static byte[] png(int width, byte[]... lines) {
        var data = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            data.writeBytes(line);
        }
        var deflater = new Deflater();
        deflater.setInput(data.toByteArray());
        deflater.finish();
        byte[] buffer = new byte[1000];
        int size = deflater.deflate(buffer);
        deflater.end();
        var file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        chunk(
                file,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(lines.length)
                        .put((byte) 8)
                        .put((byte) 2)
                        .array());
        chunk(file, "IDAT", java.util.Arrays.copyOf(buffer, size));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        var typed = new ByteArrayOutputStream();
        typed.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
        typed.writeBytes(data);
        var checksum = new CRC32();
        checksum.update(typed.toByteArray());
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        file.writeBytes(typed.toByteArray());
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
