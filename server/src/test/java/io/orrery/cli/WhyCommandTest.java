package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.model.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command's keys and numbers are those of the references. */
class WhyCommandTest {
    private static final double LOGITS = 1e-3;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void lens(String model) throws IOException {
        var lab = lab(model);
        var file = folder.resolve("lens.safetensors");
        var json = answer(model, lab, "lens", "--out", file.toString());
        assertTarget(json, lab);
        assertThat(json.get("points")).isEqualTo(lab.get("lens").get("points"));
        assertThat(json.get("top")).isEqualTo(lab.get("lens").get("top"));
        assertThat(json.get("rank_of_a")).isEqualTo(lab.get("lens").get("rank_of_a"));
        assertTensor(file, model, "lens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "qwen2-tiny"})
    void attribution(String model) throws IOException {
        var lab = lab(model);
        var json = answer(model, lab, "attribution");
        assertTarget(json, lab);
        assertClose(json.get("attribution"), lab.get("attribution"), LOGITS);
        assertClose(json.get("neurons"), lab.get("neurons"), LOGITS);
        var first = answer(model, lab, "attribution", "--layer", "0", "--head", "2");
        assertThat(first.get("neurons").get("layer").intValue()).isZero();
        double sum = 0;
        for (var token : first.get("tokens").get("a_minus_b")) {
            sum += token.doubleValue();
        }
        for (var vote : json.get("attribution")) {
            if (vote.get("part").textValue().equals("blocks.0.attn.hook_result[2]")) {
                assertThat(Math.abs(vote.get("a_minus_b").doubleValue() - sum)).isLessThan(1e-4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny-untied-erf", "llama-tiny"})
    void change(String model) throws IOException {
        var lab = lab(model);
        var expected = lab.get("interventions");
        var means = folder.resolve("means.txt");
        var lines = new ArrayList<String>();
        expected.get("mean_over").forEach(text -> lines.add(numbers(text)));
        Files.write(means, lines);
        var file = folder.resolve("changed.safetensors");
        float[] reference;
        try (var tensors = Safetensors.open(Fixtures.reference(model, "lab.safetensors"))) {
            reference = tensors.read("interventions");
        }
        for (int i = 0; i < expected.get("rows").size(); i += 3) {
            var row = expected.get("rows").get(i);
            var head = row.get("head").isNull() ? "" : "[" + row.get("head") + "]";
            var set = row.get("node").textValue() + head + "=" + row.get("mode").textValue();
            var json = answer(
                    model, lab, "change", "--set", set, "--mean-over", means.toString(), "--out", file.toString());
            assertThat(json.get("a")).isEqualTo(lab.get("a"));
            assertClose(json.get("before"), lab.get("logit_difference"), LOGITS);
            assertClose(json.get("logit_difference"), row.get("logit_difference"), LOGITS);
            assertClose(json.get("kl"), row.get("kl"), LOGITS);
            assertThat(json.get("top")).isEqualTo(row.get("top"));
            try (var tensors = Safetensors.open(file)) {
                float[] logits = tensors.read("interventions");
                assertThat(tensors.shape("interventions")).containsExactly(1, logits.length);
                for (int j = 0; j < logits.length; j++) {
                    assertClose(logits[j], reference[i * logits.length + j], LOGITS);
                }
            }
        }
        var each = answer(model, lab, "change", "--each", "zero").get("rows");
        int at = 0;
        for (var row : expected.get("rows")) {
            if (row.get("mode").textValue().equals("zero")) {
                assertClose(each.get(at++), row, LOGITS);
            }
        }
        assertThat(each).hasSize(at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny"})
    void changesOfEdgesAndOfSeveralParts(String model) throws IOException {
        var lab = lab(model);
        var both = answer(
                model,
                lab,
                "change",
                "--set",
                "blocks.0.attn.hook_attn_scores[1,5,2]=cut",
                "--set",
                "blocks.1.hook_mlp_out@3=scale:2");
        assertThat(both.get("before")).isNotEqualTo(both.get("logit_difference"));
        assertThat(both.get("shifts").get(0).get("part").textValue()).isEqualTo("hook_embed");
        assertThat(both.has("forecast") && both.has("divisor")).isTrue();
        assertThat(answer(model, lab, "change", "--set", "token@2=cut", "blocks.0.hook_mlp_out=scale:0.5")
                        .get("kl")
                        .doubleValue())
                .isPositive();
        assertThat(answer(model, lab, "change", "--set", "blocks.0.attn.hook_z[0]=mean")
                        .get("kl")
                        .doubleValue())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void patch(String model) throws IOException {
        var lab = lab(model);
        var expected = lab.get("patching");
        var run = why(
                model,
                "patch",
                "--from-tokens",
                numbers(lab.get("tokens")),
                "--tokens",
                numbers(expected.get("corrupted")),
                "--b",
                expected.get("b").toString(),
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertTarget(run.json(), lab);
        for (var key : List.of("clean", "corrupted_difference")) {
            assertClose(run.json().get(key), expected.get(key), LOGITS);
        }
        for (var key : List.of("resid_pre", "z")) {
            assertClose(run.json().get(key), expected.get(key), 5e-3);
        }
    }

    @Test
    void patchComparesTheFirstTokensOfBothTexts() throws IOException {
        var lab = lab("gpt2-tiny");
        var tokens = numbers(lab.get("tokens"));
        var other = tokens.replaceFirst("^\\d+", "7").replaceFirst("\\d+$", "11");
        var clean = answer("gpt2-tiny", lab, "attribution");
        var corrupted =
                why("gpt2-tiny", "attribution", "--tokens", other, "--json").json();
        var run = why("gpt2-tiny", "patch", "--from-tokens", tokens, "--tokens", other, "--json");
        assertThat(run.json().get("a")).isEqualTo(clean.get("a"));
        assertThat(run.json().get("b"))
                .isEqualTo(corrupted.get("a").equals(clean.get("a")) ? clean.get("b") : corrupted.get("a"));
    }

    @Test
    void patchPutsInOneValueAlone() throws IOException {
        String[] texts = {"patch", "--from-tokens", "5,6,7,8", "--tokens", "5,9,7,8"};
        var all = why("gpt2-tiny", with(texts, "--json")).json();
        var one = why("gpt2-tiny", with(texts, "--only", "blocks.1.attn.hook_z[1]", "--json"))
                .json();
        assertThat(one.get("recovered")).isEqualTo(all.at("/z/1/1"));
        assertThat(why("gpt2-tiny", with(texts, "--only", "blocks.1.attn.hook_z[1]"))
                        .out())
                .contains("with blocks.1.attn.hook_z[1] of the clean text")
                .contains("share recovered");
    }

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny"})
    void saliency(String model) throws IOException {
        var lab = lab(model);
        var json = answer(model, lab, "saliency", "--steps", "50");
        assertTarget(json, lab);
        assertThat(json.get("steps").intValue()).isEqualTo(50);
        assertThat(json.get("baseline").textValue()).isEqualTo("mean");
        assertClose(json.get("by_token"), lab.get("saliency").get("by_token"), 2e-2);
        assertClose(json.get("target"), lab.get("saliency").get("target"), LOGITS);
        assertClose(json.get("sum"), lab.get("saliency").get("sum"), 2e-2);
        var kept = answer(model, lab, "saliency", "--steps", "5", "--baseline", "keep-first");
        assertThat(kept.get("by_token").get(0).doubleValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny"})
    void heads(String model) throws IOException {
        var expected = lab(model).get("heads");
        var run = why(model, "heads", "--tokens", numbers(expected.get("tokens")), "--copying", "50", "--json");
        for (var key : List.of("previous", "duplicate", "induction", "first")) {
            assertClose(run.json().get(key), expected.get(key), 1e-4);
        }
        assertThat(run.json().get("copying")).hasSameSizeAs(expected.get("previous"));
        var distinct = why(model, "heads", "--tokens", "5", "--json").json();
        assertThat(distinct.get("previous").get(0).get(0).isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "qwen2-tiny"})
    void score(String model) throws IOException {
        var lab = lab(model);
        var expected = lab.get("score");
        var file = folder.resolve("score.safetensors");
        var asked = new ArrayList<>(List.of("score", "--out", file.toString()));
        for (var key : List.of("layer", "head", "query", "key")) {
            asked.addAll(List.of("--" + key, expected.get(key).toString()));
        }
        var json = answer(model, lab, asked.toArray(String[]::new));
        assertTarget(json, lab);
        assertThat(json.get("parts")).isEqualTo(expected.get("parts"));
        assertClose(json.get("score"), expected.get("score"), LOGITS);
        assertClose(json.get("pattern"), expected.get("pattern"), LOGITS);
        assertTensor(file, model, "score_parts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny"})
    void embedding(String model) throws IOException {
        var expected = lab(model).get("embedding");
        var asked = new ArrayList<>(List.of("embedding", "--json", "--plus", "3", "--plus", "9", "--minus", "4"));
        expected.get("nearest").fieldNames().forEachRemaining(token -> asked.addAll(List.of("--token", token)));
        var json = why(model, asked.toArray(String[]::new)).json();
        assertClose(json.get("nearest"), expected.get("nearest"), 1e-4);
        assertClose(json.get("explained"), expected.get("explained"), 1e-4);
        for (var near : json.get("arithmetic")) {
            assertThat(near.get("token").intValue()).isNotIn(3, 9, 4);
        }
        assertThat(json.get("arithmetic")).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny"})
    void circuit(String model) throws IOException {
        var lab = lab(model);
        var json = answer(model, lab, "circuit");
        assertTarget(json, lab);
        var nodes = json.get("nodes");
        var sums = new double[nodes.size()];
        for (var edge : json.get("edges")) {
            sums[edge.get("to").intValue()] += edge.get("value").doubleValue();
        }
        int last = nodes.size() - 1;
        assertThat(nodes.get(last).get("part").textValue()).isEqualTo("logits");
        assertThat(Math.abs(sums[last] - json.get("logit_difference").doubleValue()))
                .isLessThan(1e-3);
        assertThat(nodes.get(last - 1).get("part").textValue()).isEqualTo("constant");
        assertThat(nodes.get(last - 1).get("position").isNull()).isTrue();
        var pruned = answer(model, lab, "circuit", "--least", "0.1").get("edges");
        assertThat(pruned.size()).isBetween(1, json.get("edges").size() - 1);
        var strongest = answer(model, lab, "circuit", "--strongest", "5").get("edges");
        assertThat(strongest).hasSize(5);
        assertThat(Math.abs(strongest.at("/0/value").doubleValue()))
                .isGreaterThanOrEqualTo(Math.abs(strongest.at("/4/value").doubleValue()));
        pruned.forEach(
                edge -> assertThat(Math.abs(edge.get("value").doubleValue())).isGreaterThanOrEqualTo(0.1));
    }

    @Test
    void targetIsWhatWasAskedFor() throws IOException {
        var json = why("gpt2-tiny", "attribution", "--tokens", "5,6,7,8", "--position", "1", "--a", "9", "--json")
                .json();
        assertThat(json.get("a").intValue()).isEqualTo(9);
        assertThat(json.get("position").intValue()).isEqualTo(1);
        var all = why("gpt2-tiny", "attribution", "--tokens", "5,6,7,8", "--b", "all", "--json")
                .json();
        assertThat(all.get("b").textValue()).isEqualTo("all");
        double sum = 0;
        for (var vote : all.get("attribution")) {
            sum += vote.get("a_minus_b").doubleValue();
        }
        assertThat(Math.abs(sum - all.get("logit_difference").doubleValue())).isLessThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lens",
                "attribution",
                "saliency --steps 3",
                "heads",
                "circuit",
                "embedding",
                "score --layer 1 --head 0 --query 3 --key 1",
                "change --set blocks.0.attn.hook_z[0]=zero",
                "change --each zero",
                "patch --from-tokens 5,6,7,9"
            })
    void withoutJsonAnswersAreLines(String asked) {
        var args = Stream.concat(Stream.of(asked.split(" ")), Stream.of("--tokens", "5,6,7,8"));
        var run = why("gpt2-tiny", args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isNotBlank().doesNotStartWith("{");
    }

    private static JsonNode lab(String model) throws IOException {
        return Fixtures.json(Fixtures.reference(model, "lab.json"));
    }

    /** Runs {@code why} with a model of the fixtures. */
    static CommandLineRun why(String model, String... asked) {
        var args = Stream.concat(
                Stream.of("why"),
                Stream.concat(
                        Stream.of(asked),
                        Stream.of("--model", Fixtures.folder(model).toString())));
        return CommandLineRun.of(args.toArray(String[]::new));
    }

    private static JsonNode answer(String model, JsonNode lab, String... asked) throws IOException {
        var args = Stream.concat(Stream.of(asked), Stream.of("--tokens", numbers(lab.get("tokens")), "--json"));
        var run = why(model, args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).hasLineCount(1);
        return run.json();
    }

    private static String numbers(JsonNode list) {
        return list.toString().replaceAll("[\\[\\]\\s]", "");
    }

    private static void assertTarget(JsonNode json, JsonNode lab) {
        for (var key : List.of("a", "b", "position", "logit_a", "logit_difference")) {
            assertClose(json.get(key), lab.get(key), LOGITS);
        }
    }

    private void assertTensor(Path file, String model, String name) throws IOException {
        try (var written = Safetensors.open(file);
                var reference = Safetensors.open(Fixtures.reference(model, "lab.safetensors"))) {
            assertThat(written.names()).containsExactly(name);
            assertThat(written.shape(name)).containsExactly(reference.shape(name));
            float[] values = written.read(name);
            float[] expected = reference.read(name);
            for (int i = 0; i < values.length; i++) {
                assertClose(values[i], expected[i], LOGITS);
            }
        }
    }

    /** Compares all that the reference has; more keys are allowed. */
    private static void assertClose(JsonNode actual, JsonNode expected, double tolerance) {
        assertThat(actual).isNotNull();
        if (expected.isObject()) {
            expected.properties()
                    .forEach(entry -> assertClose(actual.get(entry.getKey()), entry.getValue(), tolerance));
        } else if (expected.isArray()) {
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertClose(actual.get(i), expected.get(i), tolerance);
            }
        } else if (expected.isNumber()) {
            assertClose(actual.doubleValue(), expected.doubleValue(), tolerance);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static void assertClose(double actual, double expected, double tolerance) {
        assertThat(Math.abs(actual - expected))
                .as("%s, not %s", actual, expected)
                .isLessThanOrEqualTo(tolerance * (1 + Math.abs(expected)));
    }
}
