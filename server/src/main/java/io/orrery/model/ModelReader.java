package io.orrery.model;

import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.model.chat.ChatTemplate;
import io.orrery.model.chat.ChatTemplateFile;
import io.orrery.model.config.ConfigFile;
import io.orrery.model.config.ContentId;
import io.orrery.model.config.Gemma3Config;
import io.orrery.model.config.Gpt2Config;
import io.orrery.model.config.GptNeoXConfig;
import io.orrery.model.config.LlamaConfig;
import io.orrery.model.config.ModelConfig;
import io.orrery.model.config.Olmo2Config;
import io.orrery.model.config.Qwen3Config;
import io.orrery.model.config.Qwen3MoeConfig;
import io.orrery.model.file.JsonFile;
import io.orrery.model.file.ModelFolder;
import io.orrery.model.file.TensorFile;
import io.orrery.model.gguf.Gguf;
import io.orrery.model.gguf.GgufConfig;
import io.orrery.model.gguf.GgufTensors;
import io.orrery.model.gguf.GgufTokenizer;
import io.orrery.model.preset.ModelTitle;
import io.orrery.model.preset.Preset;
import io.orrery.model.preset.PresetFile;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.Shards;
import io.orrery.model.tokenizer.Tokenizer;
import io.orrery.model.tokenizer.TokenizerFile;
import io.orrery.model.weights.Adapter;
import io.orrery.model.weights.Checkpoint;
import io.orrery.model.weights.Gpt2Checkpoint;
import io.orrery.model.weights.GptNeoXCheckpoint;
import io.orrery.model.weights.LlamaCheckpoint;
import io.orrery.model.weights.StackedExperts;
import io.orrery.model.weights.WeightReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a model from its files. */
final class ModelReader {
    static final String WEIGHTS = "model.safetensors";

    private static final int LONGEST_INDEX = 16 << 20;

    private final String name;
    private final Optional<ModelFolder> adapter;
    private final MemoryCheck memory;

    /**
     * @param name the model's name, if its files do not give one
     * @param adapter the folder of an adapter to add to the weights
     * @param memory may refuse the model before its weights are read
     */
    ModelReader(String name, Optional<ModelFolder> adapter, MemoryCheck memory) {
        this.name = name;
        this.adapter = adapter;
        this.memory = memory;
    }

    /**
     * Reads a folder in the Hugging Face layout.
     *
     * @param weightsFile the name of the weights file in the folder
     * @throws OrreryException if a file is missing or cannot be used
     */
    Model read(ModelFolder folder, String weightsFile) throws IOException {
        var config = ConfigFile.read(folder);
        var json = folder.read(TokenizerFile.NAME, TokenizerFile.LONGEST)
                .orElseThrow(() -> missing(folder, TokenizerFile.NAME));
        var texts = BackgroundRead.of(() -> Texts.of(folder.describe(TokenizerFile.NAME), json, config));
        try (var file = weights(folder, weightsFile)) {
            var numbers = numbers(config, asNamed(file, config), checkpoint(config), texts);
            var unnamed = PresetFile.unnamed(
                    name,
                    ModelTitle.ofFile(name),
                    "",
                    config.sizes(),
                    texts.get().tokenizer().example());
            var preset = PresetFile.read(folder, unnamed, config.sizes());
            return model(preset, config, texts.get(), ChatTemplateFile.of(folder), numbers);
        }
    }

    /**
     * Reads a GGUF file.
     *
     * @throws OrreryException if it cannot be used
     */
    Model read(Path gguf) throws IOException {
        try (var file = Gguf.open(gguf)) {
            var config = GgufConfig.of(file);
            var texts = BackgroundRead.of(() -> Texts.of(file, config));
            var named = GgufTensors.named(checkpoint(config), config);
            var numbers = numbers(config, GgufTensors.inOrder(file, named, config), named, texts);
            var licence = file.metadata().text("general.license").orElse("");
            var said = new ModelTitle.Said(
                    file.metadata().text("general.name"),
                    file.metadata().text("general.basename"),
                    file.metadata().text("general.size_label"));
            var unnamed = PresetFile.unnamed(
                    name,
                    ModelTitle.ofGguf(name, said),
                    licence,
                    config.sizes(),
                    texts.get().tokenizer().example());
            var preset = PresetFile.read(gguf, unnamed, config.sizes());
            return model(preset, config, texts.get(), ChatTemplateFile.of(file.metadata(), file.name()), numbers);
        }
    }

