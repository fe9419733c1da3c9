package io.orrery.web.traces;

import static io.orrery.web.RunningServer.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.lab.PlainForward;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.tensor.Tensor;
import io.orrery.web.RunningServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The facts of tours are what the tensors of a second forward pass, or the references of numpy, say. */
class FactRoutesTest {
    private static final double NEAR = 1e-4;
    private static final double LOGITS = 1e-3;
    private static final String STORY = "When Lily and Tom ran to the park, Tom gave a kite to";

    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(List.of(
                ModelReference.of("nano-sort"),
                ModelReference.of("tiny-tales"),
                ModelReference.of(Fixtures.folder("gpt2-tiny").toString()),
                ModelReference.of(Fixtures.folder("llama-tiny-tied").toString())));
    }

    /** A model, a text, and its tensors from a forward pass that shares nothing with the server's. */
    private record Reference(Model model, List<Integer> tokens, Map<String, Tensor> tensors) {
        static Reference of(Model model, List<Integer> tokens) {
            return new Reference(
                    model,
                    tokens,
                    PlainForward.of(model.graph(), model.weights(), tokens, (name, rows) -> {}, Map.of()));
        }

        static Reference ofPreset(String name, String text) throws IOException {
            Model model = Presets.open(name);
            return of(
                    model, Arrays.stream(model.tokenizer().encode(text)).boxed().toList());
        }

        double at(String name, int... cell) {
            return tensors.get(name).at(cell);
        }

        int last() {
            return tokens.size() - 1;
        }

        /** Tokens by descending probability after a position. */
        List<Integer> next(int position) {
            float[] logits = tensors.get("logits").rows()[position];
            return IntStream.range(0, logits.length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(token -> -logits[token])
                            .thenComparing(token -> token))
                    .toList();
        }

        double probability(int position, int token) {
            float[] logits = tensors.get("logits").rows()[position];
            double sum = IntStream.range(0, logits.length)
                    .mapToDouble(i -> Math.exp(logits[i] - logits[token]))
                    .sum();
            return 1 / sum;
        }

        String piece(int token) {
            return model.tokenizer().piece(token);
        }
    }

    static Stream<Reference> references() throws IOException {
        JsonNode lab = Fixtures.json(Fixtures.reference("llama-tiny-tied", "lab.json"));
        List<Integer> tokens = new ArrayList<>();
        lab.get("tokens").forEach(token -> tokens.add(token.intValue()));
        return Stream.of(
                Reference.ofPreset("nano-sort", "CBABBC"),
                Reference.ofPreset("tiny-tales", STORY),
                Reference.of(Fixtures.open("llama-tiny-tied"), tokens));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("references")
    void textAndWhatComesNext(Reference of) throws Exception {
        String trace = trace(of.model(), of.tokens());
        int last = of.last();
        var next = of.next(last);
        String third = quoted(of.piece(next.get(2)));
        var facts = facts(
                trace,
                "positions",
                "token 2",
                "next",
                "next 3",
                "prob next 2",
                "prob " + third,
                "logit next",
                "logit " + third,
                "rank " + third,
                "surprise last",
                "text",
                "surprise next 2",
                "surprise " + third);

        assertThat(value(facts, 0)).isEqualTo(last + 1);
        assertThat(facts.get(1).get("token").intValue()).isEqualTo(of.tokens().get(1));
        assertThat(facts.get(1).get("position").intValue()).isEqualTo(1);
        assertThat(facts.get(1).get("text").textValue())
                .isEqualTo(of.model().tokenizer().pieces(of.tokens()).get(1));
        assertThat(facts.get(2).get("token").intValue()).isEqualTo(next.get(0));
        assertThat(facts.get(2).get("text").textValue()).isEqualTo(of.piece(next.get(0)));
        assertThat(facts.get(2).has("position")).isFalse();
        assertThat(facts.get(3).get("token").intValue()).isEqualTo(next.get(2));
        assertThat(value(facts, 4)).isCloseTo(of.probability(last, next.get(1)), within(NEAR));
        assertThat(value(facts, 5)).isCloseTo(of.probability(last, next.get(2)), within(NEAR));
        assertThat(value(facts, 6)).isCloseTo(of.at("logits", last, next.get(0)), within(LOGITS));
        assertThat(value(facts, 7)).isCloseTo(of.at("logits", last, next.get(2)), within(LOGITS));
        assertThat(value(facts, 8)).isEqualTo(3);
        double p = of.probability(last - 1, of.tokens().get(last));
        assertThat(value(facts, 9)).isCloseTo(-Math.log(p) / Math.log(2), within(LOGITS * (1 - Math.log(p))));
        int[] tokens = of.tokens().stream().mapToInt(token -> token).toArray();
        assertThat(facts.get(10).get("text").textValue())
                .isEqualTo(of.model().tokenizer().decode(tokens));
        for (int rank : List.of(1, 2)) {
            double coming = of.probability(last, next.get(rank));
            assertThat(value(facts, 10 + rank))
                    .isCloseTo(-Math.log(coming) / Math.log(2), within(LOGITS * (1 - Math.log(coming))));
        }
        assertThat(facts)
                .extracting(fact -> fact.get("kind").textValue())
                .containsExactly(
                        "count", "token", "token", "token", "share", "share", "number", "number", "count", "number",
                        "text", "number", "number");
    }

    /** Several query heads of the small Llama share one head of keys; its queries and keys are turned before they meet. */
    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("references")
    void whatHeadsRead(Reference of) throws Exception {
        String trace = trace(of.model(), of.tokens());
        int heads = of.model().graph().sizes().n_heads();
        int group = heads / of.model().graph().sizes().n_key_value_heads();
        boolean turned = of.model().graph().node("blocks.0.attn.hook_rot_q").isPresent();
        for (int head = 0; head < heads; head++) {
            String name = "head 2." + (head + 1);
            var facts = facts(
                    trace,
                    "attention " + name + " from last to 2",
                    "attention " + name + " from last strongest",
                    "strongest-key " + name + " from last",
                    "score " + name + " from last to first",
                    "product " + name + " from last to 2 number 3",
                    "sign " + name + " from last to 2 number 3",
                    "cell scores layer 2 head " + (head + 1) + " token last key first",
                    "cell queries layer 2 head " + (head + 1) + " token last number 3",
                    "cell keys layer 2 head " + (head + 1) + " token 2 number 3");
            String blocks = "blocks.1.attn.";
            int last = of.last();
            int at = head;
            int strongest = IntStream.rangeClosed(0, last)
                    .boxed()
                    .max(Comparator.<Integer>comparingDouble(key -> of.at(blocks + "hook_pattern", at, last, key))
                            .thenComparing(key -> -key))
                    .orElseThrow();
            double query = of.at(blocks + (turned ? "hook_rot_q" : "hook_q"), last, head, 2);
            double key = of.at(blocks + (turned ? "hook_rot_k" : "hook_k"), 1, head / group, 2);
            assertThat(value(facts, 0)).isCloseTo(of.at(blocks + "hook_pattern", head, last, 1), within(NEAR));
            assertThat(value(facts, 1)).isCloseTo(of.at(blocks + "hook_pattern", head, last, strongest), within(NEAR));
            assertThat(facts.get(2).get("position").intValue()).isEqualTo(strongest);
            assertThat(facts.get(2).get("token").intValue())
                    .isEqualTo(of.tokens().get(strongest));
            assertThat(value(facts, 3)).isCloseTo(of.at(blocks + "hook_attn_scores", head, last, 0), within(LOGITS));
            assertThat(value(facts, 4)).isCloseTo(query * key, within(LOGITS));
            assertThat(facts.get(5).get("value").intValue()).isEqualTo((int) Math.signum(query * key));
            assertThat(value(facts, 6)).isEqualTo(value(facts, 3));
            assertThat(value(facts, 7)).isCloseTo(query, within(LOGITS));
            assertThat(value(facts, 8)).isCloseTo(key, within(LOGITS));
        }
    }

    @Test
    void cellsOfEveryBlockOfTheSortingModel() throws Exception {
        var of = Reference.ofPreset("nano-sort", "CBABBC");
        String trace = trace(of.model(), of.tokens());
        var cells = new HashMap<String, Double>();
        cells.put(
                "cell token-table token 2 number 5",
                of.at("embed.W_E", of.tokens().get(1), 4));
        cells.put("cell position-table token 2 number 5", of.at("pos_embed.W_pos", 1, 4));
        cells.put("cell embedding token 2 number 5", of.at("hook_embed", 1, 4));
        cells.put("cell positions token 2 number 5", of.at("hook_pos_embed", 1, 4));
        cells.put("cell stream layer 2 token last number 1", of.at("blocks.1.hook_resid_post", 5, 0));
        cells.put("cell stream token last number 1", of.at("blocks.2.hook_resid_post", 5, 0));
        cells.put("cell norm layer 2 token 3 number 2", of.at("blocks.1.ln2.hook_out", 2, 1));
        cells.put("cell values layer 1 head 2 token 3 number 2", of.at("blocks.0.attn.hook_v", 2, 1, 1));
        cells.put("cell pattern layer 1 head 2 token 3 key 2", of.at("blocks.0.attn.hook_pattern", 1, 2, 1));
        cells.put("cell mix layer 1 head 2 token 3 number 2", of.at("blocks.0.attn.hook_z", 2, 1, 1));
        cells.put("cell attention-output layer 1 token 3 number 2", of.at("blocks.0.hook_attn_out", 2, 1));
        cells.put("cell hidden layer 3 token 3 number 192", of.at("blocks.2.mlp.hook_pre", 2, 191));
        cells.put("cell activated layer 3 token 3 number 7", of.at("blocks.2.mlp.hook_post", 2, 6));
        cells.put("cell mlp-output layer 3 token 3 number 7", of.at("blocks.2.hook_mlp_out", 2, 6));
        cells.put("cell final-norm token last number 7", of.at("ln_final.hook_out", 5, 6));
        cells.put("cell logits token last number 3", of.at("logits", 5, 2));
        cells.put("cell blocks.1.hook_resid_mid token 3 number 7", of.at("blocks.1.hook_resid_mid", 2, 6));
        cells.put("cell blocks.1.hook_resid_pre token 3 number 7", of.at("blocks.0.hook_resid_post", 2, 6));
        cells.put("cell blocks.0.ln1.hook_scale token 3 number 1", of.at("blocks.0.ln1.hook_scale", 2, 0));
        cells.put("cell blocks.0.ln1.hook_scale token 2", of.at("blocks.0.ln1.hook_scale", 1, 0));
        cells.put("cell probabilities token last number 3", of.probability(5, 2));
        var facts = facts(trace, cells.keySet().toArray(String[]::new));
        facts.forEach(fact -> assertThat(fact.get("value").doubleValue())
                .as(fact.get("fact").textValue())
                .isCloseTo(cells.get(fact.get("fact").textValue()), within(LOGITS)));
        assertThat(facts).hasSize(cells.size());
    }

    @ParameterizedTest
    @CsvSource({
        "CBABBC, true, true", // nothing is written yet
        "CBABBCA, true, true",
        "CBABBCAB, true, true",
        "CBABBCB, false, ",
        "CBABBCABB, true, true"
    })
    void whetherItSorts(String text, boolean sorts, Boolean right) throws Exception {
        var facts = facts(id(server.trace(text)), "sorts", "right");
        assertThat(facts.get(0).get("value").booleanValue()).isEqualTo(sorts);
        if (right != null) {
            assertThat(facts.get(1).get("value").booleanValue()).isEqualTo(right);
        }
    }

    @Test
    void anUntrainedModelIsNotRight() throws Exception {
        String trace = id(server.trace("CBABBC"));
        var body = "{'trace': '" + trace + "', 'with': 'nano-sort@0'}";
        String untrained = id(RunningServer.json(server.post("/api/traces", body)));
        var of = Reference.ofPreset("nano-sort@0", "CBABBC");
        var facts = facts(untrained, "right", "update", "updates", "prob A");
        assertThat(facts.get(0).get("value").booleanValue())
                .isEqualTo(of.next(5).get(0) == 0);
        assertThat(value(facts, 1)).isZero();
        assertThat(value(facts, 2)).isEqualTo(1000);
        assertThat(value(facts, 3)).isCloseTo(of.probability(5, 0), within(NEAR));
        assertThat(value(facts(trace, "update"), 0)).isEqualTo(1000);
    }

    @Test
    void generatedTokensCountFromTheEndOfThePrompt() throws Exception {
        String trace = id(server.trace("CBABBC"));
        String grown = trace;
        for (int i = 0; i < 2; i++) {
            String body = "{'trace': '" + grown + "', 'generate': {'temperature': 0}}";
            grown = id(RunningServer.json(server.post("/api/traces", body)));
        }
        String asked = "/api/traces/" + grown + "/facts?fact=generated&fact=generated+2&fact=generated+3";
        var response = server.get(asked + "&prompt=6");
        assertThat(RunningServer.header(response, "Cache-Control")).contains("immutable");
        var facts = RunningServer.json(response).get("facts");
        assertThat(facts.get(0).get("text").textValue()).isEqualTo("A");
        assertThat(facts.get(1).get("position").intValue()).isEqualTo(7);
        assertThat(facts.at("/2/error/code").textValue()).isEqualTo("not-generated");

        // Without being told, the server knows what was asked for last; that may change.
        response = server.get(asked);
        assertThat(RunningServer.header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(RunningServer.json(response).get("facts").toString()).isEqualTo(facts.toString());
    }

    @Test
    void sizesAreTheModels() throws Exception {
        var graph = Presets.open("nano-sort").graph();
        var facts = facts(
                id(server.trace("CBABBC")),
                "size layers",
                "size heads",
                "size stream",
                "size head",
                "size hidden",
                "size vocabulary",
                "size context",
                "size parameters");
        var sizes = graph.sizes();
        assertThat(IntStream.range(0, 8).mapToObj(i -> (long) value(facts, i)))
                .containsExactly(
                        (long) sizes.n_layers(),
                        (long) sizes.n_heads(),
                        (long) sizes.d_model(),
                        (long) sizes.d_head(),
                        (long) sizes.d_mlp(),
                        (long) sizes.d_vocab(),
                        (long) sizes.n_ctx(),
                        graph.parameters());
    }

    /** Numpy's numbers in float64. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void whyIsTheReferences(String name) throws Exception {
        JsonNode lab = Fixtures.json(Fixtures.reference(name, "lab.json"));
        Model model = Fixtures.open(name);
        List<Integer> tokens = new ArrayList<>();
        lab.get("tokens").forEach(token -> tokens.add(token.intValue()));
        String trace = trace(model, tokens);
        var votes = new HashMap<String, Double>();
        lab.get("attribution")
                .forEach(vote -> votes.put(
                        vote.get("part").textValue(), vote.get("a_minus_b").doubleValue()));
        int heads = model.graph().sizes().n_heads();
        int layers = model.graph().sizes().n_layers();
        String best = votes.keySet().stream()
                .filter(part -> part.contains("result"))
                .max(Comparator.comparing(votes::get))
                .orElseThrow();
        var asked = new ArrayList<>(List.of(
                "attribution sum",
                "attribution embedding",
                "strongest-head-voter",
                "strongest-voter",
                "lens leads",
                "saliency strongest",
                "saliency 3"));
        var expected = new HashMap<String, Double>();
        expected.put("attribution sum", lab.get("logit_difference").doubleValue());
        expected.put("attribution embedding", votes.get("hook_embed") + votes.getOrDefault("hook_pos_embed", 0.0));
        expected.put("saliency 3", lab.at("/saliency/by_token/2").doubleValue());
        for (int layer = 0; layer < layers; layer++) {
            expected.put("attribution mlp " + (layer + 1), votes.get("blocks." + layer + ".hook_mlp_out"));
            for (int head = 0; head < heads; head++) {
                expected.put(
                        "attribution head " + (layer + 1) + "." + (head + 1),
                        votes.get("blocks." + layer + ".attn.hook_result[" + head + "]"));
            }
        }
        expected.keySet().stream().filter(fact -> !asked.contains(fact)).forEach(asked::add);
        var facts = facts(trace, asked.toArray(String[]::new));
        facts.forEach(fact -> {
            Double value = expected.get(fact.get("fact").textValue());
            if (value != null) {
                assertThat(fact.get("value").doubleValue())
                        .as(fact.toString())
                        .isCloseTo(value, within(2 * LOGITS * (1 + Math.abs(value))));
            }
        });
        assertThat(best)
                .isEqualTo("blocks.%d.attn.hook_result[%d]"
                        .formatted(
                                facts.at("/2/part/layer").intValue() - 1,
                                facts.at("/2/part/head").intValue() - 1));
        assertStrongest(facts.at("/3/part"), votes);
        // The lens of the references ranks a by point: before, and twice in each layer.
        var ranks = lab.at("/lens/rank_of_a");
        int leads = ranks.size();
        while (leads > 0 && ranks.get(leads - 1).intValue() == 0) {
            leads--;
        }
        assertThat(value(facts, 4)).isEqualTo((leads + 1) / 2);
        assertThat(facts.at("/5/position").intValue()).isEqualTo(largest(lab.at("/saliency/by_token")));
        var points = lab.get("lens").get("top");
        for (int after = 0; after <= layers; after++) {
            var guess = facts(trace, "lens guess " + after).get(0);
            assertThat(guess.get("token").intValue())
                    .isEqualTo(points.get(2 * after).get(tokens.size() - 1).intValue());
        }
    }

    private static void assertStrongest(JsonNode part, Map<String, Double> votes) {
        double embeddings = votes.get("hook_embed") + votes.getOrDefault("hook_pos_embed", 0.0);
        double most = votes.entrySet().stream()
                .filter(vote ->
                        vote.getKey().contains("result") || vote.getKey().contains("mlp_out"))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElseThrow();
        int layer = part.path("layer").intValue() - 1;
        double named = part.has("embedding")
                ? embeddings
                : part.has("mlp")
                        ? votes.get("blocks." + layer + ".hook_mlp_out")
                        : votes.get("blocks." + layer + ".attn.hook_result["
                                + (part.get("head").intValue() - 1) + "]");
        assertThat(named).isEqualTo(Math.max(most, embeddings));
    }

    @Test
    void neighboursAndCosinesAreTheTables() throws Exception {
        var of = Reference.ofPreset("tiny-tales", STORY);
        Model model = of.model();
        int lily = model.tokenizer().encode("Lily")[0];
        Tensor table = of.tensors().get("embed.W_E");
        int width = model.graph().sizes().d_model();
        var cosines = new HashMap<Integer, Double>();
        for (int token = 0; token < model.graph().sizes().d_vocab(); token++) {
            double dot = 0;
            double one = 0;
            double other = 0;
            for (int i = 0; i < width; i++) {
                dot += (double) table.at(lily, i) * table.at(token, i);
                one += (double) table.at(lily, i) * table.at(lily, i);
                other += (double) table.at(token, i) * table.at(token, i);
            }
            cosines.put(token, dot / Math.sqrt(one * other));
        }
        cosines.remove(lily);
        var nearest = cosines.keySet().stream()
                .sorted(Comparator.<Integer>comparingDouble(token -> -cosines.get(token)))
                .toList();
        String second = quoted(model.tokenizer().piece(nearest.get(1)));
        var facts = facts(
                trace(model, of.tokens()), "nearest \" Lily\"", "nearest \"Lily\" 2", "cosine \" Lily\" " + second);
        assertThat(facts.at("/0/token").intValue()).isEqualTo(nearest.get(0));
        assertThat(facts.at("/1/token").intValue()).isEqualTo(nearest.get(1));
        assertThat(value(facts, 2)).isCloseTo(cosines.get(nearest.get(1)), within(NEAR));
    }

    /** Each part replaced on its own by another route: the trace that is changed by that part's mean alone. */
    @Test
    void effectsAreThoseOfTheChangedRuns() throws Exception {
        var of = Reference.ofPreset("tiny-tales", STORY);
        String trace = trace(of.model(), of.tokens());
        var next = of.next(of.last());
        String a = quoted(of.piece(next.get(0)));
        String b = quoted(of.piece(next.get(1)));
        double before = of.at("logits", of.last(), next.get(0)) - of.at("logits", of.last(), next.get(1));
        var effects = new HashMap<String, Double>();
        var sizes = of.model().graph().sizes();
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            for (int head = 0; head < sizes.n_heads(); head++) {
                effects.put(
                        "head " + (layer + 1) + "." + (head + 1),
                        changed(trace, "blocks." + layer + ".attn.hook_z[" + head + "]", a, b) - before);
            }
            effects.put("mlp " + (layer + 1), changed(trace, "blocks." + layer + ".hook_mlp_out", a, b) - before);
        }
        var asked = effects.keySet().stream().map(part -> "effect " + part).toArray(String[]::new);
        var facts = facts(trace, asked);
        assertThat(facts).hasSize(effects.size());
        facts.forEach(fact -> assertThat(fact.path("value").doubleValue())
                .as(fact.toString())
                .isCloseTo(effects.get(fact.get("fact").textValue().substring("effect ".length())), within(LOGITS)));
        String strongest = effects.keySet().stream()
                .min(Comparator.comparing(effects::get))
                .orElseThrow();
        var part = facts(trace, "strongest-effect").at("/0/part");
        assertThat(strongest)
                .isEqualTo(
                        part.has("mlp")
                                ? "mlp " + part.get("layer")
                                : "head " + part.get("layer") + "." + part.get("head"));
    }

    private static double changed(String trace, String node, String a, String b) throws Exception {
        String changed = changedTrace(trace, node + "=mean");
        var facts = facts(changed, "logit " + a, "logit " + b);
        return value(facts, 0) - value(facts, 1);
    }

    private static String changedTrace(String trace, String change) throws Exception {
        var body = "{'trace': '" + trace + "', 'changes': ['" + change + "']}";
        return id(RunningServer.json(server.post("/api/traces", body)));
    }

    @Test
    void aHeadsVoteComesFromItsTokens() throws Exception {
        var of = Reference.ofPreset("tiny-tales", STORY);
        String trace = trace(of.model(), of.tokens());
        for (String head : List.of("1.1", "2.2", "2.1")) {
            int layer = head.charAt(0) - '1';
            int number = head.charAt(2) - '1';
            var why = server.json("/api/traces/" + trace + "/why/attribution?layer=" + layer + "&head=" + number);
            var byToken = why.at("/tokens/a_minus_b");
            double sum = 0;
            for (var one : byToken) {
                sum += one.doubleValue();
            }
            var facts = facts(trace, "from-token head " + head + " strongest", "attribution head " + head);
            double strongest = byToken.get(facts.at("/0/position").intValue()).doubleValue();
            assertThat(sum).isCloseTo(value(facts, 1), within(NEAR));
            for (var one : byToken) {
                assertThat(Math.signum(sum) * one.doubleValue()).isLessThanOrEqualTo(Math.signum(sum) * strongest);
            }
        }
    }

    @Test
    void theTargetCanBeNamed() throws Exception {
        var of = Reference.ofPreset("tiny-tales", STORY);
        String trace = trace(of.model(), of.tokens());
        double lily = of.at("logits", of.last(), of.model().tokenizer().encode("Lily")[0]);
        double tom = of.at("logits", of.last(), of.model().tokenizer().encode("Tom")[0]);
        var facts = facts(
                trace,
                "attribution sum for \" Lily\" against \" Tom\"",
                "attribution sum for \" Tom\" against answer",
                "lens prob 0 for \" Tom\"",
                "attribution sum for \" Tom\" against \" Tom\"");
        var answered = facts(trace + "?answer=" + encoded("\" Lily\""), "attribution sum for \" Tom\" against answer");
        assertThat(value(facts, 0)).isCloseTo(lily - tom, within(LOGITS));
        assertThat(facts.at("/1/error/code").textValue()).isEqualTo("no-answer-given");
        assertThat(value(answered, 0)).isCloseTo(tom - lily, within(LOGITS));
        assertThat(value(facts, 2)).isBetween(0.0, 1.0);
        assertThat(facts.at("/3/error/code").textValue()).isEqualTo("tokens-equal");
    }

    @Test
    void beforeIsTheUnchangedRun() throws Exception {
        var of = Reference.ofPreset("nano-sort", "CBABBC");
        String trace = id(server.trace("CBABBC"));
        String changed = changedTrace(trace, "blocks.0.hook_mlp_out=zero");
        var now = PlainForward.of(
                of.model().graph(),
                of.model().weights(),
                of.tokens(),
                (name, rows) -> {
                    if (name.equals("blocks.0.hook_mlp_out")) {
                        Arrays.stream(rows).forEach(row -> Arrays.fill(row, 0));
                    }
                },
                Map.of());
        var facts = facts(
                changed,
                "before logit A",
                "logit A",
                "before next",
                "before prob next",
                "before rank A",
                "saliency 1",
                "lens leads");
        assertThat(value(facts, 0)).isCloseTo(of.at("logits", 5, 0), within(LOGITS));
        assertThat(value(facts, 1)).isCloseTo(now.get("logits").at(5, 0), within(LOGITS));
        assertThat(value(facts, 0)).isNotCloseTo(value(facts, 1), within(0.01));
        assertThat(facts.at("/2/text").textValue()).isEqualTo("A");
        assertThat(value(facts, 3)).isCloseTo(of.probability(5, 0), within(NEAR));
        assertThat(value(facts, 4)).isEqualTo(1);
        assertThat(facts.at("/5/error/code").textValue()).isEqualTo("already-changed");
        assertThat(facts.get(6).has("error")).isFalse();
        assertThat(value(facts(trace, "before logit A"), 0)).isEqualTo(value(facts, 0));
    }

    @Test
    void anAnswerIsAPositionATokenOrAHead() throws Exception {
        String trace = id(server.trace("CBABBC"));
        String attention = "attention head 1.2 from last to ";
        assertThat(value(facts(trace + "?answer=3", attention + "answer"), 0))
                .isEqualTo(value(facts(trace, attention + "3"), 0));
        assertThat(value(facts(trace + "?answer=" + encoded("\"B\""), "prob answer"), 0))
                .isEqualTo(value(facts(trace, "prob B"), 0));
        assertThat(value(facts(trace + "?answer=3.2", "attribution head answer"), 0))
                .isEqualTo(value(facts(trace, "attribution head 3.2"), 0));
        assertThat(facts(trace + "?answer=3.2", attention + "answer")
                        .at("/0/error/code")
                        .textValue())
                .isEqualTo("answer-is-not");
        assertThat(facts(trace + "?answer=7", attention + "answer")
                        .at("/0/error/code")
                        .textValue())
                .isEqualTo("no-such-text-position");
        for (String answer : List.of("", "0", "-1", "x", "%22", "1.0", "99999999999", "A".repeat(300))) {
            assertProblem(server.get("/api/traces/" + trace + "/facts?fact=text&answer=" + answer), 400, "malformed");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "token 7 | no-such-text-position",
                "attention head 4.1 from last to 1 | no-such-layer-number",
                "attention head 3.4 from last to 1 | no-such-head-number",
                "attention head 1.1 from 2 to 3 | key-is-later",
                "score head 1.1 from 2 to 3 | key-is-later",
                "product head 1.1 from 2 to 1 number 17 | no-such-number",
                "next 4 | no-such-rank",
                "nearest A 3 | no-such-rank",
                "prob D | not-one-token",
                "prob AB | not-one-token",
                "surprise first | nothing-before",
                "lens guess 4 | no-such-layer-number",
                "attribution mlp 4 | no-such-layer-number",
                "effect mlp 1 | no-references",
                "saliency 9 | no-such-text-position",
                "cell gate layer 1 token 1 number 1 | no-such-block-word",
                "cell weather layer 1 token 1 number 1 | no-such-block-word",
                "cell blocks.9.hook_resid_mid token 1 number 1 | no-such-block-word",
                "cell stream token 1 | block-needs",
                "cell queries token 1 number 1 | block-needs",
                "cell queries layer 1 token 1 number 1 | block-needs",
                "cell pattern layer 1 head 1 token 2 number 1 | block-needs",
                "cell stream layer 1 token 2 key 1 | block-needs",
                "cell stream layer 1 head 1 token 2 number 1 | block-has-no",
                "cell output-table token 2 number 1 | block-has-no",
                "cell query-weights layer 1 head 1 token 2 number 1 | block-has-no",
                "cell pattern layer 1 head 1 token 2 key 3 | 0",
                "cell scores layer 1 head 1 token 2 key 3 | key-is-later",
                "lens leads for C | never-leads",
                "weather | no-such-fact",
                "'' | fact-empty"
            })
    void aFactWithoutAValueSaysWhy(String fact, String code) throws Exception {
        var facts = facts(id(server.trace("CBABBC")), "next", fact, "positions");
        assertThat(facts.at("/0/text").textValue()).isEqualTo("A");
        assertThat(facts.at("/1/fact").textValue()).isEqualTo(fact);
        if (code.equals("0")) {
            assertThat(value(facts, 1)).isZero();
        } else {
            assertThat(facts.at("/1/error/code").textValue()).isEqualTo(code);
            assertThat(facts.at("/1/error/detail").textValue()).endsWith(".");
            assertThat(facts.get(1).has("value")).isFalse();
        }
        assertThat(value(facts, 2)).isEqualTo(6);
    }

    @Test
    void moreFactsThanSixtyFourAreRefused() throws Exception {
        String address = "/api/traces/" + id(server.trace("CBABBC")) + "/facts?fact="
                + IntStream.range(0, 64).mapToObj(i -> "next").collect(Collectors.joining("&fact="));
        assertThat(server.json(address).get("facts")).hasSize(64);
        assertProblem(server.get(address + "&fact=next"), 400, "malformed");
        assertThat(server.json("/api/traces/" + id(server.trace("CBABBC")) + "/facts")
                        .get("facts"))
                .isEmpty();
        assertProblem(server.get("/api/traces/0123/facts?fact=next"), 404, "unknown-trace");
        assertProblem(
                server.get("/api/traces/" + id(server.trace("CBABBC")) + "/facts?fact=next&prompt=0"),
                400,
                "malformed");
    }

    @Test
    void theHeadThatVotesMostIsFoundFirst() throws Exception {
        var of = Reference.ofPreset("tiny-tales", STORY);
        String trace = trace(of.model(), of.tokens());
        String target = " for \" Tom\" against \" Lily\"";
        var voters = facts(trace, "strongest-head-voter", "strongest-head-voter" + target);
        var facts = facts(
                trace,
                "attribution head voter",
                "attribution head voter" + target,
                "strongest-key head voter from last",
                "from-token head voter strongest" + target,
                "effect head voter by zero");
        String head = named(voters.at("/0/part"));
        String aimed = named(voters.at("/1/part"));
        var named = facts(
                trace,
                "attribution " + head,
                "attribution " + aimed + target,
                "strongest-key " + head + " from last",
                "from-token " + aimed + " strongest" + target,
                "effect " + head + " by zero");
        assertThat(value(facts, 0)).isEqualTo(value(named, 0));
        assertThat(value(facts, 1)).isEqualTo(value(named, 1));
        assertThat(facts.at("/2/position")).isEqualTo(named.at("/2/position"));
        assertThat(facts.at("/3/position")).isEqualTo(named.at("/3/position"));
        assertThat(value(facts, 4)).isEqualTo(value(named, 4));
        assertThat(facts(trace, "attribution head voter for A against A")
                        .at("/0/error/code")
                        .textValue())
                .isEqualTo("tokens-equal");
    }

    private static String named(JsonNode part) {
        return "head " + part.get("layer") + "." + part.get("head");
    }

    /** The sorting model has no mean; a second forward pass without the head says what it does. */
    @Test
    void effectsByZeroAreThoseOfARunWithoutThePart() throws Exception {
        var of = Reference.ofPreset("nano-sort", "CBABBC");
        var next = of.next(5);
        double before = of.at("logits", 5, next.get(0)) - of.at("logits", 5, next.get(1));
        String trace = id(server.trace("CBABBC"));
        var effects = new HashMap<String, Double>();
        int width = of.model().graph().sizes().d_head();
        for (int layer = 0; layer < 3; layer++) {
            for (int head = 0; head < 3; head++) {
                String z = "blocks." + layer + ".attn.hook_z";
                int from = head * width;
                var without = PlainForward.of(
                        of.model().graph(),
                        of.model().weights(),
                        of.tokens(),
                        (name, rows) -> {
                            if (name.equals(z)) {
                                Arrays.stream(rows).forEach(row -> Arrays.fill(row, from, from + width, 0));
                            }
                        },
                        Map.of());
                Tensor logits = without.get("logits");
                double after = logits.at(5, next.get(0)) - logits.at(5, next.get(1));
                effects.put("head " + (layer + 1) + "." + (head + 1), after - before);
            }
        }
        var facts = facts(
                trace,
                effects.keySet().stream()
                        .map(part -> "effect " + part + " by zero")
                        .toArray(String[]::new));
        assertThat(facts).hasSize(9);
        facts.forEach(fact -> assertThat(fact.path("value").doubleValue())
                .as(fact.toString())
                .isCloseTo(effects.get(fact.get("fact").textValue().substring(7, 15)), within(LOGITS)));
        for (int layer = 1; layer <= 3; layer++) {
            String in = "head " + layer;
            String strongest = effects.keySet().stream()
                    .filter(part -> part.startsWith(in))
                    .min(Comparator.comparing(effects::get))
                    .orElseThrow();
            var told = facts(trace, "strongest-head-effect layer " + layer + " by zero");
            assertThat(named(told.at("/0/part"))).isEqualTo(strongest);
        }
        assertThat(facts(trace, "strongest-head-effect layer 4 by zero")
                        .at("/0/error/code")
                        .textValue())
                .isEqualTo("no-such-layer-number");

        // Of a changed run, the effects are those of the unchanged one.
        String changed = changedTrace(trace, "blocks.0.hook_mlp_out=zero");
        assertThat(value(facts(changed, "effect head 1.1 by zero"), 0))
                .isEqualTo(value(facts(trace, "effect head 1.1 by zero"), 0));
    }

    @Test
    void temperatureDividesTheLogits() throws Exception {
        var of = Reference.ofPreset("nano-sort", "CBABBC");
        var facts = facts(id(server.trace("CBABBC")), "prob B at temperature 2.5", "prob next at temperature 0.5");
        float[] logits = of.tensors().get("logits").rows()[5];
        for (int i = 0; i < 2; i++) {
            double temperature = i == 0 ? 2.5 : 0.5;
            int token = i == 0 ? 1 : of.next(5).get(0);
            double sum = IntStream.range(0, 3)
                    .mapToDouble(other -> Math.exp(logits[other] / temperature))
                    .sum();
            assertThat(value(facts, i)).isCloseTo(Math.exp(logits[token] / temperature) / sum, within(NEAR));
        }
    }

    /** Pages round the shares of a small vocabulary together. */
    @Test
    void probabilityOfASmallVocabularyComesWithAllOthers() throws Exception {
        var of = Reference.ofPreset("nano-sort", "CBABBC");
        for (JsonNode fact : facts(
                id(server.trace("CBABBC")),
                "prob next 2",
                "prob " + quoted(of.piece(of.next(5).get(1))))) {
            assertThat(fact.get("at").intValue()).isEqualTo(1);
            assertThat(fact.get("among")).hasSize(3);
            for (int rank = 0; rank < 3; rank++) {
                assertThat(fact.get("among").get(rank).doubleValue())
                        .isCloseTo(of.probability(5, of.next(5).get(rank)), within(NEAR));
            }
        }
    }

    private static int largest(JsonNode numbers) {
        return IntStream.range(0, numbers.size())
                .boxed()
                .max(Comparator.comparingDouble(i -> numbers.get(i).doubleValue()))
                .orElseThrow();
    }

    private static double value(JsonNode facts, int at) {
        assertThat(facts.get(at).has("error")).as(facts.get(at).toString()).isFalse();
        return facts.get(at).get("value").doubleValue();
    }

    private static String quoted(String token) {
        return '"' + token.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @param trace an id, perhaps with further parameters */
    private static JsonNode facts(String trace, String... facts) throws Exception {
        int query = trace.indexOf('?');
        String id = query < 0 ? trace : trace.substring(0, query);
        String asked = Arrays.stream(facts).map(FactRoutesTest::encoded).collect(Collectors.joining("&fact="));
        String rest = query < 0 ? "" : "&" + trace.substring(query + 1);
        return server.json("/api/traces/" + id + "/facts?fact=" + asked + rest).get("facts");
    }

    private static String id(JsonNode trace) {
        return RunningServer.id(trace);
    }

    private static String trace(Model model, List<Integer> tokens) throws Exception {
        var body = "{'model': '" + model.id() + "', 'tokens': " + tokens + "}";
        return id(RunningServer.json(server.post("/api/traces", body)));
    }
}
