package io.orrery.web.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.lab.PlainForward;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The facts of tours that need a measurement of why are what the references of numpy, or runs of a second forward pass, say. */
class WhyFactRoutesTest extends FactReferences {
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
                .isCloseTo(effects.get(fact.get("fact").textValue().substring("effect ".length())), within(LOGITS))
                .isEqualTo(
                        fact.path("after").doubleValue() - fact.path("before").doubleValue()));
        facts.forEach(fact -> assertThat(fact.path("before").doubleValue()).isCloseTo(before, within(LOGITS)));
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

    @Test
    void aHeadsVoteComesFromItsTokens() throws Exception {
        var of = Reference.ofPreset("tiny-tales", STORY);
        String trace = trace(of.model(), of.tokens());
        for (String head : List.of("1.1", "2.4", "2.1")) {
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

    private static double changed(String trace, String node, String a, String b) throws Exception {
        String changed = changedTrace(trace, node + "=mean");
        var facts = facts(changed, "logit " + a, "logit " + b);
        return value(facts, 0) - value(facts, 1);
    }

    private static String named(JsonNode part) {
        return "head " + part.get("layer") + "." + part.get("head");
    }

    private static int largest(JsonNode numbers) {
        return IntStream.range(0, numbers.size())
                .boxed()
                .max(Comparator.comparingDouble(i -> numbers.get(i).doubleValue()))
                .orElseThrow();
    }
}
