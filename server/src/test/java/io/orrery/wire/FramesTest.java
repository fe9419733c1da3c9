package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final Cursor CURSOR = new Cursor("a41f", "blocks.0.attn.scores");
    private static final float MASKED = Float.NEGATIVE_INFINITY;

    @Test
    void smallTensorIsExactAndAtTheDocumentedOffsets() throws Exception {
        float[] values = {1.5f, MASKED, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, 0x1.fffffep-127f};
        var tensor = new FrameTensor("x", List.of("pos", "d_model"), new int[] {9, 2}, 3, 6, values, 2.25f);

        ByteBuffer bytes = step(List.of(tensor)).at(7, 1234.5).buffer().order(ByteOrder.LITTLE_ENDIAN);

        assertThat(bytes.get(0)).isEqualTo((byte) 1);
        assertThat(bytes.get(1)).isEqualTo((byte) 1);
        assertThat(bytes.getShort(2)).isZero();
        assertThat(bytes.getInt(4) % 8).isZero();
        assertThat(bytes.getLong(8)).isEqualTo(7);
        assertThat(bytes.getDouble(16)).isEqualTo(1234.5);
        assertThat(bytes.get(24)).isEqualTo((byte) '{');
        var read = ReadFrame.of(bytes);
        assertThat(read.values("x")).containsExactly(values);
        var entry = read.tensor("x");
        assertThat(entry.get("shape").toString()).isEqualTo("[9,2]");
        assertThat(entry.get("rows").toString()).isEqualTo("[3,6]");
        assertThat(entry.get("axes").toString()).isEqualTo("[\"pos\",\"d_model\"]");
        assertThat(entry.get("dtype").textValue()).isEqualTo("f32");
        assertThat(entry.get("colourScale").doubleValue()).isEqualTo(2.25);
        assertThat(entry.has("pool")).isFalse();
        assertThat(read.header().get("model").textValue()).isEqualTo("9f2c");
        assertThat(read.header().get("trace").textValue()).isEqualTo("a41f");
        assertThat(read.header().get("step").textValue()).isEqualTo("blocks.0.attn.scores");
    }

    @Test
    void secondTensorStartsAtAMultipleOfEight() throws Exception {
        var read =
                ReadFrame.of(step(List.of(row("odd", 1, 2, 3), row("next", 4))).buffer());

        assertThat(read.tensor("next").get("offset").intValue()).isEqualTo(16);
        assertThat(read.values("next")).containsExactly(4);
    }

    @Test
    void stepWithoutTensorsIsAFrameWithoutNumbers() throws Exception {
        var read = ReadFrame.of(step(List.of()).buffer());

        assertThat(read.header().get("tensors")).isEmpty();
        assertThat(read.numbers().remaining()).isZero();
    }

    @Test
    void stampingAFrameForAChangeKeepsItsNumbers() throws Exception {
        Frame first = step(List.of(row("x", 1, 2)));
        Frame second = first.at(9, 50);

        assertThat(ReadFrame.of(first.buffer()).seq()).isZero();
        assertThat(ReadFrame.of(second.buffer()).seq()).isEqualTo(9);
        assertThat(ReadFrame.of(second.buffer()).values("x")).containsExactly(1, 2);
    }

    @Test
    void addingAStateKeepsTheRestOfTheFrameAndItsAlignment() throws Exception {
        Frame alone = step(List.of(row("odd", 1, 2, 3), row("next", 4))).at(7, 1234.5);
        var header = ReadFrame.of(alone.buffer()).header();
        String state = "{\"type\":\"state\",\"text\":\"é";
        for (int longer = 0; longer < 9; longer++) {
            state += "x";
            ByteBuffer bytes = alone.saying(state + "\"}").buffer();
            var read = ReadFrame.of(bytes);

            assertThat(read.flags()).isEqualTo(2);
            assertThat(bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(4) % 8).isZero();
            assertThat(ReadFrame.said(bytes).orElseThrow().toString()).isEqualTo(state + "\"}");
            ObjectNode rest = read.header().deepCopy();
            rest.remove("said");
            assertThat(rest).isEqualTo(header);
            assertThat(read.seq()).isEqualTo(7);
            assertThat(read.start()).isEqualTo(1234.5);
            assertThat(read.values("odd")).containsExactly(1, 2, 3);
            assertThat(read.values("next")).containsExactly(4);
            assertThat(ReadFrame.alone(bytes)).isEqualTo(alone.buffer());
        }
        assertThat(ReadFrame.said(alone.buffer())).isEmpty();
    }

    @Test
    void largestTensorIsReducedToHalfPrecisionAndSmallOnesStayExact() throws Exception {
        float[] large = random(20_000, 3);
        float[] small = random(50, 1);

        var read = ReadFrame.of(
                step(List.of(row("small", small), row("large", large))).buffer());

        assertThat(read.tensor("small").get("dtype").textValue()).isEqualTo("f32");
        assertThat(read.values("small")).containsExactly(small);
        assertThat(read.tensor("large").get("dtype").textValue()).isEqualTo("f16");
        float[] values = read.values("large");
        for (int i = 0; i < large.length; i++) {
            assertThat(values[i]).isCloseTo(large[i], within(Math.max(Math.abs(large[i]) * 0x1p-11f, 0x1p-25f)));
        }
    }

    @Test
    void largerTensorIsReducedToEightBitsWithinHalfAQuantizationStep() throws Exception {
        float[] values = random(50_000, 3);
        values[17] = MASKED;
        values[18] = 0;

        var read = ReadFrame.of(step(List.of(row("x", values))).buffer());

        assertThat(read.tensor("x").get("dtype").textValue()).isEqualTo("i8");
        float scale = read.tensor("x").get("scale").floatValue();
        float[] decoded = read.values("x");
        assertThat(decoded[17]).isEqualTo(MASKED);
        assertThat(decoded[18]).isZero();
        for (int i = 0; i < values.length; i++) {
            if (i != 17) {
                assertThat(decoded[i]).isCloseTo(values[i], within(scale * 0.5001f));
            }
        }
    }

    @Test
    void tensorTooLargeForAFrameIsMaxPooledByMagnitudeAndFlagged() throws Exception {
        int rows = 10;
        int columns = 20_001;
        float[] values = random(rows * columns, 1);
        var tensor = new FrameTensor("x", List.of("pos", "d_vocab"), new int[] {rows, columns}, 0, rows, values, 1);

        Frame frame = step(List.of(tensor));

        assertThat(frame.size()).isLessThanOrEqualTo(64 * 1024);
        var read = ReadFrame.of(frame.buffer());
        assertThat(read.flags()).isEqualTo(1);
        int pool = read.tensor("x").get("pool").intValue();
        assertThat(pool).isEqualTo(4);
        float scale = read.tensor("x").get("scale").floatValue();
        float[] decoded = read.values("x");
        int pools = (columns + pool - 1) / pool;
        assertThat(decoded).hasSize(rows * pools);
        for (int row = 0; row < rows; row++) {
            for (int p = 0; p < pools; p++) {
                float greatest = 0;
                for (int c = p * pool; c < Math.min(columns, (p + 1) * pool); c++) {
                    float value = values[row * columns + c];
                    greatest = Math.abs(value) > Math.abs(greatest) ? value : greatest;
                }
                assertThat(decoded[row * pools + p]).isCloseTo(greatest, within(scale * 0.5001f));
            }
        }
    }

    @Test
    void poolIsMaskedOnlyIfAllItsCellsAre() {
        var tensor = row("x", MASKED, MASKED, MASKED, -0.5f, 0.25f);

        assertThat(tensor.pooled(2)).containsExactly(MASKED, -0.5f, 0.25f);
    }

    @Test
    void manyMediumTensorsFitIntoOneFrame() throws Exception {
        var tensors = new ArrayList<FrameTensor>();
        for (int i = 0; i < 20; i++) {
            tensors.add(row("t" + i, random(3_000, 1)));
        }

        Frame frame = step(tensors);

        assertThat(frame.size()).isLessThanOrEqualTo(64 * 1024);
        assertThat(ReadFrame.of(frame.buffer()).header().get("tensors")).hasSize(20);
    }

    @Test
    void tensorThatCannotBeMadeSmallEnoughIsLeftOut() throws Exception {
        int rows = 100_000;
        var tall = new FrameTensor("tall", List.of("pos", "one"), new int[] {rows, 1}, 0, rows, new float[rows], 1);

        var read = ReadFrame.of(step(List.of(tall, row("x", 1))).buffer());

        assertThat(read.header().get("tensors")).hasSize(1);
        assertThat(read.values("x")).containsExactly(1);
    }

    @Test
    void halfPrecisionIsSkippedIfANumberWouldOverflow() throws Exception {
        float[] values = random(20_000, 1);
        values[5] = -70_000f;

        var read = ReadFrame.of(step(List.of(row("x", values))).buffer());

        assertThat(read.tensor("x").get("dtype").textValue()).isEqualTo("i8");
        assertThat(read.values("x")[5]).isCloseTo(-70_000f, within(1f));
    }

    @Test
    void subnormalNumbersSurviveEightBits() throws Exception {
        float[] values = new float[20_000];
        values[3] = Float.MIN_VALUE;
        values[4] = -Float.MIN_VALUE;

        var read = ReadFrame.of(step(List.of(row("x", values))).buffer());

        assertThat(read.tensor("x").get("dtype").textValue()).isEqualTo("i8");
        assertThat(read.values("x")[3]).isEqualTo(Float.MIN_VALUE);
        assertThat(read.values("x")[4]).isEqualTo(-Float.MIN_VALUE);
    }

    @Test
    void nanIsRejected() {
        assertThatThrownBy(() -> row("x", 1, Float.NaN)).hasMessageContaining("x holds NaN");
    }

    @Test
    void rowsOfScoresAreSelectedByQuery() throws Exception {
        Layout layout = Layout.causal(List.of("head", "q_pos", "k_pos"), 2, 3);
        var scores = new Tensor(layout, Tensor.zeros(layout).rows(), MASKED);
        scores.rows()[1][layout.column(1, 1, 0)] = 5;

        var read = ReadFrame.of(
                step(List.of(FrameTensor.rows("scores", scores, 1, 2, 1))).buffer());

        assertThat(read.tensor("scores").get("shape").toString()).isEqualTo("[2,3,3]");
        assertThat(read.tensor("scores").get("rows").toString()).isEqualTo("[1,2]");
        assertThat(read.values("scores")).containsExactly(0, 0, MASKED, 5, 0, MASKED);
    }

    @Test
    void weightsAreSentWholeWithTheirFirstAxisAsRows() throws Exception {
        Tensor weight = Tensor.of(
                Layout.of(List.of("head", "d_model", "d_head"), new int[] {2, 1, 2}, 1), new float[] {1, 2, 3, 4});

        var read = ReadFrame.of(Frames.weights("9f2c", List.of(FrameTensor.whole("W", weight, 4)))
                .buffer());

        assertThat(read.type()).isEqualTo(2);
        assertThat(read.tensor("W").get("rows").toString()).isEqualTo("[0,2]");
        assertThat(read.values("W")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void frameOfAFullRoomHasAtMostSixteenKibibytes() {
        var values = new float[100_000];
        java.util.Arrays.fill(values, 0.1f);

        Frame frame = Frames.step("9f2c", CURSOR, List.of(row("x", values)), 16 * 1024);

        assertThat(frame.size()).isBetween(8 * 1024, 16 * 1024);
    }

    private static Frame step(List<FrameTensor> tensors) {
        return Frames.step("9f2c", CURSOR, tensors, Frames.LARGEST);
    }

    private static FrameTensor row(String name, float... values) {
        return new FrameTensor(name, List.of("pos", "d_model"), new int[] {1, values.length}, 0, 1, values, 1);
    }

    private static float[] random(int count, float size) {
        var random = new Random(count);
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextFloat() * 2 - 1) * size;
        }
        return values;
    }
}
