package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.ReadFrame;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Steps, tensors and weights as frames, and explanations of cells. */
class NumbersTest {
    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    @Test
    void servesAllTensorsOfAStep() throws Exception {
        JsonNode trace = server.trace("CBA");

        var response = server.get("/api/traces/" + RunningServer.id(trace) + "/steps/blocks.0.attn.scores");

        var frame = ReadFrame.of(ByteBuffer.wrap(response.body()));
        assertThat(frame.seq()).isZero();
        assertThat(frame.start()).isZero();
        assertThat(frame.header().get("step").textValue()).isEqualTo("blocks.0.attn.scores");
        assertThat(frame.header().get("trace").textValue()).isEqualTo(RunningServer.id(trace));
        float[] scores = frame.values("blocks.0.attn.hook_attn_scores");
        assertThat(scores).hasSize(3 * 3 * 3);
        assertThat(scores[1]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(scores[3]).isFinite();
        assertThat(RunningServer.header(response, "Cache-Control")).contains("immutable");
    }

    @Test
    void servesNoTensorsForTheFirstStep() throws Exception {
        var frame = ReadFrame.of(
                ByteBuffer.wrap(server.get("/api/traces/" + RunningServer.id(server.trace("CBA")) + "/steps/start")
                        .body()));

        assertThat(frame.header().get("tensors")).isEmpty();
    }

    @Test
    void probabilitiesMatchTheTrace() throws Exception {
        JsonNode trace = server.trace("CBABBC");

        var frame = ReadFrame.of(ByteBuffer.wrap(server.get("/api/traces/" + RunningServer.id(trace) + "/steps/probs")
                .body()));

        float[] probs = frame.values("probs");
        assertThat(probs[5 * 3]).isEqualTo(trace.at("/next/0/p").floatValue());
        assertThat(frame.tensor("probs").get("colourScale").intValue()).isEqualTo(1);
    }

    @Test
    void servesARangeOfRows() throws Exception {
        String path = "/api/traces/" + RunningServer.id(server.trace("CBAB")) + "/tensors/blocks.1.hook_resid_pre";

        var whole = ReadFrame.of(ByteBuffer.wrap(server.get(path).body()));
        var part = ReadFrame.of(
                ByteBuffer.wrap(server.get(path + "?rows=1:3&dtype=f32").body()));

        // From layer 1 on, the residual stream before a layer is an alias of the one after the previous layer.
        String name = "blocks.0.hook_resid_post";
        assertThat(part.tensor(name).get("rows").toString()).isEqualTo("[1,3]");
        assertThat(part.values(name)).isEqualTo(java.util.Arrays.copyOfRange(whole.values(name), 48, 144));
    }

    @Test
    void servesAPartOfAWeight() throws Exception {
        String path = "/api/models/" + server.model() + "/weights/";

        float[] in = read(path + "blocks.1.mlp.W_in").values("blocks.1.mlp.W_in");
        float[] cut = read(path + "blocks.1.mlp.W_in?rows=4:6&columns=10:13").values("blocks.1.mlp.W_in");
        assertThat(cut)
                .containsExactly(
                        in[4 * 192 + 10],
                        in[4 * 192 + 11],
                        in[4 * 192 + 12],
                        in[5 * 192 + 10],
                        in[5 * 192 + 11],
                        in[5 * 192 + 12]);
        float[] queries = read(path + "blocks.1.attn.W_Q").values("blocks.1.attn.W_Q");
        var head = read(path + "blocks.1.attn.W_Q?heads=2:3");
        assertThat(head.values("blocks.1.attn.W_Q"))
                .isEqualTo(java.util.Arrays.copyOfRange(queries, 2 * 48 * 16, 3 * 48 * 16));
        assertThat(head.tensor("blocks.1.attn.W_Q").get("shape").toString()).isEqualTo("[3,48,16]");
    }

    @Test
    void poolsAWeightByGreatestMagnitude() throws Exception {
        String name = "blocks.1.mlp.W_in";
        String path = "/api/models/" + server.model() + "/weights/" + name;

        float[] whole = read(path).values(name);
        var overview = read(path + "?pool=100&across=5");
        float[] pooled = overview.values(name);

        // 48 rows in groups of 5 give 10, the last with 3 rows; 192 columns in groups of 100 give 2, the last with 92.
        assertThat(pooled).hasSize(20);
        for (int row = 0; row < 10; row++) {
            for (int column = 0; column < 2; column++) {
                float greatest = 0;
                for (int r = 5 * row; r < Math.min(48, 5 * row + 5); r++) {
                    for (int c = 100 * column; c < Math.min(192, 100 * column + 100); c++) {
                        float value = whole[r * 192 + c];
                        greatest = Math.abs(value) > Math.abs(greatest) ? value : greatest;
                    }
                }
                assertThat(pooled[2 * row + column]).isEqualTo(greatest);
            }
        }
        assertThat(overview.flags()).isEqualTo(1);
        assertThat(overview.tensor(name).get("across").intValue()).isEqualTo(5);
        float[] magnitudes = new float[whole.length];
        for (int i = 0; i < whole.length; i++) {
            magnitudes[i] = Math.abs(whole[i]);
        }
        java.util.Arrays.sort(magnitudes);
        assertThat(overview.tensor(name).get("colourScale").floatValue())
                .isEqualTo(magnitudes[(int) Math.ceil(0.985 * whole.length) - 1]);
    }

    @Test
    void servesAllWeightsOfASmallModelInOneFrame() throws Exception {
        String weights = "/api/models/" + server.model() + "/weights";

        var all = ReadFrame.of(ByteBuffer.wrap(server.get(weights).body()));
        var one = ReadFrame.of(
                ByteBuffer.wrap(server.get(weights + "/blocks.2.attn.W_Q").body()));

        assertThat(all.type()).isEqualTo(2);
        long cells = 0;
        for (JsonNode tensor : all.header().get("tensors")) {
            cells += tensor.get("length").longValue() / 4;
        }
        assertThat(cells).isEqualTo(85_728);
        assertThat(one.values("blocks.2.attn.W_Q")).isEqualTo(all.values("blocks.2.attn.W_Q"));
    }

    @Test
    void servesAllWeightsRoundedInHalfTheBytes() throws Exception {
        String weights = "/api/models/" + server.model() + "/weights";

        byte[] exact = server.get(weights + "?dtype=f32").body();
        byte[] rounded = server.get(weights + "?dtype=f16").body();

        assertThat(exact).isEqualTo(server.get(weights).body());
        assertThat(rounded).hasSizeLessThan(exact.length * 11 / 20);
        var all = ReadFrame.of(ByteBuffer.wrap(exact));
        var half = ReadFrame.of(ByteBuffer.wrap(rounded));
        for (JsonNode tensor : all.header().get("tensors")) {
            String name = tensor.get("name").textValue();
            float greatest = 0;
            for (float value : all.values(name)) {
                greatest = Math.max(greatest, Math.abs(value));
            }
            // Half precision would keep few bits of a bias whose numbers are all tiny.
            assertThat(half.tensor(name).get("dtype").textValue())
                    .as(name)
                    .isEqualTo(greatest > 0 && greatest < 0x1p-14f ? "f32" : "f16");
            assertThat(half.tensor(name).get("colourScale")).as(name).isEqualTo(tensor.get("colourScale"));
            float[] expected = all.values(name);
            float[] values = half.values(name);
            for (int i = 0; i < expected.length; i++) {
                // Half precision has 11 significant bits, and steps of 2⁻²⁴ below 2⁻¹⁴.
                assertThat(values[i])
                        .isCloseTo(expected[i], within(Math.max(Math.abs(expected[i]) * 0x1p-11f, 0x1p-25f)));
            }
        }
        RunningServer.assertProblem(server.get(weights + "?dtype=i8"), 400, "malformed");
    }

    @Test
    void explanationNamesTheInputsOfACell() throws Exception {
        String path = "/api/traces/" + RunningServer.id(server.trace("CBABBC"))
                + "/explain?name=blocks.0.attn.hook_q&cell=3,1,2";

        JsonNode explained = server.json(path);

        assertThat(explained.get("kind").textValue()).isEqualTo("sum");
        double sum = 0;
        for (JsonNode term : explained.get("terms")) {
            double product = 1;
            for (JsonNode factor : term) {
                product *= factor.get("value").doubleValue();
            }
            sum += product;
        }
        assertThat(sum * explained.get("scale").doubleValue())
                .isCloseTo(explained.get("value").doubleValue(), org.assertj.core.api.Assertions.within(1e-4));
        assertThat(explained.at("/terms/0/0/name").textValue()).isEqualTo("blocks.0.ln1.hook_out");
    }

    @Test
    void explanationOfAMaskedCellHasNoValue() throws Exception {
        String path = "/api/traces/" + RunningServer.id(server.trace("CBA"))
                + "/explain?name=blocks.0.attn.hook_attn_scores&cell=0,0,2";

        JsonNode explained = server.json(path);

        assertThat(explained.get("kind").textValue()).isEqualTo("masked");
        assertThat(explained.get("value").isNull()).isTrue();
    }

    private static ReadFrame read(String path) throws Exception {
        return ReadFrame.of(ByteBuffer.wrap(server.get(path).body()));
    }
}
