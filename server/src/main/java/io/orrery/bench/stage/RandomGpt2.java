package io.orrery.bench.stage;

import io.orrery.graph.Node;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Gelu;
import io.orrery.model.config.Gpt2Config;
import io.orrery.model.weights.Gpt2Checkpoint;
import io.orrery.tensor.Tensor;
import io.orrery.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random weights in the shapes of GPT-2 small, with as many layers as are looked at: the first, the second and the last. Its
 * tokens are words of two syllables.
 */
final class RandomGpt2 {
    /** As pages show it. */
    static final String TITLE = "Random weights, GPT-2's shapes";

    private static final int LAYERS = 3;
    private static final Sizes SIZES = new Sizes(768, 64, 3072, 50257, LAYERS, 12, 12, 1024);
    private static final double EPSILON = 1e-5;
    private static final double DEVIATION = 0.02;
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";

    private RandomGpt2() {}

    /** Writes the model in the Hugging Face layout into an existing folder: 240 MB. */
    static void write(Path folder) throws IOException {
        var config = new Gpt2Config(SIZES, Gelu.Form.TANH, EPSILON, true, List.of());
        Files.write(folder.resolve("config.json"), Json.bytes(configuration()));
        Files.write(folder.resolve("tokenizer.json"), Json.bytes(tokenizer()));
        Files.write(folder.resolve("preset.json"), Json.bytes(preset()));
        Gpt2Checkpoint.write(folder.resolve("model.safetensors"), config, weights(config));
    }

    private static Map<String, ?> configuration() {
        return Map.ofEntries(
                Map.entry("activation_function", "gelu_new"),
                Map.entry("architectures", List.of("GPT2LMHeadModel")),
                Map.entry("layer_norm_epsilon", EPSILON),
                Map.entry("model_type", "gpt2"),
                Map.entry("n_embd", SIZES.d_model()),
                Map.entry("n_head", SIZES.n_heads()),
                Map.entry("n_layer", LAYERS),
                Map.entry("n_positions", SIZES.n_ctx()),
                Map.entry("tie_word_embeddings", true),
                Map.entry("torch_dtype", "float32"),
                Map.entry("vocab_size", SIZES.d_vocab()));
    }

    /** Each word is one token. */
    private static Map<String, ?> tokenizer() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        IntStream.range(0, SIZES.d_vocab()).forEach(token -> vocabulary.put(word(token), token));
        return Map.of(
                "version",
                "1.0",
                "added_tokens",
                List.of(),
                "pre_tokenizer",
                Map.of(
                        "type",
                        "Split",
                        "pattern",
                        Map.of("Regex", "[a-z]+\\d*"),
                        "behavior",
                        "Isolated",
                        "invert",
                        false),
                "decoder",
                Map.of("type", "Fuse"),
                "model",
                Map.of("type", "WordLevel", "vocab", vocabulary, "unk_token", word(0)));
    }

    private static Map<String, ?> preset() {
        String prompt = word(314) + word(1101) + word(33) + word(4096) + word(2718);
        return Map.of("id", "random-gpt2", "title", TITLE, "licence", "Apache-2.0", "maxPrompt", 64, "prompt", prompt);
    }

    /** Two syllables, and a number where there are more tokens than such words. */
    private static String word(int token) {
        int syllables = CONSONANTS.length() * VOWELS.length();
        int round = token / (syllables * syllables);
        return syllable(token / syllables % syllables) + syllable(token % syllables) + round;
    }

    private static String syllable(int n) {
        return "" + CONSONANTS.charAt(n / VOWELS.length()) + VOWELS.charAt(n % VOWELS.length());
    }

    private static Map<String, Tensor> weights(Gpt2Config config) {
        var random = new Random(1);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Node node : config.graph().weights()) {
            var tensor = Tensor.zeros(node.layout(config.sizes(), 0));
            for (float[] row : tensor.rows()) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) (DEVIATION * random.nextGaussian());
                }
            }
            weights.put(node.name(), tensor);
        }
        return weights;
    }
}
