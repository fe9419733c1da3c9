package io.orrery.bench.fanout;

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
 * A model with steps whose frames have almost exactly 16 KiB, the limit of a full room: 16 positions of 248 float32
 * numbers are 15,872 bytes, and the frame's header takes most of the rest. The weights are random, because sending does
 * not depend on them.
 */
final class FanoutModel {
    /** Steps that compute one tensor of that size each. */
    static final List<String> STEPS = List.of("embed", "pos_embed", "resid");

    private static final int POSITIONS = 16;
    private static final int WIDTH = 248;
    private static final int HEADS = 4;
    private static final double EPSILON = 1e-5;
    private static final Sizes SIZES =
            new Sizes(WIDTH, WIDTH / HEADS, 4 * WIDTH, POSITIONS, 1, HEADS, HEADS, POSITIONS);

    private FanoutModel() {}

    /** Writes the model in the Hugging Face layout into an existing folder. */
    static void write(Path folder) throws IOException {
        var config = new Gpt2Config(SIZES, Gelu.Form.TANH, EPSILON, false, List.of());
        write(folder.resolve("config.json"), configuration());
        write(folder.resolve("tokenizer.json"), tokenizer());
        write(folder.resolve("preset.json"), preset());
        Gpt2Checkpoint.write(folder.resolve("model.safetensors"), config, weights(config));
    }

    private static void write(Path file, Map<String, ?> json) throws IOException {
        Files.write(file, Json.bytes(json));
    }

    private static Map<String, ?> configuration() {
        return Map.ofEntries(
                Map.entry("activation_function", "gelu_new"),
                Map.entry("architectures", List.of("GPT2LMHeadModel")),
                Map.entry("layer_norm_epsilon", EPSILON),
                Map.entry("model_type", "gpt2"),
                Map.entry("n_embd", WIDTH),
                Map.entry("n_head", HEADS),
                Map.entry("n_layer", SIZES.n_layers()),
                Map.entry("n_positions", POSITIONS),
                Map.entry("tie_word_embeddings", false),
                Map.entry("torch_dtype", "float32"),
                Map.entry("vocab_size", POSITIONS));
    }

    /** Each letter is one token. */
    private static Map<String, ?> tokenizer() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        IntStream.range(0, POSITIONS).forEach(i -> vocabulary.put(letter(i), i));
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
                        Map.of("Regex", "[\\s\\S]"),
                        "behavior",
                        "Isolated",
                        "invert",
                        false),
                "decoder",
                Map.of("type", "Fuse"),
                "model",
                Map.of("type", "WordLevel", "vocab", vocabulary, "unk_token", "<unk>"));
    }

    private static Map<String, ?> preset() {
        String prompt =
                IntStream.range(0, POSITIONS).mapToObj(FanoutModel::letter).reduce("", String::concat);
        return Map.of(
                "id",
                "fanout",
                "title",
                "Random numbers",
                "licence",
                "Apache-2.0",
                "maxPrompt",
                POSITIONS,
                "prompt",
                prompt);
    }

    private static String letter(int token) {
        return Character.toString('A' + token);
    }

    private static Map<String, Tensor> weights(Gpt2Config config) {
        var random = new Random(1);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Node node : config.graph().weights()) {
            var tensor = Tensor.zeros(node.layout(config.sizes(), 0));
            for (float[] row : tensor.rows()) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) random.nextGaussian();
                }
            }
            weights.put(node.name(), tensor);
        }
        return weights;
    }
}
