package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.ReadFrame;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void presetsNameTheModelAndAreNeverKept() throws Exception {
        var response = server.get("/api/presets");

        JsonNode preset = RunningServer.json(response).get("presets").get(0);
        assertThat(preset.get("id").textValue()).isEqualTo("nano-sort");
        assertThat(preset.get("title").textValue()).isEqualTo("Sorting model");
        assertThat(preset.get("parameters").intValue()).isEqualTo(85_728);
        assertThat(preset.get("prompt").textValue()).isEqualTo("CBABBC");
        assertThat(preset.get("model").textValue()).matches("[0-9a-f]{32}");
        assertThat(preset.get("tokenizer").textValue()).matches("[0-9a-f]{32}");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void structureHasAGraphAndNothingThatWouldNeedWeights() throws Exception {
        var gpt3 = RunningServer.json(server.get("/api/presets"))
                .path("structures")
                .path(3);
        String model = gpt3.path("model").textValue();

        var graph = RunningServer.json(server.get("/api/models/" + model + "/graph"));

        assertThat(gpt3.path("title").textValue()).isEqualTo("GPT-3");
        assertThat(gpt3.path("parameters").longValue()).isEqualTo(174_604_259_328L);
        assertThat(graph.at("/model/structureOnly").booleanValue()).isTrue();
        assertThat(graph.at("/sizes/n_layers").intValue()).isEqualTo(96);
        assertThat(graph.has("vocabulary")).isFalse();
        for (var refused : List.of(
                server.post("/api/traces", "{'model':'gpt3','prompt':'Hello'}"),
                server.post("/api/traces", "{'model':'" + model + "','tokens':[1,2]}"),
                server.get("/api/models/" + model + "/weights"),
                server.get("/api/models/" + model + "/weights/embed.W_E"))) {
            assertThat(refused.statusCode()).isEqualTo(422);
            var problem = RunningServer.json(refused);
            assertThat(problem.path("type").textValue()).isEqualTo("/problems/structure-only");
            assertThat(problem.path("detail").textValue()).contains("GPT-3 is here as structure only");
        }
    }

    @Test
    void graphSaysOneLayerAndHowManyThereAre() throws Exception {
        JsonNode graph = server.json("/api/models/" + server.model() + "/graph");

        assertThat(graph.get("v").intValue()).isEqualTo(1);
        assertThat(graph.at("/model/id").textValue()).isEqualTo(server.model());
        assertThat(graph.at("/model/architecture").textValue()).isEqualTo("gpt2");
        assertThat(graph.at("/model/maxPrompt").intValue()).isEqualTo(11);
        assertThat(graph.at("/model/hint").textValue()).contains("six letters");
        assertThat(graph.at("/sizes/n_layers").intValue()).isEqualTo(3);
        assertThat(graph.get("vocabulary").toString()).isEqualTo("[\"A\",\"B\",\"C\"]");
        assertThat(graph.at("/carry/name").textValue()).isEqualTo("blocks.{layer}.hook_resid_pre");
        assertThat(graph.at("/layer/nodes/0/name").textValue()).startsWith("blocks.{layer}.");
        assertThat(graph.at("/before/steps/0/id").textValue()).isEqualTo("start");
    }

    @Test
    void promptBecomesATraceThatIsTheSameWhenItIsAskedForByItsId() throws Exception {
        JsonNode trace = server.trace("CBABBC");

        assertThat(trace.get("tokens").toString()).isEqualTo("[2,1,0,1,1,2]");
        assertThat(trace.get("text").toString()).isEqualTo("[\"C\",\"B\",\"A\",\"B\",\"B\",\"C\"]");
        assertThat(trace.get("promptLength").intValue()).isEqualTo(6);
        assertThat(trace.get("nCtx").intValue()).isEqualTo(11);
        assertThat(trace.get("model").textValue()).isEqualTo(server.model());
        assertThat(trace.get("next")).hasSize(3);
        assertThat(trace.at("/next/0/text").textValue()).isEqualTo("A");
        assertThat(server.json("/api/traces/" + id(trace))).isEqualTo(trace);
    }

    @Test
    void tokensMakeTheSameTraceAsTheirText() throws Exception {
        var response = server.post("/api/traces", "{'model':'" + server.model() + "','tokens':[2,1,0,1,1,2]}");

        assertThat(RunningServer.json(response)).isEqualTo(server.trace("CBABBC"));
    }

    @Test
    void generatingToTheEndSortsTheLettersAndThenSaysThatTheContextIsFull() throws Exception {
        JsonNode trace = server.trace("CBABBC");
        for (int i = 0; i < 5; i++) {
            trace = RunningServer.json(
                    server.post("/api/traces", "{'trace':'" + id(trace) + "','generate':{'temperature':0}}"));
        }

        assertThat(trace.get("tokens").toString()).isEqualTo("[2,1,0,1,1,2,0,1,1,1,2]");
        assertThat(trace.get("promptLength").intValue()).isEqualTo(6);
        assertThat(trace.at("/next/0/text").textValue()).isEqualTo("C");
        var full = server.post("/api/traces", "{'trace':'" + id(trace) + "','append':[0]}");
        assertProblem(full, 422, "context-full");
        assertThat(RunningServer.json(full).get("limit").intValue()).isEqualTo(11);
    }

    @Test
    void stepIsAFrameWithAllThatItComputes() throws Exception {
        JsonNode trace = server.trace("CBA");

        var response = server.get("/api/traces/" + id(trace) + "/steps/blocks.0.attn.scores");

        var frame = ReadFrame.of(ByteBuffer.wrap(response.body()));
        assertThat(frame.seq()).isZero();
        assertThat(frame.start()).isZero();
        assertThat(frame.header().get("step").textValue()).isEqualTo("blocks.0.attn.scores");
        assertThat(frame.header().get("trace").textValue()).isEqualTo(id(trace));
        float[] scores = frame.values("blocks.0.attn.hook_attn_scores");
        assertThat(scores).hasSize(3 * 3 * 3);
        assertThat(scores[1]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(scores[3]).isFinite();
        assertThat(header(response, "Cache-Control")).contains("immutable");
    }

    @Test
    void firstStepIsAFrameWithoutTensors() throws Exception {
        var frame = ReadFrame.of(ByteBuffer.wrap(server.get("/api/traces/" + id(server.trace("CBA")) + "/steps/start")
                .body()));

        assertThat(frame.header().get("tensors")).isEmpty();
    }

    @Test
    void probabilitiesOfAStepAreThoseOfTheTrace() throws Exception {
        JsonNode trace = server.trace("CBABBC");

        var frame = ReadFrame.of(ByteBuffer.wrap(
                server.get("/api/traces/" + id(trace) + "/steps/probs").body()));

        float[] probs = frame.values("probs");
        assertThat(probs[5 * 3]).isEqualTo(trace.at("/next/0/p").floatValue());
        assertThat(frame.tensor("probs").get("colourScale").intValue()).isEqualTo(1);
    }

    @Test
    void rowsOfATensorAreThoseOfTheWhole() throws Exception {
        String path = "/api/traces/" + id(server.trace("CBAB")) + "/tensors/blocks.1.hook_resid_pre";

        var whole = ReadFrame.of(ByteBuffer.wrap(server.get(path).body()));
        var part = ReadFrame.of(
                ByteBuffer.wrap(server.get(path + "?rows=1:3&dtype=f32").body()));

        // From layer 1 on the stream before a layer is the one after the former layer.
        String name = "blocks.0.hook_resid_post";
        assertThat(part.tensor(name).get("rows").toString()).isEqualTo("[1,3]");
        assertThat(part.values(name)).isEqualTo(java.util.Arrays.copyOfRange(whole.values(name), 48, 144));
    }

    @Test
    void partOfAWeightIsWhatTheWholeHasThere() throws Exception {
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
    void overviewKeepsOfNeighboursTheOneOfGreatestMagnitude() throws Exception {
        String name = "blocks.1.mlp.W_in";
        String path = "/api/models/" + server.model() + "/weights/" + name;

        float[] whole = read(path).values(name);
        var overview = read(path + "?pool=100&across=5");
        float[] pooled = overview.values(name);

        // 48 rows by 5 are 10, the last of 3; 192 columns by 100 are 2, the last of 92.
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

    private static ReadFrame read(String path) throws Exception {
        return ReadFrame.of(ByteBuffer.wrap(server.get(path).body()));
    }

    @Test
    void allWeightsOfASmallModelTravelInOneFrame() throws Exception {
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
    void explanationOfACellRecomputesItFromWhatItNames() throws Exception {
        String path = "/api/traces/" + id(server.trace("CBABBC")) + "/explain?name=blocks.0.attn.hook_q&cell=3,1,2";

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
    void maskedCellHasNoValue() throws Exception {
        String path =
                "/api/traces/" + id(server.trace("CBA")) + "/explain?name=blocks.0.attn.hook_attn_scores&cell=0,0,2";

        JsonNode explained = server.json(path);

        assertThat(explained.get("kind").textValue()).isEqualTo("masked");
        assertThat(explained.get("value").isNull()).isTrue();
    }

    @Test
    void whatABrowserHoldsIsNotSentAgain() throws Exception {
        String path = "/api/traces/" + id(server.trace("CBA")) + "/steps/embed";
        String tag = header(server.get(path), "ETag");

        var again = server.get(path, "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model':'nano-sort','prompt':'CBX'} | 422 | unknown-token",
                "{'model':'nano-sort','prompt':''} | 422 | empty-prompt",
                "{'model':'nano-sort','tokens':[]} | 422 | empty-prompt",
                "{'model':'nano-sort','prompt':'ABCABCABCABC'} | 422 | prompt-too-long",
                "{'model':'nano-sort','tokens':[0,3]} | 422 | unknown-token",
                "{'model':'nano-sort','tokens':[-1]} | 422 | unknown-token",
                "{'model':'gpt5','prompt':'A'} | 404 | unknown-model",
                "{'trace':'00','append':[0]} | 404 | unknown-trace",
                "{'trace':'00','generate':{}} | 404 | unknown-trace",
                "{'model':'nano-sort'} | 400 | malformed",
                "{'model':7,'prompt':'A'} | 400 | malformed",
                "{'prompt':'A'} | 400 | malformed",
                "{'model':'nano-sort','tokens':[0.5]} | 400 | malformed",
                "{'trace':'00','generate':{'temperature':-1}} | 400 | malformed",
                "[] | 400 | malformed",
                "{ | 400 | malformed",
            })
    void traceThatCannotBeMadeIsRefusedByType(String body, int status, String type) throws Exception {
        assertProblem(server.post("/api/traces", body), status, type);
    }

    @Test
    void promptThatIsTooLongIsToldTheLimit() throws Exception {
        JsonNode problem =
                RunningServer.json(server.post("/api/traces", "{'model':'nano-sort','prompt':'ABCABCABCABC'}"));

        assertThat(problem.get("limit").intValue()).isEqualTo(11);
        assertThat(problem.get("tokens").intValue()).isEqualTo(12);
        assertThat(problem.get("detail").textValue()).contains("12 tokens").contains("at most 11");
    }

    @Test
    void bodyThatIsTooLargeIsRefused() throws Exception {
        String prompt = "A".repeat(70_000);

        assertProblem(
                server.post("/api/traces", "{'model':'nano-sort','prompt':'" + prompt + "'}"), 413, "body-too-large");
    }

    @Test
    void pageOfAnotherSiteCannotMakeTraces() throws Exception {
        String body = "{'model':'nano-sort','prompt':'A'}";

        assertProblem(server.post("/api/traces", body, "Origin", "http://evil.example"), 403, "foreign-origin");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/models/00/graph, unknown-model",
        "/api/models/nano-sort/graph, unknown-model",
        "/api/traces/00, unknown-trace",
        "/api/traces/00/steps/start, unknown-trace",
        "/api/traces/00/tensors/logits, unknown-trace",
        "/api/traces/{trace}/steps/blocks.7, unknown-step",
        "/api/traces/{trace}/tensors/hook_nothing, unknown-tensor",
        "/api/traces/{trace}/tensors/embed.W_E, unknown-tensor",
        "/api/traces/{trace}/explain?name=nothing&cell=0, unknown-tensor",
        "'/api/traces/{trace}/explain?name=logits&cell=0,3', unknown-cell",
        "'/api/traces/{trace}/explain?name=logits&cell=0,0,0', unknown-cell",
        "/api/models/{model}/weights/logits, unknown-tensor",
        "/nothing, not-served",
    })
    void whatIsNotThereIsSaidByType(String path, String type) throws Exception {
        String known = path.replace("{trace}", id(server.trace("CBA"))).replace("{model}", server.model());

        assertProblem(server.get(known), 404, type);
    }

    @ParameterizedTest
    @CsvSource({
        "tensors/logits?rows=0:9",
        "tensors/logits?rows=2:2",
        "tensors/logits?rows=-1:2",
        "tensors/logits?rows=x",
        "tensors/logits?columns=0:4",
        "tensors/logits?pool=0",
        "tensors/logits?pool=9999999",
        "tensors/blocks.0.attn.hook_q?heads=3:4",
        "tensors/logits?dtype=f64",
        "explain?name=logits",
        "'explain?name=logits&cell=-1,0'",
        "'explain?name=logits&cell=99999999999,0'",
    })
    void malformedQuestionIsRefused(String question) throws Exception {
        assertProblem(server.get("/api/traces/" + id(server.trace("CBA")) + "/" + question), 400, "malformed");
    }

    @Test
    void problemIsNotKept() throws Exception {
        var response = server.get("/api/traces/00/steps/start");

        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(response.headers().firstValue("ETag")).isEmpty();
    }

    private static void assertProblem(HttpResponse<byte[]> response, int status, String type) throws Exception {
        assertThat(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("/problems/" + type + "\"");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = RunningServer.json(response);
        assertThat(problem.get("title").textValue()).isNotBlank();
        assertThat(problem.get("detail").textValue()).endsWith(".");
        assertThat(problem.get("status").intValue()).isEqualTo(status);
    }

    private static String id(JsonNode trace) {
        return trace.get("id").textValue();
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
