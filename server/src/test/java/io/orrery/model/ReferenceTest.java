package io.orrery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.graph.Activations;
import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Gradients;
import io.orrery.graph.Run;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the engine with PyTorch in float64 on the same files. */
class ReferenceTest {
    private static final String[] MODELS = {
        "gpt2-tiny",
        "gpt2-tiny-hub",
        "gpt2-tiny-f16",
        "gpt2-tiny-bf16",
        "gpt2-tiny-untied-erf",
        "gpt2-tiny-lora",
        "llama-tiny",
        "llama-tiny-sharded",
        "llama-tiny-tied",
        "llama-tiny-lora",
        "llama3-rope-tiny",
        "qwen2-tiny",
        "mistral-tiny",
        "qwen3-tiny",
        "qwen3moe-tiny",
        "olmo2-tiny",
        "pythia-tiny",
        "gemma3-tiny",
        "gguf/bpe-f32",
        "gguf/bpe-f16",
        "gguf/bpe-q8_0",
        "gguf/bpe-q4_0",
        "gguf/bpe-q4_1",
        "gguf/bpe-q4_k_m",
        "gguf/bpe-q6_k",
        "gguf/spm-f32",
        "gguf/spm-q4_k_m"
    };
    private static final double TOLERANCE = 1e-4;
    private static final double GRADIENT_TOLERANCE = 1e-3;

    /**
     * Magnitude below which a gradient counts as rounding error. The gradient of the key bias is zero in exact
     * arithmetic, because softmax does not depend on it.
     */
    private static final double VANISHING = 1e-5;

    private static Workers workers;

    @BeforeAll
    static void start() {
        workers = new Workers(2);
    }

    @AfterAll
    static void stop() {
        workers.close();
    }

