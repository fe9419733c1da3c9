package io.orrery.web.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.RunningServer;
import io.orrery.wire.ReadFrame;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Distributions, sampling, and comparisons of two models over HTTP. */
class PredictionRoutesTest {
    @AutoClose
    private static RunningServer server;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        Fixtures.copy("mistral-tiny", folder);
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<s>\", \"chat_template\": \"{{ bos_token }}Q: {{ messages[0].content }}\\nA:\"}");
        server = new RunningServer(List.of(
                ModelReference.of("nano-sort"),
                ModelReference.of("nano-sort@100"),
                ModelReference.of(Fixtures.folder("gpt2-tiny").toString()),
                ModelReference.of(folder.toString())));
    }

    @Test
    void distributionMatchesTheTracesLogits() throws Exception {
        JsonNode trace = tiny("The");
        var distribution = server.json("/api/traces/" + id(trace)
                + "/distribution?position=1&temperature=0.5&topK=40&topP=0.9&seed=3&count=5");

        float[] logits = frame("/api/traces/" + id(trace) + "/tensors/logits?rows=1:2");
        float[] probabilities = frame("/api/traces/" + id(trace) + "/tensors/probs?rows=1:2");
        assertThat(distribution.get("vocabulary").intValue()).isEqualTo(512);
        assertThat(distribution.get("top")).hasSize(5);
        for (JsonNode top : distribution.get("top")) {
            int token = top.get("token").intValue();
            assertThat(top.get("logit").floatValue()).isEqualTo(logits[token]);
            assertThat(top.at("/p/0").doubleValue()).isCloseTo(probabilities[token], within(1e-6));
        }
        for (int stage = 0; stage < 4; stage++) {
            double sum = distribution.at("/stages/" + stage + "/rest/p").doubleValue();
            for (JsonNode top : distribution.get("top")) {
                sum += top.at("/p/" + stage).doubleValue();
            }
            assertThat(sum).isCloseTo(1, within(1e-9));
        }
        assertThat(distribution.at("/stages/2/kept").intValue()).isEqualTo(40);
        assertThat(distribution.at("/stages/2/rest/count").intValue()).isEqualTo(35);
    }

    @Test
    void generatesTheTokenThatTheDistributionNames() throws Exception {
        JsonNode trace = tiny("Lily and Tom");
        for (int seed = 0; seed < 5; seed++) {
            var drawn = server.json("/api/traces/" + id(trace) + "/distribution?temperature=1.5&seed=" + seed)
                    .get("drawn");
            var grown = RunningServer.json(server.post(
                    "/api/traces", "{'trace':'" + id(trace) + "','generate':{'temperature':1.5,'seed':" + seed + "}}"));

            JsonNode tokens = grown.get("tokens");
            assertThat(tokens.get(tokens.size() - 1)).isEqualTo(drawn.get("token"));
            assertThat(drawn.get("u").doubleValue())
                    .isBetween(drawn.get("from").doubleValue(), drawn.get("to").doubleValue());
        }
    }

    @Test
    void drawCanBeRedoneFromTheAnswer() throws Exception {
        JsonNode trace = tiny("Lily and Tom");
        for (int seed = 0; seed < 8; seed++) {
            var answer = server.json("/api/traces/" + id(trace)
                    + "/distribution?temperature=1.2&topK=40&topP=0.9&count=50&seed=" + seed);
            double u = answer.at("/drawn/u").doubleValue();
            double from = 0;
            int rank = 0;
            while (from + p(answer, rank, 3) <= u) {
                from += p(answer, rank++, 3);
            }
            JsonNode drawn = answer.get("top").get(rank);
            int kept = (int)
                    IntStream.range(0, 50).filter(i -> p(answer, i, 3) > 0).count();

            assertThat(drawn.get("token")).isEqualTo(answer.at("/drawn/token"));
            assertThat(drawn.get("p")).isEqualTo(answer.at("/drawn/p"));
            assertThat(answer.at("/drawn/from").doubleValue()).isCloseTo(from, within(1e-9));
            assertThat(answer.at("/drawn/to").doubleValue())
                    .isCloseTo(from + drawn.at("/p/3").doubleValue(), within(1e-9));
            assertThat(answer.at("/drawable/count").intValue())
                    .isEqualTo(kept)
                    .isEqualTo(answer.at("/stages/3/kept").intValue());
            for (int stage = 0; stage < 4; stage++) {
                int of = stage;
                double mass = IntStream.range(0, kept)
                        .mapToDouble(i -> p(answer, i, of))
                        .sum();
                assertThat(answer.at("/drawable/p/" + stage).doubleValue()).isCloseTo(mass, within(1e-9));
            }
        }
    }

    /** The probability of the token at a rank after a stage. */
    private static double p(JsonNode distribution, int rank, int stage) {
        return distribution.at("/top/" + rank + "/p/" + stage).doubleValue();
    }

    @Test
    void comparesTwoModelsOnTheSameTokens() throws Exception {
        JsonNode trace = server.trace("CBABBC");
        JsonNode other =
                RunningServer.json(server.post("/api/traces", "{'trace':'" + id(trace) + "','with':'nano-sort@100'}"));

        assertThat(other.get("tokens")).isEqualTo(trace.get("tokens"));
        var comparison = server.json("/api/traces/" + id(trace) + "/compare/" + id(other));
        double[] p = byToken(trace);
        double[] q = byToken(other);
        double forward = 0;
        double reverse = 0;
        for (int token = 0; token < 3; token++) {
            forward += p[token] * Math.log(p[token] / q[token]);
            reverse += q[token] * Math.log(q[token] / p[token]);
        }
        assertThat(comparison.at("/kl/0").doubleValue()).isCloseTo(forward, within(1e-4));
        assertThat(comparison.at("/kl/1").doubleValue()).isCloseTo(reverse, within(1e-2));
        assertThat(comparison.at("/kl/0").doubleValue()).isPositive();
        assertThat(comparison.get("top")).hasSize(3);
        assertThat(comparison.at("/rest/count").intValue()).isZero();
    }

    @Test
    void refusesToCompareModelsWithDifferentTokenizers() throws Exception {
        JsonNode trace = server.trace("CBABBC");

        var refused = server.post("/api/traces", "{'trace':'" + id(trace) + "','with':'gpt2-tiny'}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(RunningServer.json(refused).get("detail").textValue())
                .isEqualTo("Sorting model and GPT2 tiny cut texts into different tokens, so what they say of a token"
                        + " cannot be compared.");
        var compared = server.get("/api/traces/" + id(trace) + "/compare/" + id(tiny("The")));
        assertThat(RunningServer.json(compared).get("type").textValue()).isEqualTo("/problems/tokenizers-differ");
    }

    @Test
    void refusesToCompareDifferentTexts() throws Exception {
        var compared = server.get("/api/traces/" + id(server.trace("CBA")) + "/compare/" + id(server.trace("CCA")));

        assertThat(RunningServer.json(compared).get("type").textValue()).isEqualTo("/problems/texts-differ");
        assertThat(RunningServer.json(compared).get("position").intValue()).isEqualTo(1);
    }

    @Test
    void goingBackLeavesAtLeastOneToken() throws Exception {
        JsonNode trace = server.trace("CBABBC");

        var back = RunningServer.json(server.post("/api/traces", "{'trace':'" + id(trace) + "','back':2}"));
        assertThat(back.get("tokens").toString()).isEqualTo("[2,1,0,1]");
        assertThat(back.get("promptLength").intValue()).isEqualTo(4);
        var all = RunningServer.json(server.post("/api/traces", "{'trace':'" + id(trace) + "','back':200}"));
        assertThat(all.get("tokens").toString()).isEqualTo("[2]");
    }

    @Test
    void tokenizesATextWhileItIsTyped() throws Exception {
        var tokens = RunningServer.json(server.post("/api/tokens", "{'model':'gpt2-tiny','text':'Lily 🙂'}"));

        assertThat(tokens.get("count").intValue())
                .isEqualTo(tokens.get("tokens").size());
        assertThat(tokens.get("limit").intValue()).isEqualTo(64);
        var text = new StringBuilder();
        tokens.get("text").forEach(piece -> text.append(piece.textValue()));
        assertThat(text.toString()).isEqualTo("Lily ⟨F0⟩⟨9F⟩⟨99⟩⟨82⟩");
    }

    @Test
    void listsOnlyTheFirstTokensOfALongText() throws Exception {
        var tokens = RunningServer.json(
                server.post("/api/tokens", "{'model':'gpt2-tiny','text':'" + "x ".repeat(20_000) + "'}"));

        assertThat(tokens.get("count").intValue()).isGreaterThanOrEqualTo(20_000);
        assertThat(tokens.get("tokens")).hasSize(1024);
        assertThat(tokens.get("text")).hasSize(1024);
    }

    @Test
    void formatsAConversationByTheModelsTemplate() throws Exception {
        String name = folder.getFileName().toString();
        String chat = "{'model':'" + name + "','chat':[{'role':'user','content':'Lily'}]}";

        var tokens = RunningServer.json(server.post("/api/tokens", chat));
        assertThat(tokens.get("prompt").textValue()).isEqualTo("<s>Q: Lily\nA:");
        assertThat(tokens.at("/text/0").textValue()).isEqualTo("<s>");
        assertThat(tokens.at("/text/1").textValue()).isNotEqualTo("<s>");
        var trace = RunningServer.json(server.post("/api/traces", chat));
        assertThat(trace.get("tokens")).isEqualTo(tokens.get("tokens"));
    }

    @Test
    void refusesAConversationWithoutAChatTemplate() throws Exception {
        var refused = server.post("/api/traces", "{'model':'gpt2-tiny','chat':[{'role':'user','content':'Hi'}]}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(RunningServer.json(refused).get("type").textValue()).isEqualTo("/problems/no-chat");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            position=6          | position must be a whole number from 0 to 5.
            position=-1         | position must be a whole number from 0 to 5.
            position=x          | position must be a number.
            temperature=-1      | The sampling cannot be used: temperature must be a number from 0 to 100, not -1.0.
            temperature=NaN     | The sampling cannot be used: temperature must be a number from 0 to 100, not NaN.
            topP=0              | The sampling cannot be used: top-p must be more than 0 and at most 1, not 0.0.
            topK=-1             | The sampling cannot be used: top-k must be a whole number from 1 (or 0 for all), not -1.
            topK=99999999999    | topK must be a number.
            seed=-1             | The sampling cannot be used: seed must be a whole number from 0 to 2^53 − 1, not -1.
            count=0             | count must be a whole number from 1 to 200.
            """)
    void refusesParametersOutOfRange(String query, String sentence) throws Exception {
        var response = server.get("/api/traces/" + id(server.trace("CBABBC")) + "/distribution?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(RunningServer.json(response).get("detail").textValue()).isEqualTo(sentence);
    }

    private static double[] byToken(JsonNode trace) {
        var p = new double[3];
        trace.get("next")
                .forEach(next -> p[next.get("token").intValue()] = next.get("p").doubleValue());
        return p;
    }

    private static float[] frame(String path) throws Exception {
        var frame = ReadFrame.of(ByteBuffer.wrap(server.get(path).body()));
        return frame.values(frame.header().at("/tensors/0/name").textValue());
    }

    private static JsonNode tiny(String prompt) throws Exception {
        return RunningServer.json(server.post("/api/traces", "{'model':'gpt2-tiny','prompt':'" + prompt + "'}"));
    }

    private static String id(JsonNode trace) {
        return trace.get("id").textValue();
    }
}