    /** A tokenizer, and its JSON, which is part of the content id. */
    private record Texts(byte[] json, Tokenizer tokenizer) {
        static Texts of(String file, byte[] json, ModelConfig config) throws IOException {
            return new Texts(json, TokenizerFile.read(file, json, config.sizes().d_vocab()));
        }

        static Texts of(Gguf file, ModelConfig config) throws IOException {
            var root = GgufTokenizer.json(file.metadata());
            byte[] json = JsonFile.bytes(root);
            return new Texts(
                    json,
                    TokenizerFile.read(file.name(), root, json, config.sizes().d_vocab()));
        }
    }

    private record Numbers(Graph graph, WeightReader.Read read) {}

    /** @param texts are read at the same time; their errors are reported before those of the weights */
    private Numbers numbers(ModelConfig config, TensorFile file, Checkpoint checkpoint, BackgroundRead<Texts> texts)
            throws IOException {
        try {
            checkpoint.check(file);
            Graph graph = config.graph();
            var added = adapter.isPresent() ? Adapter.read(adapter.get(), checkpoint(config)) : Adapter.none();
            memory.check(name, graph, WeightReader.bytes(file, checkpoint, graph, added));
            var read = WeightReader.read(file, checkpoint, graph, added);
            if (config instanceof Gpt2Config gpt2) {
                Gpt2Checkpoint.checkPositions(file.name(), gpt2, read.weights());
            }
            return new Numbers(graph, read);
        } catch (IOException | RuntimeException e) {
            texts.get();
            throw e;
        }
    }

    private static Model model(
            Preset preset, ModelConfig config, Texts texts, Optional<ChatTemplate> chat, Numbers numbers) {
        var id = ContentId.of(config, texts.json(), numbers.read().hash());
        return new Model(id, preset, config, numbers.graph(), numbers.read().weights(), texts.tokenizer(), chat);
    }

    /** The checkpoint of a model, with Hugging Face's names of tensors. */
    private static Checkpoint checkpoint(ModelConfig config) {
        if (config instanceof Gpt2Config gpt2) {
            return Gpt2Checkpoint.of(gpt2);
        }
        if (config instanceof GptNeoXConfig neox) {
            return GptNeoXCheckpoint.of(neox);
        }
        if (config instanceof Qwen3Config qwen3) {
            return LlamaCheckpoint.of(qwen3);
        }
        if (config instanceof Qwen3MoeConfig experts) {
            return LlamaCheckpoint.of(experts);
        }
        if (config instanceof Olmo2Config olmo2) {
            return LlamaCheckpoint.of(olmo2);
        }
        if (config instanceof Gemma3Config gemma3) {
            return LlamaCheckpoint.of(gemma3);
        }
        return LlamaCheckpoint.of((LlamaConfig) config);
    }

    /** The file with the tensors that {@link #checkpoint} names. */
    private static TensorFile asNamed(TensorFile file, ModelConfig config) {
        if (config instanceof Qwen3MoeConfig experts) {
            return StackedExperts.ofEach(
                    file, checkpoint(config), config.sizes(), experts.experts().count());
        }
        return config instanceof GptNeoXConfig neox ? GptNeoXCheckpoint.separated(file, neox) : file;
    }

    private static TensorFile weights(ModelFolder folder, String weightsFile) throws IOException {
        var content = folder.open(weightsFile);
        if (content.isPresent()) {
            return Safetensors.open(folder.describe(weightsFile), content.get());
        }
        var index = folder.read(Shards.INDEX, LONGEST_INDEX);
        if (index.isEmpty() || !weightsFile.equals(WEIGHTS)) {
            throw missing(folder, weightsFile);
        }
        return Shards.open(folder, index.get());
    }

    static OrreryException missing(ModelFolder folder, String file) {
        return new OrreryException(new ModelError.MissingModelFile(folder.describe(file)));
    }
}
