package io.orrery.model;

import io.orrery.graph.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a model of its files. */
final class ModelReader {
    static final String WEIGHTS = "model.safetensors";

    private static final int LONGEST_INDEX = 16 << 20;

    private final String name;
    private final Optional<ModelFolder> adapter;

    /**
     * @param name what the model is called where its files do not say it
     * @param adapter what is added to its weights
     */
    ModelReader(String name, Optional<ModelFolder> adapter) {
        this.name = name;
        this.adapter = adapter;
    }

    /**
     * The model of a folder in the Hugging Face layout.
     *
     * @param weightsFile one of the folder
     * @throws BadInputException if a file is missing or cannot be used
     */
    Model read(ModelFolder folder, String weightsFile) throws IOException {
        var config = ConfigFile.read(folder);
        var json = folder.read(TokenizerFile.NAME, TokenizerFile.LONGEST)
                .orElseThrow(() -> missing(folder, TokenizerFile.NAME));
        var tokenizer = TokenizerFile.read(
                folder.describe(TokenizerFile.NAME), json, config.sizes().d_vocab());
        var unnamed = PresetFile.unnamed(name, "", config.sizes(), tokenizer.example());
        var preset = PresetFile.read(folder, unnamed, config.sizes());
        try (var file = weights(folder, weightsFile)) {
            return model(preset, config, json, tokenizer, ChatTemplateFile.of(folder), file, checkpoint(config));
        }
    }

    /**
     * The model of a GGUF file.
     *
     * @throws BadInputException if it cannot be used
     */
    Model read(Path gguf) throws IOException {
        try (var file = Gguf.open(gguf)) {
            var config = GgufLlama.config(file);
            var json = GgufTokenizer.json(file.metadata());
            var tokenizer = TokenizerFile.read(file.name(), json, config.sizes().d_vocab());
            var licence = file.metadata().text("general.license").orElse("");
            var unnamed = PresetFile.unnamed(name, licence, config.sizes(), tokenizer.example());
            var preset = PresetFile.read(gguf, unnamed, config.sizes());
            var rows = GgufLlama.inHalves(file, config);
            var chat = ChatTemplateFile.of(file.metadata(), file.name());
            return model(preset, config, json, tokenizer, chat, rows, GgufLlama.checkpoint(config));
        }
    }

    private Model model(
            Preset preset,
            ModelConfig config,
            byte[] json,
            Tokenizer tokenizer,
            Optional<ChatTemplate> chat,
            TensorFile file,
            Checkpoint checkpoint)
            throws IOException {
        checkpoint.check(file);
        Graph graph = config.graph();
        var added = adapter.isPresent() ? Adapter.read(adapter.get(), checkpoint(config)) : Adapter.none();
        var weights = checkpoint.read(file, graph, added);
        var id = ContentId.of(config, json, graph, weights);
        return new Model(id, preset, config, graph, weights, tokenizer, chat);
    }

    /** The tensors of a model as Hugging Face names them. */
    private static Checkpoint checkpoint(ModelConfig config) {
        return config instanceof Gpt2Config gpt2 ? Gpt2Checkpoint.of(gpt2) : LlamaCheckpoint.of((LlamaConfig) config);
    }

    private static TensorFile weights(ModelFolder folder, String weightsFile) throws IOException {
        var source = folder.open(weightsFile);
        if (source.isPresent()) {
            return Safetensors.open(folder.describe(weightsFile), source.get());
        }
        var index = folder.read(Shards.INDEX, LONGEST_INDEX);
        if (index.isEmpty() || !weightsFile.equals(WEIGHTS)) {
            throw missing(folder, weightsFile);
        }
        return Shards.open(folder, index.get());
    }

    static BadInputException missing(ModelFolder folder, String file) {
        return new BadInputException(
                "missing-file",
                "There is no %s. A model is a folder with config.json, model.safetensors and tokenizer.json."
                        .formatted(folder.describe(file)),
                Map.of("file", folder.describe(file), "needed", List.of(ConfigFile.NAME, WEIGHTS, TokenizerFile.NAME)));
    }
}
