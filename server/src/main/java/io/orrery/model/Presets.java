package io.orrery.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The models that can be named: a preset that ships by its id, or a folder on disk; with {@code @400} behind it, what it
 * was at step 400 of its training.
 */
public final class Presets {
    /** The presets inside the jar; the class path cannot be asked what it holds. */
    private static final List<String> SHIPPED = List.of("nano-sort");

    private static final String WEIGHTS = "model.safetensors";

    private Presets() {}

    /** The ids of the presets that ship; the first is the default. */
    public static List<String> shipped() {
        return SHIPPED;
    }

    /**
     * Opens a model.
     *
     * @param reference a preset's id or a folder, with {@code @} and a step for a checkpoint
     * @throws BadInputException if there is no such model, or if its files cannot be used
     */
    public static Model open(String reference) throws IOException {
        int at = reference.lastIndexOf('@');
        if (at < 0 || isFolder(reference)) {
            return load(folder(reference), name(reference), WEIGHTS);
        }
        var name = reference.substring(0, at);
        var weights = "checkpoints/" + reference.substring(at + 1) + ".safetensors";
        var folder = folder(name);
        if (!reference.substring(at + 1).matches("\\d+") || folder.open(weights).isEmpty()) {
            throw noCheckpoint(folder, name, reference.substring(at + 1));
        }
        return load(folder, name(name), weights);
    }

    /**
     * Writes what a preset's weights need beside them (configuration, tokenizer, description) into a folder that exists,
     * so that it is a model of its own.
     *
     * @param id one of {@link #shipped}
     */
    public static void copyDescription(String id, Path folder) throws IOException {
        var preset = folder(id);
        for (var file : List.of(ConfigFile.NAME, TokenizerFile.NAME, PresetFile.NAME)) {
            var bytes = preset.read(file, TokenizerFile.LONGEST).orElseThrow(() -> missing(preset, file));
            Files.write(folder.resolve(file), bytes);
        }
    }

    /** The configuration of a preset that ships. */
    public static Gpt2Config config(String id) throws IOException {
        return ConfigFile.read(folder(id));
    }

    private static ModelFolder folder(String name) {
        if (SHIPPED.contains(name)) {
            return new ModelFolder.OnClassPath("presets/" + name);
        }
        if (isFolder(name)) {
            return new ModelFolder.OnDisk(Path.of(name));
        }
        throw new BadInputException(
                "no-model",
                "There is no model \"%s\"; name a preset (%s) or a folder with config.json, model.safetensors and tokenizer.json."
                        .formatted(name, String.join(", ", SHIPPED)),
                Map.of("model", name, "presets", SHIPPED));
    }

    private static boolean isFolder(String name) {
        try {
            return !name.isEmpty() && Files.isDirectory(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String name(String reference) {
        var last = Path.of(reference).toAbsolutePath().normalize().getFileName();
        return last == null ? reference : last.toString();
    }

    private static BadInputException noCheckpoint(ModelFolder folder, String name, String step) throws IOException {
        var sizes = ConfigFile.read(folder).sizes();
        var checkpoints = PresetFile.read(folder, name, sizes).checkpoints();
        var has = checkpoints.isEmpty()
                ? "it has none"
                : "it has "
                        + String.join(
                                ", ", checkpoints.stream().map(String::valueOf).toList());
        return new BadInputException(
                "no-checkpoint",
                "The model \"%s\" has no checkpoint \"%s\"; %s.".formatted(name, step, has),
                Map.of("model", name, "checkpoint", step, "checkpoints", checkpoints));
    }

    private static Model load(ModelFolder folder, String name, String weightsFile) throws IOException {
        var config = ConfigFile.read(folder);
        var preset = PresetFile.read(folder, name, config.sizes());
        var json = folder.read(TokenizerFile.NAME, TokenizerFile.LONGEST)
                .orElseThrow(() -> missing(folder, TokenizerFile.NAME));
        var tokenizer = TokenizerFile.read(
                folder.describe(TokenizerFile.NAME), json, config.sizes().d_vocab());
        var graph = config.graph();
        var source = folder.open(weightsFile).orElseThrow(() -> missing(folder, weightsFile));
        try (var file = Safetensors.open(folder.describe(weightsFile), source)) {
            var weights = Gpt2Checkpoint.read(file, config, graph);
            var id = ContentId.of(config, json, graph, weights);
            return new Model(id, preset, config, graph, weights, tokenizer);
        }
    }

    private static BadInputException missing(ModelFolder folder, String file) {
        return new BadInputException(
                "missing-file",
                "There is no %s. A model is a folder with config.json, model.safetensors and tokenizer.json."
                        .formatted(folder.describe(file)),
                Map.of("file", folder.describe(file)));
    }
}
