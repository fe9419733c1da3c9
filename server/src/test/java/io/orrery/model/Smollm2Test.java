package io.orrery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.model.file.RandomAccessBytes;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.SafetensorsHeader;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares a real model, SmolLM2-135M-Instruct, with PyTorch in float64 on the same dequantised weights. */
class Smollm2Test {
    private static final String FOLDER = "smollm2-135m-instruct";
    private static final double TOLERANCE = 1e-2;

    /** The reference lists the most probable tokens of each position. The order of this many is compared. */
    private static final int TOP = 10;

    private static Path reference;
    private static Model model;
    private static Workers workers;

    @BeforeAll
    static void open() throws IOException {
        model = Presets.open(
                Fixtures.outside(FOLDER + "/SmolLM2-135M-Instruct.Q4_1.gguf").toString());
        reference = Fixtures.outside(FOLDER + "/reference");
        workers = new Workers(2);
    }

    @AfterAll
    static void close() {
        model = null;
        if (workers != null) {
            workers.close();
        }
    }

    @Test
    void metadataIsRead() {
        assertThat(model.graph().parameters()).isEqualTo(134_515_008);
        assertThat(model.preset().licence()).isEqualTo("apache-2.0");
        assertThat(model.config().endOfText()).containsExactly(2);
    }

    @Test
    void textsAreTokenizedLikeTheReference() throws IOException {
        var softly = new SoftAssertions();
        for (var text : Fixtures.json(reference.resolve("tokenizer.json"))) {
            softly.assertThat(model.tokenizer().encode(text.get("text").textValue()))
                    .as(text.get("text").textValue())
                    .containsExactly(Fixtures.numbers(text.get("with_special")));
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"capital", "story", "induction", "ioi", "count", "code", "emoji", "mixed", "chat"})
    void logitsAndMostProbableTokensMatchTheReference(String prompt) throws IOException {
        int[] tokens = Fixtures.numbers(one(prompt).get("tokens"));
        Tensor logits = logits(compute(tokens));
        try (var file = Safetensors.open(reference.resolve(prompt + ".safetensors"))) {
            assertThat(largestDifference(logits.rows()[tokens.length - 1], file.read("last_logits")))
                    .isLessThanOrEqualTo(TOLERANCE);
            float[] likeliest = file.read("top_logits");
            int[] ids = whole(reference.resolve(prompt + ".safetensors"), "top_tokens");
            int listed = ids.length / tokens.length;
            for (int pos = 0; pos < tokens.length; pos++) {
                float[] row = logits.rows()[pos];
                for (int i = 0; i < listed; i++) {
                    assertThat((double) row[ids[pos * listed + i]])
                            .isCloseTo(likeliest[pos * listed + i], within(TOLERANCE));
                }
                int[] ours = IntStream.range(0, row.length)
                        .boxed()
                        .sorted((a, b) -> Float.compare(row[b], row[a]))
                        .limit(TOP)
                        .mapToInt(id -> id)
                        .toArray();
                for (int i = 0; i < TOP; i++) {
                    int at = pos * listed + i;
                    boolean isClear = likeliest[at] - likeliest[at + 1] > TOLERANCE
                            && (i == 0 || likeliest[at - 1] - likeliest[at] > TOLERANCE);
                    if (isClear) {
                        assertThat(ours[i]).as("position %s, rank %s", pos, i).isEqualTo(ids[at]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"capital", "story", "induction", "ioi", "count", "code", "emoji", "mixed", "chat"})
    void greedyDecodingGivesTheReferencesTokens(String prompt) throws IOException {
        int[] expected = Fixtures.numbers(one(prompt).get("greedy"));
        int[] text = Fixtures.numbers(one(prompt).get("tokens"));
        var activations = compute(text);
        var generated = new int[expected.length];
        for (int i = 0; i < expected.length; i++) {
            generated[i] = largest(logits(activations).rows()[text.length - 1]);
            text = Arrays.copyOf(text, text.length + 1);
            text[text.length - 1] = generated[i];
            activations = activations.grow(text);
        }
        assertThat(generated).containsExactly(expected);
    }

    @Test
    void everyActivationOfAPromptIsWithinTolerance() throws IOException {
        var activations = compute(Fixtures.numbers(one("capital").get("tokens")));
        try (var file = Safetensors.open(reference.resolve("capital-activations.safetensors"))) {
            assertThat(file.names()).contains("blocks.29.attn.hook_rot_k", "blocks.29.mlp.hook_pre_linear");
            var softly = new SoftAssertions();
            for (var hook : file.names()) {
                var tensor = activations.tensor(model.graph().node(hook).orElseThrow());
                softly.assertThat(tensor.layout().shape()).as(hook).containsExactly(file.shape(hook));
                float[] expected = file.read(hook);
                softly.assertThat(largestDifference(tensor.toArray(), expected))
                        .as(hook)
                        .isLessThanOrEqualTo(TOLERANCE * Math.max(1, largestFinite(expected)));
            }
            softly.assertAll();
        }
    }

    private static JsonNode one(String prompt) throws IOException {
        return Fixtures.json(reference.resolve("cases.json")).get(prompt);
    }

    private static Activations compute(int... tokens) {
        return Activations.compute(model.graph(), model.weights(), new Run(tokens, workers));
    }

    private static Tensor logits(Activations activations) {
        return activations.tensor(model.graph().node("logits").orElseThrow());
    }

    private static int largest(float[] values) {
        return IntStream.range(0, values.length)
                .reduce((best, i) -> values[i] > values[best] ? i : best)
                .orElseThrow();
    }

    private static double largestDifference(float[] values, float[] expected) {
        assertThat(values).hasSameSizeAs(expected);
        return IntStream.range(0, values.length)
                .filter(i -> values[i] != expected[i])
                .mapToDouble(i -> Math.abs((double) values[i] - expected[i]))
                .map(difference -> Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference)
                .max()
                .orElse(0);
    }

    private static double largestFinite(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i]))
                .filter(Double::isFinite)
                .max()
                .orElseThrow();
    }

    /** Reads an I32 tensor. Only the reference has those; models do not. */
    private static int[] whole(Path file, String tensor) throws IOException {
        try (var content = RandomAccessBytes.of(file)) {
            var header = SafetensorsHeader.read(file.toString(), content);
            var entry = header.entries().get(tensor);
            var bytes = ByteBuffer.allocate((int) (entry.end() - entry.begin())).order(ByteOrder.LITTLE_ENDIAN);
            content.read(header.dataStart() + entry.begin(), bytes);
            var ints = bytes.flip().asIntBuffer();
            return Stream.generate(ints::get)
                    .limit(entry.elements())
                    .mapToInt(id -> id)
                    .toArray();
        }
    }
}
