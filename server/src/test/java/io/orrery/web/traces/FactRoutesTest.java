package io.orrery.web.traces;

import static io.orrery.web.RunningServer.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.lab.PlainForward;
import io.orrery.model.Presets;
import io.orrery.web.RunningServer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The facts of tours about a text, what comes next and what the tensors hold are what the tensors of a second forward pass say. */
class FactRoutesTest extends FactReferences {
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

    /** In the tour's own text one head picks out a letter, one leans to one and one looks around: 0.59, 0.27 and 0.19 of an even 0.17. */
    @Test
    void onlyAHeadThatFavoursOneLetterHasAPeak() throws Exception {
        var of = Reference.ofPreset("nano-sort", "CBABBC");
        var facts = facts(
                trace(of.model(), of.tokens()),
                "peak head 1.1 from last",
                "peak head 1.2 from last",
                "peak head 1.3 from last",
                "peak head 1.3 from first");
        assertThat(of.at("blocks.0.attn.hook_pattern", 2, 5, 2)).isBetween(0.18, 0.2);
        assertThat(facts.findValuesAsText("value")).containsExactly("true", "false", "false", "true");
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
                    "cell keys layer 2 head " + (head + 1) + " token 2 number 3",
                    "peak " + name + " from last");
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
            double others = IntStream.rangeClosed(0, last)
                    .filter(each -> each != strongest)
                    .mapToDouble(each -> of.at(blocks + "hook_pattern", at, last, each))
                    .average()
                    .orElseThrow();
            assertThat(facts.get(9).get("value").booleanValue())
                    .isEqualTo(of.at(blocks + "hook_pattern", head, last, strongest) >= 2 * others);
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

    /**
     * Where a tour says to which token a head looks most, that head has a peak in the beat's own text: "looks most at A" was said
     * of 0.19, where an even share is 0.17.
     */
    @ParameterizedTest
    @CsvSource({"how-it-sorts, en", "how-it-sorts, de", "why-lily, en", "why-lily, de"})
    void aSentenceOfAShippedTourThatClaimsAPeakHasOne(String id, String language) throws Exception {
        JsonNode tour = server.json("/api/tours/" + id + "?lang=" + language);
        int claims = 0;
        for (JsonNode chapter : tour.get("chapters")) {
            JsonNode last = chapter.get("beats").get(0);
            for (JsonNode beat : chapter.get("beats")) {
                var said = new TreeSet<String>();
                peaks(beat.get("texts"), said);
                peaks(beat.path("act"), said);
                claims += said.size();
                assertPeaks(tour, beat, said);
                last = beat;
            }
            // The questions of a chapter are answered from the run of its last beat.
            var said = new TreeSet<String>();
            peaks(chapter.get("check"), said);
            assertPeaks(tour, last, said);
        }
        assertThat(claims).isPositive();
    }

    private static void assertPeaks(JsonNode tour, JsonNode beat, Set<String> heads) throws Exception {
        if (heads.isEmpty()) {
            return;
        }
        JsonNode scene = beat.get("scene");
        String text = scene.path("text").asText(tour.get("text").textValue());
        String trace = id(RunningServer.json(server.post(
                "/api/traces", "{'model': '" + scene.get("model").textValue() + "', 'prompt': '" + text + "'}")));
        for (int i = 0; i < scene.path("generated").asInt(0); i++) {
            trace = id(RunningServer.json(
                    server.post("/api/traces", "{'trace': '" + trace + "', 'generate': {'temperature': 0}}")));
        }
        for (String head : heads) {
            assertThat(facts(trace, "peak " + head).get(0).path("value").asBoolean(false))
                    .as(beat.get("id") + " says where " + head + " looks most")
                    .isTrue();
        }
    }

    /** Adds the heads and queries of which a text names the strongest key without asking first whether there is a peak. */
    private static void peaks(JsonNode text, Set<String> found) {
        if (text.has("if")) {
            String asked = text.get("if").path("fact").asText();
            var then = new TreeSet<String>();
            peaks(text.path("then"), then);
            then.removeIf(head -> asked.equals("peak " + head));
            found.addAll(then);
            // Where there is no peak, a text names no favourite.
            peaks(text.path("else"), found);
            return;
        }
        String fact = text.path("fact").asText();
        if (fact.startsWith("strongest-key ")) {
            found.add(fact.substring("strongest-key ".length()));
        }
        text.forEach(each -> peaks(each, found));
    }
}