    static Stream<Arguments> cases() throws IOException {
        Stream.Builder<Arguments> all = Stream.builder();
        for (var model : MODELS) {
            Fixtures.json(Fixtures.reference(model, "cases.json")).fieldNames().forEachRemaining(name -> {
                if (Files.exists(Fixtures.reference(model, name + ".safetensors"))) {
                    all.add(Arguments.of(model, name));
                }
            });
        }
        return all.build();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void promptIsTokenizedLikeTheReference(String model, String name) throws IOException {
        var one = one(model, name);
        assertThat(Fixtures.open(model).tokenizer().encode(one.get("text").textValue()))
                .containsExactly(Fixtures.numbers(one.get("tokens")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTensorOfTheReferenceIsWithinTolerance(String name, String prompt) throws IOException {
        var model = Fixtures.open(name);
        var activations = compute(model, Fixtures.numbers(one(name, prompt).get("tokens")));
        try (var reference = Safetensors.open(Fixtures.reference(name, prompt + ".safetensors"))) {
            assertThat(reference.names()).contains("logits");
            var softly = new SoftAssertions();
            for (var hook : reference.names()) {
                var node = model.graph().node(named(hook)).orElseThrow(() -> new AssertionError("no node " + hook));
                var tensor = activations.tensor(node);
                softly.assertThat(tensor.layout().shape()).as(hook).containsExactly(reference.shape(hook));
                softly.assertThat(worst(tensor.toArray(), reference.read(hook)))
                        .as("%s: largest difference, in tolerances", hook)
                        .isLessThanOrEqualTo(1);
            }
            softly.assertAll();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void greedyDecodingGivesTheReferencesTokens(String name, String prompt) throws IOException {
        var model = Fixtures.open(name);
        var one = one(name, prompt);
        int[] expected = Fixtures.numbers(one.get("greedy"));
        var activations = compute(model, Fixtures.numbers(one.get("tokens")));
        var logits = model.graph().node("logits").orElseThrow();
        var generated = new int[expected.length];
        int[] text = Fixtures.numbers(one.get("tokens"));
        for (int i = 0; i < expected.length; i++) {
            generated[i] = largest(activations.tensor(logits).rows()[text.length - 1]);
            text = Arrays.copyOf(text, text.length + 1);
            text[text.length - 1] = generated[i];
            activations = activations.grow(text);
        }
        assertThat(generated).containsExactly(expected);
        if (one.has("greedy_text")) {
            assertThat(model.tokenizer().decode(generated))
                    .isEqualTo(one.get("greedy_text").textValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt2-tiny",
                "gpt2-tiny-untied-erf",
                "llama-tiny",
                "llama-tiny-tied",
                "llama3-rope-tiny",
                "qwen2-tiny",
                "mistral-tiny",
                "qwen3-tiny",
                "qwen3moe-tiny",
                "olmo2-tiny",
                "pythia-tiny",
                "gemma3-tiny"
            })
    void lossAndGradientsMatchTheReference(String name) throws IOException {
        var model = Fixtures.open(name);
        var one = one(name, "long");
        int[] tokens = Fixtures.numbers(one.get("tokens"));
        var activations = compute(model, tokens);
        var logits = model.graph().node("logits").orElseThrow();
        var byLogits = Tensor.zeros(logits.layout(model.graph().sizes(), tokens.length));
        double loss =
                CrossEntropy.lossAndGradient(activations.tensor(logits), CrossEntropy.nextTokens(tokens), byLogits);
        assertThat(loss).isCloseTo(one.get("loss").doubleValue(), within(TOLERANCE));

        var gradients = Gradients.of(activations, logits, byLogits);
        try (var reference = Safetensors.open(Fixtures.reference(name, "gradients.safetensors"))) {
            assertThat(reference.names())
                    .containsAll(model.graph().weights().stream()
                            .map(node -> node.name())
                            .toList());
            var softly = new SoftAssertions();
            for (var weight : reference.names()) {
                var node = model.graph().node(weight).orElseThrow();
                var gradient = gradients.by(node, model.graph().sizes(), tokens.length);
                var expected = reference.read(weight);
                softly.assertThat(gradient.layout().shape()).as(weight).containsExactly(reference.shape(weight));
                softly.assertThat(largestDifference(gradient.toArray(), expected))
                        .as("largest difference in the gradient by %s", weight)
                        .isLessThanOrEqualTo(GRADIENT_TOLERANCE * Math.max(VANISHING, largestMagnitude(expected)));
            }
            softly.assertAll();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossOfEachPromptMatchesTheReference(String name, String prompt) throws IOException {
        var model = Fixtures.open(name);
        var one = one(name, prompt);
        int[] tokens = Fixtures.numbers(one.get("tokens"));
        var logits = model.graph().node("logits").orElseThrow();
        double loss = CrossEntropy.lossAndGradient(
                compute(model, tokens).tensor(logits),
                CrossEntropy.nextTokens(tokens),
                Tensor.zeros(logits.layout(model.graph().sizes(), tokens.length)));
        double expected = one.get("loss").doubleValue();
        assertThat(loss).isCloseTo(expected, within(TOLERANCE * (1 + expected)));
    }

    /** The name of a node here: what a norm behind attention or an MLP makes is what is added to the stream. */
    private static String named(String hook) {
        return hook.replace("ln1_post.hook_out", "hook_attn_out").replace("ln2_post.hook_out", "hook_mlp_out");
    }

    private static JsonNode one(String model, String prompt) throws IOException {
        return Fixtures.json(Fixtures.reference(model, "cases.json")).get(prompt);
    }

    private static Activations compute(Model model, int... tokens) {
        return Activations.compute(model.graph(), model.weights(), new Run(tokens, workers));
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /** The largest |difference| / (1e-4 + 1e-4·|reference|). Masked cells must be masked in both. */
    private static double worst(float[] values, float[] reference) {
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != reference[i]) {
                double difference = Math.abs((double) values[i] - reference[i]);
                double ratio = difference / (TOLERANCE + TOLERANCE * Math.abs(reference[i]));
                worst = Math.max(worst, Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio);
            }
        }
        return worst;
    }

    private static double largestDifference(float[] values, float[] reference) {
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = Math.abs((double) values[i] - reference[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return largest;
    }

    private static double largestMagnitude(float[] values) {
        return largestDifference(values, new float[values.length]);
    }
}
