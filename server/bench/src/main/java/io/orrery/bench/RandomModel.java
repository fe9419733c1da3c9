package io.orrery.bench;

import io.orrery.graph.Node;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Gelu;
import io.orrery.model.config.Gpt2Config;
import io.orrery.model.file.ElementType;
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

/**
 * A GPT-2 with random weights, for benches that need a model's shapes but not its skill.
 *
 * @param tied whether the unembedding is the transposed embedding
 * @param deviation the standard deviation of the weights
 * @param vocabulary the text of each token
 * @param token a regular expression that cuts a text into tokens
 * @param preset the content of its {@code preset.json}
 */
public record RandomModel(
        Sizes sizes, boolean tied, double deviation, List<String> vocabulary, String token, Map<String, ?> preset) {
    private static final double EPSILON = 1e-5;

    /** Writes the model in the Hugging Face layout into an existing folder. */
    public void write(Path folder) throws IOException {
        var config = new Gpt2Config(sizes, Gelu.Form.TANH, EPSILON, tied, List.of());
        Files.write(folder.resolve("config.json"), Json.bytes(configuration()));
        Files.write(folder.resolve("tokenizer.json"), Json.bytes(tokenizer()));
        Files.write(folder.resolve("preset.json"), Json.bytes(preset));
        Gpt2Checkpoint.write(folder.resolve("model.safetensors"), config, weights(config), ElementType.F32);
    }

    private Map<String, ?> configuration() {
        return Map.ofEntries(
                Map.entry("activation_function", "gelu_new"),
                Map.entry("architectures", List.of("GPT2LMHeadModel")),
                Map.entry("layer_norm_epsilon", EPSILON),
                Map.entry("model_type", "gpt2"),
                Map.entry("n_embd", sizes.d_model()),
                Map.entry("n_head", sizes.n_heads()),
                Map.entry("n_layer", sizes.n_layers()),
                Map.entry("n_positions", sizes.n_ctx()),
                Map.entry("tie_word_embeddings", tied),
                Map.entry("torch_dtype", "float32"),
                Map.entry("vocab_size", sizes.d_vocab()));
    }

    private Map<String, ?> tokenizer() {
        Map<String, Integer> ids = new LinkedHashMap<>();
        vocabulary.forEach(text -> ids.put(text, ids.size()));
        var split = Map.of("type", "Split", "pattern", Map.of("Regex", token), "behavior", "Isolated", "invert", false);
        return Map.of(
                "version",
                "1.0",
                "added_tokens",
                List.of(),
                "pre_tokenizer",
                split,
                "decoder",
                Map.of("type", "Fuse"),
                "model",
                Map.of("type", "WordLevel", "vocab", ids, "unk_token", "<unk>"));
    }

    private Map<String, Tensor> weights(Gpt2Config config) {
        var random = new Random(1);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Node node : config.graph().weights()) {
            var tensor = Tensor.zeros(node.layout(config.sizes(), 0));
            for (float[] row : tensor.rows()) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) (deviation * random.nextGaussian());
                }
            }
            weights.put(node.name(), tensor);
        }
        return weights;
    }
}
