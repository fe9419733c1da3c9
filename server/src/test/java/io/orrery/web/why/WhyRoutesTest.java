package io.orrery.web.why;

import static io.orrery.web.RunningServer.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.RunningServer;
import io.orrery.wire.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions of why over HTTP have the keys and numbers of the references, as the command {@code why} has. */
class WhyRoutesTest {
    private static final double LOGITS = 1e-3;

    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(List.of(
                ModelReference.of(Fixtures.folder("gpt2-tiny").toString()),
                ModelReference.of(Fixtures.folder("llama-tiny-tied").toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void lens(String model) throws Exception {
        var lab = lab(model);
        var expected = lab.get("lens");
        String why = why(model, "lens");
        var json = server.json(why);
        assertTarget(json, lab);
        assertThat(json.get("points")).isEqualTo(expected.get("points"));
        assertThat(json.get("top")).isEqualTo(expected.get("top"));
        assertThat(json.get("rank_of_a")).isEqualTo(expected.get("rank_of_a"));
        assertThat(json.at("/text/" + json.get("a")).textValue()).isNotEmpty();

        int at = lab.get("position").intValue();
        var column = server.json(why + "?from=" + at + "&to=" + (at + 1));
        assertThat(column.get("rank_of_a")).isEqualTo(json.get("rank_of_a"));
        assertThat(column.get("p_of_a")).isEqualTo(json.get("p_of_a"));
        for (int point = 0; point < column.get("top5").size(); point++) {
            assertThat(column.at("/top5/" + point + "/0")).isEqualTo(json.at("/top5/" + point + "/" + at));
        }
        assertThat(server.json(why + "?to=" + at).has("rank_of_a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void attributionWithAnOpenedHead(String model) throws Exception {
        var lab = lab(model);
        var json = server.json(why(model, "attribution") + "?layer=0&head=1");
        assertTarget(json, lab);
        double vote = Double.NaN;
        for (int i = 0; i < lab.get("attribution").size(); i++) {
            var expected = lab.get("attribution").get(i);
            var actual = json.get("attribution").get(i);
            assertThat(actual.get("part")).isEqualTo(expected.get("part"));
            assertThat(actual.get("a_minus_b").doubleValue())
                    .isCloseTo(expected.get("a_minus_b").doubleValue(), within(LOGITS));
            if (actual.get("part").textValue().equals("blocks.0.attn.hook_result[1]")) {
                vote = actual.get("a_minus_b").doubleValue();
            }
        }
        assertThat(json.get("sum").doubleValue())
                .isCloseTo(json.get("logit_difference").doubleValue(), within(LOGITS));
        assertThat(sum(json.at("/tokens/a_minus_b"))).isCloseTo(vote, within(1e-4));
        assertThat(sum(json.at("/tokens/pattern"))).isCloseTo(1, within(1e-5));
        assertThat(json.at("/neurons/layer").intValue()).isZero();
        assertThat(json.at("/neurons/top")).hasSize(8);
    }

    /** Every tool has its keys; the numbers of one of them are redone from the reference elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void embeddingAndThePlacesOfAllTokens(String model) throws Exception {
        var lab = lab(model);
        var expected = lab.get("embedding");
        int layers = lab.get("lens").get("points").size() / 2;
        String why = why(model, "embedding");
        var token = expected.get("nearest").fieldNames().next();
        var json = server.json(why + "?token=" + token + "&after=" + layers);
        assertTarget(json, lab);
        for (int i = 0; i < 10; i++) {
            assertThat(json.at("/nearest/" + token + "/" + i + "/token"))
                    .isEqualTo(expected.at("/nearest/" + token + "/" + i + "/token"));
        }
        assertThat(json.at("/text/" + token).textValue()).isNotEmpty();
        assertThat(json.get("after").intValue()).isEqualTo(layers);
        assertThat(json.get("stream")).hasSize(lab.get("tokens").size());

        var response = server.get("/api/models/" + model(model) + "/places");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        var frame = ByteBuffer.wrap(response.body()).order(ByteOrder.LITTLE_ENDIAN);
        int length = frame.getInt(4);
        var header = Json.read(new String(response.body(), 24, length, StandardCharsets.UTF_8));
        int tokens = header.get("text").size();
        assertThat(header.at("/tensors/0/shape").toString()).isEqualTo("[" + tokens + ",3]");
        assertThat(header.at("/tensors/0/dtype").textValue()).isEqualTo("f16");
        assertThat(response.body()).hasSizeLessThan(24 + length + 6 * tokens + 8);
        assertThat(header.get("explained")).isEqualTo(json.get("explained"));
        for (int one = 0; one < 8; one++) {
            for (int axis = 0; axis < 3; axis++) {
                short half = frame.getShort(24 + length + 2 * (3 * one + axis));
                double place =
                        expected.at("/absolute_places/" + one + "/" + axis).doubleValue();
                assertThat((double) Math.abs(half(half))).isCloseTo(place, within(2e-3 * (1 + place)));
            }
        }
        assertProblem(server.get("/api/models/0123/places"), 404, "unknown-model");
    }

    /** The value of a number in half precision. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double value =
                exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1 + fraction / 1024.0, exponent - 15);
        return (float) (bits < 0 ? -value : value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heads? | previous",
                "heads?copying=20 | copying",
                "score?layer=1&head=0&query=3&key=1 | parts",
                "saliency?steps=4 | by_token",
                "embedding? | nearest",
                "embedding?token=5,6 | explained",
                "circuit?least=1000000 | edges",
                "change?set=blocks.0.hook_mlp_out%3Dzero | before",
                "change?each=zero | rows",
                "patch?fromTokens=1,2,3,4 | z",
                "patch?intoTokens=1,2,3,4&only=texts | words",
                "patch?intoTokens=5,6,7,8&only=texts&near=1 | near",
                "circuit?from=hook_embed@3&to=logits@3 | change"
            })
    void allToolsAnswer(String asked, String key) throws Exception {
        var trace = trace("gpt2-tiny", "5,6,7,8");
        var json = server.json("/api/traces/" + trace + "/why/" + asked);
        assertThat(json.has(key)).as(json.toString()).isTrue();
        assertThat(json.get("position").intValue()).isEqualTo(3);
        assertThat(json.get("text").isObject()).isTrue();
    }

    @Test
    void scoreIsTheReferences() throws Exception {
        var lab = lab("gpt2-tiny");
        var expected = lab.get("score").isArray() ? lab.get("score").get(0) : lab.get("score");
        var json = server.json(why("gpt2-tiny", "score") + "?layer=" + expected.get("layer") + "&head="
                + expected.get("head") + "&query=" + expected.get("query") + "&key=" + expected.get("key"));
        assertThat(json.get("parts")).isEqualTo(expected.get("parts"));
        assertThat(json.get("score").doubleValue())
                .isCloseTo(expected.get("score").doubleValue(), within(LOGITS));
        assertThat(json.get("sum").doubleValue()).isCloseTo(json.get("score").doubleValue(), within(LOGITS));
    }

    /** The trace may be either text; one value alone recovers what the map of all says, and leads to the same words. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void patchingOneValueAlone(String model) throws Exception {
        String clean = "/api/traces/" + trace(model, "5,6,7,8") + "/why/patch?intoTokens=5,9,7,8";
        String corrupted = "/api/traces/" + trace(model, "5,9,7,8") + "/why/patch?fromTokens=5,6,7,8";
        var all = server.json(clean);
        assertThat(server.json(corrupted)).isEqualTo(all);
        var texts = server.json(clean + "&only=texts");
        assertThat(texts.get("differing").toString()).isEqualTo("[1]");
        assertThat(texts.get("clean_tokens").toString()).isEqualTo("[6]");
        assertThat(texts.get("corrupted_tokens").toString()).isEqualTo("[9]");
        assertThat(texts.get("clean")).isEqualTo(all.get("clean"));
        for (int layer = 0; layer < texts.get("layers").size(); layer++) {
            var names = texts.get("layers").get(layer);
            String stream = names.get("resid_pre").textValue() + "@1";
            String head = names.get("z").textValue() + "[1]";
            String mlp = names.at("/mlp_out/0").textValue();
            assertThat(recovered(clean, stream)).isEqualTo(all.at("/resid_pre/" + layer + "/1"));
            assertThat(recovered(corrupted, head)).isEqualTo(all.at("/z/" + layer + "/1"));
            assertThat(recovered(clean, mlp)).isEqualTo(all.at("/mlp_out/" + layer + "/0"));
        }
        // the whole difference is in the embedding of the one word: the mended run is the clean one
        var mended =
                server.json(clean + "&only=" + texts.at("/layers/0/resid_pre").textValue() + "@1");
        assertThat(mended.get("recovered").doubleValue()).isCloseTo(1, within(1e-5));
        for (var word : mended.get("words")) {
            assertThat(word.at("/p/2").doubleValue()).isCloseTo(word.at("/p/0").doubleValue(), within(1e-6));
        }
    }

    private static JsonNode recovered(String asked, String place) throws Exception {
        var json = server.json(asked + "&only=" + place);
        assertThat(json.get("place").textValue()).isEqualTo(place);
        return json.get("recovered");
    }

    /** The strongest edges are those of the whole circuit, strongest first, between the same nodes; each can be checked. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void strongestEdges(String model) throws Exception {
        String circuit = "/api/traces/" + trace(model, "5,6,7,8") + "/why/circuit";
        var whole = edges(server.json(circuit));
        var json = server.json(circuit + "?strongest=12");
        assertThat(json.get("all_edges").intValue()).isEqualTo(whole.size());
        var strongest = edges(json);
        var expected = whole.stream()
                .sorted(Comparator.comparingDouble(edge -> -Math.abs(edge.value())))
                .limit(12)
                .toList();
        assertThat(strongest).isEqualTo(expected);
        assertThat(json.get("nodes").size()).isLessThanOrEqualTo(25);
        for (var edge : strongest) {
            if (!edge.from().equals("constant")) {
                var checked = server.json(circuit + "?from=" + edge.from() + "&to=" + edge.to());
                assertThat(checked.get("change").doubleValue()).isCloseTo(-edge.value(), within(LOGITS));
            }
        }
    }

    /** From the answer on, always the strongest edge of the whole circuit to a node that is there already; none leads elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void leadingEdges(String model) throws Exception {
        String circuit = "/api/traces/" + trace(model, "5,6,7,8") + "/why/circuit";
        var left = new ArrayList<>(edges(server.json(circuit)));
        int all = left.size();
        var json = server.json(circuit + "?leading=40");
        assertThat(json.get("all_edges").intValue()).isEqualTo(all);
        var there = new HashSet<>(Set.of("logits@3"));
        var expected = new ArrayList<Edge>();
        for (int i = 0; i < 40; i++) {
            var next = left.stream()
                    .filter(edge -> there.contains(edge.to()))
                    .max(Comparator.comparingDouble(edge -> Math.abs(edge.value())))
                    .orElseThrow();
            left.remove(next);
            there.add(next.from());
            expected.add(next);
        }
        assertThat(edges(json)).isEqualTo(expected);
        // all that lead to the answer, and no others, if there are no more
        there.clear();
        there.add("logits@3");
        var every = edges(server.json(circuit + "?leading=8000000"));
        for (var edge : every) {
            assertThat(there).contains(edge.to());
            there.add(edge.from());
        }
        assertThat(left.stream().filter(edge -> !every.contains(edge)).filter(edge -> there.contains(edge.to())))
                .isEmpty();
    }

    private record Edge(String from, String to, double value) {}

    private static List<Edge> edges(JsonNode json) {
        var edges = new ArrayList<Edge>();
        for (var edge : json.get("edges")) {
            edges.add(new Edge(
                    place(json, edge.get("from")),
                    place(json, edge.get("to")),
                    edge.get("value").doubleValue()));
        }
        return edges;
    }

    private static String place(JsonNode json, JsonNode node) {
        var found = json.get("nodes").get(node.intValue());
        return found.get("part").textValue() + (found.get("position").isNull() ? "" : "@" + found.get("position"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void strongestPairsAndAllOthersAddUpToTheScoreOfTheKeyThatIsReadMost(String model) throws Exception {
        var json = server.json(why(model, "score") + "?layer=1&head=1&query=3&key=most&pairs=4");
        for (int key = 0; key <= 3; key++) {
            var other = server.json(why(model, "score") + "?layer=1&head=1&query=3&key=" + key);
            assertThat(json.get("pattern").doubleValue())
                    .isGreaterThanOrEqualTo(other.get("pattern").doubleValue());
        }
        assertThat(json.get("pairs")).hasSize(4);
        double sum = json.get("rest").doubleValue();
        for (var pair : json.get("pairs")) {
            sum += pair.get("value").doubleValue();
        }
        assertThat(sum).isCloseTo(json.get("score").doubleValue(), within(LOGITS));
        int parts = json.get("parts").size();
        assertThat(json.get("rest_count").intValue()).isEqualTo(parts * parts - 4);
        double map = 0;
        for (var row : json.at("/map/values")) {
            map += sum(row);
        }
        assertThat(map).isCloseTo(json.get("score").doubleValue(), within(LOGITS));
    }

    /** The scores on repeated random tokens are those of the text that the answer names. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void headsOnRepeatedRandomTokens(String model) throws Exception {
        var repeated = server.json(why(model, "heads") + "?repeated=3").get("repeated");
        var tokens = repeated.get("tokens");
        assertThat(tokens).hasSize(6);
        for (int i = 0; i < 3; i++) {
            assertThat(tokens.get(i + 3)).isEqualTo(tokens.get(i));
        }
        String text = StreamSupport.stream(tokens.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(","));
        var ofText = server.json("/api/traces/" + trace(model, text) + "/why/heads");
        for (var kind : List.of("previous", "duplicate", "induction", "first")) {
            assertThat(repeated.get(kind)).isEqualTo(ofText.get(kind));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attribution?position=4 | There is no position 4: the text has the positions 0 to 3.",
                "attribution?position=x | position must be a number.",
                "attribution?a=99999 | ",
                "attribution?a=5&b=5 | Token 5 cannot be compared with itself; choose two tokens.",
                "attribution?b=most | b must be a number.",
                "attribution?layer=9 | There is no layer 9",
                "attribution?layer=0&head=77 | There is no head 77",
                "lens?from=3&to=2 | from must be a whole number from 0 to 1.",
                "score?layer=0&head=0&query=1 | The parameter key is missing.",
                "score?layer=0&head=0&query=1&key=3 | The query at position 1 does not see the key at position 3.",
                "score?layer=0&head=0&query=9&key=most | There is no position 9",
                "score?layer=0&head=0&query=1&key=0&pairs=0 | pairs must be a whole number from 1 to 1000.",
                "heads?repeated=51 | repeated must be a whole number from 1 to 50.",
                "saliency?baseline=zero | The baseline must be mean or keep-first",
                "change? | Give either set or each, and not both.",
                "patch? | The parameter fromTokens is missing.",
                "patch?fromTokens=1,2,3,4&intoTokens=1,2,3,4 | Give either fromTokens or intoTokens, and not both.",
                "patch?intoTokens=1,2,3 | The two texts must be equally long, but one has 4 tokens and the other 3.",
                "patch?intoTokens=1,2,3,99999 | ",
                "patch?intoTokens=5,6,7,8 | Both texts have the same logit difference",
                "patch?intoTokens=1,2,3,4&only=a%20b | \"a b\" is not a place in a run",
                "patch?intoTokens=1,2,3,4&only=blocks.0.hook_mlp_out[1] | has no heads",
                "patch?intoTokens=1,2,3,4&only=blocks.0.attn.hook_z[99] | There is no head 99",
                "patch?intoTokens=1,2,3,4&only=blocks.0.hook_resid_pre@4 | There is no position 4",
                "patch?intoTokens=1,2,3,4&only=texts&near=4 | There is no position 4",
                "circuit?from=hook_embed@3 | The parameter to is missing.",
                "circuit?from=hook_embed@9&to=logits@3 | There is no position 9",
                "circuit?from=hook_embed@3&to=logits | No edge leads from hook_embed@3 to logits.",
                "circuit?from=constant&to=logits@3 | No edge leads from constant to logits@3.",
                "circuit?strongest=0 | strongest must be a whole number from 1 to",
                "circuit?leading=0 | leading must be a whole number from 1 to",
                "change?set=nonsense | \"nonsense\" is not a change",
                "embedding?token=99999 | ",
                "embedding?token=x | token must be a number.",
                "embedding?after=77 | after must be a whole number from 0 to",
                "guess? | There is no tool named \"guess\"."
            })
    void badQuestionsAreRefusedInAClearSentence(String asked, String sentence) throws Exception {
        var response = server.get("/api/traces/" + trace("gpt2-tiny", "5,6,7,8") + "/why/" + asked);
        assertThat(response.statusCode()).isBetween(400, 422);
        assertThat(RunningServer.json(response).get("detail").textValue())
                .contains(sentence == null ? "" : sentence)
                .endsWith(".");
    }

    @Test
    void unknownTrace() throws Exception {
        assertProblem(server.get("/api/traces/0123/why/lens"), 404, "unknown-trace");
    }

    @Test
    void nothingIsUnderWay() throws Exception {
        var json = server.json("/api/traces/0123/why/lens/progress");
        assertThat(json.toString()).contains("\"all\":0").contains("\"begun\":false");
    }

    private static double sum(JsonNode list) {
        double sum = 0;
        for (var each : list) {
            sum += each.doubleValue();
        }
        return sum;
    }

    private static JsonNode lab(String model) throws IOException {
        return Fixtures.json(Fixtures.reference(model, "lab.json"));
    }

    /** The address of a tool, about the text of a model's reference. */
    private static String why(String model, String tool) throws Exception {
        var tokens = lab(model).get("tokens").toString().replaceAll("[\\[\\]\\s]", "");
        return "/api/traces/" + trace(model, tokens) + "/why/" + tool;
    }

    /** The content id of a model. */
    private static String model(String name) throws Exception {
        for (var preset : server.json("/api/presets").get("presets")) {
            if (preset.get("id").textValue().equals(name)) {
                return preset.get("model").textValue();
            }
        }
        throw new AssertionError(name);
    }

    private static String trace(String model, String tokens) throws Exception {
        var body = "{'model': '" + model(model) + "', 'tokens': [" + tokens + "]}";
        return RunningServer.json(server.post("/api/traces", body)).get("id").textValue();
    }

    private static void assertTarget(JsonNode json, JsonNode lab) {
        for (var key : List.of("a", "b", "position")) {
            assertThat(json.get(key)).isEqualTo(lab.get(key));
        }
        for (var key : List.of("logit_a", "logit_difference")) {
            assertThat(json.get(key).doubleValue()).isCloseTo(lab.get(key).doubleValue(), within(LOGITS));
        }
    }
}
