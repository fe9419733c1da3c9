package io.orrery.model;

import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.model.config.ConfigFile;
import io.orrery.model.config.ModelConfig;
import io.orrery.model.download.RemoteModel;
import io.orrery.model.file.ModelFolder;
import io.orrery.model.preset.ModelTitle;
import io.orrery.model.preset.Preset;
import io.orrery.model.preset.PresetFile;
import io.orrery.model.tokenizer.TokenizerFile;
import io.orrery.model.weights.Adapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Opens models by name: a shipped preset by its id, a folder on disk, or a .gguf file. The suffix {@code @400} selects
 * the checkpoint of step 400 of the training.
 */
public final class Presets {
    /** The presets inside the jar. The class path cannot be listed, so they are named here. */
    private static final List<String> SHIPPED = List.of("nano-sort", "tiny-tales", "tiny-tales-de");

    /** In the order of pages. Language is what people come for, and letters to sort are what can be checked by eye. */
    private static final List<String> SERVED = List.of("tiny-tales", "nano-sort", "tiny-tales-de");

    private static final String GGUF = ".gguf";

    private Presets() {}

    /** The ids of the shipped presets; the first is the model of commands that name none. */
    public static List<String> shipped() {
        return SHIPPED;
    }

    /** The models that a server offers if none is named; rooms and pages begin with the first. */
    public static List<ModelReference> served() {
        return SERVED.stream().map(ModelReference::of).toList();
    }

    /**
     * The models that a server offers if none is named, in this order if rooms and pages shall begin in a language.
     *
     * @param language one of {@link #languages}
     */
    public static List<ModelReference> served(String language) throws IOException {
        var first = ModelReference.of(languages().get(language));
        return Stream.concat(Stream.of(first), served().stream()).distinct().toList();
    }

    /** The ids of the first model on offer by the language of its texts. */
    public static Map<String, String> languages() throws IOException {
        return description(SERVED.get(0)).languages();
    }

    /**
     * Opens a model.
     *
     * @param reference a preset's id, a folder or a .gguf file, with {@code @} and a step for a checkpoint
     * @throws OrreryException if there is no such model, or if its files cannot be used
     */
    public static Model open(String reference) throws IOException {
        return open(ModelReference.of(reference));
    }

    /**
     * Opens a model and adds its adapter.
     *
     * @throws OrreryException if there is no such model, or if its files or the adapter's cannot be used
     */
    public static Model open(ModelReference reference) throws IOException {
        return open(reference, (name, graph, weights) -> {});
    }

    /**
     * Opens a model and adds its adapter.
     *
     * @param memory may refuse the model before its weights are read
     * @throws OrreryException if there is no such model, or if its files or the adapter's cannot be used
     */
    public static Model open(ModelReference reference, MemoryCheck memory) throws IOException {
        if (reference.adapter().isEmpty()) {
            return open(reference.name(), Optional.empty(), memory);
        }
        var adapter = reference.adapter().get();
        return open(reference.name(), Optional.of(adapter(adapter)), memory)
                .variant("+" + name(adapter), " + " + ModelTitle.ofFile(name(adapter)));
    }

    private static Model open(String model, Optional<ModelFolder> adapter, MemoryCheck memory) throws IOException {
        if (model.endsWith(GGUF) && isFile(model)) {
            // The parts of a model have one name.
            var name = name(model).replaceFirst("(-00001-of-\\d{5})?\\.gguf$", "");
            return new ModelReader(name, adapter, memory).read(Path.of(model));
        }
        int at = model.lastIndexOf('@');
        if (at < 0 || isFolder(model)) {
            var folder = folder(model);
            return new ModelReader(name(model), adapter, memory).read(folder, ModelReader.WEIGHTS);
        }
        var name = model.substring(0, at);
        var weights = "checkpoints/" + model.substring(at + 1) + ".safetensors";
        var folder = folder(name);
        if (!model.substring(at + 1).matches("\\d+") || folder.open(weights).isEmpty()) {
            throw noCheckpoint(folder, name, model.substring(at + 1));
        }
        var step = model.substring(at);
        return new ModelReader(name(name), adapter, memory)
                .read(folder, weights)
                .variant(step, ", step " + step.substring(1));
    }

    /**
     * Copies the files of a preset other than the weights (configuration, tokenizer, description) into an existing
     * folder, so that the folder becomes a model.
     *
     * @param id of a model that can be trained, whether or not its weights are shipped
     */
    public static void copyDescription(String id, Path folder) throws IOException {
        var preset = new ModelFolder.OnClassPath("presets/" + id);
        for (var file : List.of(ConfigFile.NAME, TokenizerFile.NAME, PresetFile.NAME)) {
            var bytes = preset.read(file, TokenizerFile.LONGEST).orElseThrow(() -> ModelReader.missing(preset, file));
            Files.write(folder.resolve(file), bytes);
        }
    }

    /** The configuration of a shipped preset. */
    public static ModelConfig config(String id) throws IOException {
        return ConfigFile.read(folder(id));
    }

    private static ModelFolder folder(String name) {
        if (Structures.has(name) && !isFolder(name)) {
            throw Structures.cannotRun(name);
        }
        if (SHIPPED.contains(name)) {
            return new ModelFolder.OnClassPath("presets/" + name);
        }
        if (isFolder(name)) {
            return new ModelFolder.OnDisk(Path.of(name));
        }
        if (RemoteModel.named(name).isPresent()) {
            throw new OrreryException(new ModelError.NotPulled(name));
        }
        throw new OrreryException(new ModelError.NoModel(name, SHIPPED));
    }

    private static ModelFolder adapter(String name) {
        if (isFolder(name)) {
            return new ModelFolder.OnDisk(Path.of(name));
        }
        throw new OrreryException(new ModelError.NoAdapter(name, Adapter.CONFIG, Adapter.WEIGHTS));
    }

    private static boolean isFile(String name) {
        try {
            return Files.isRegularFile(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
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

    private static Preset description(String id) throws IOException {
        return description(folder(id), id);
    }

    private static Preset description(ModelFolder folder, String name) throws IOException {
        var sizes = ConfigFile.read(folder).sizes();
        return PresetFile.read(folder, PresetFile.unnamed(name, name, "", sizes, ""), sizes);
    }

    private static OrreryException noCheckpoint(ModelFolder folder, String name, String step) throws IOException {
        var checkpoints = description(folder, name).checkpoints();
        return new OrreryException(
                checkpoints.isEmpty()
                        ? new ModelError.NoCheckpoints(name, step)
                        : new ModelError.NoSuchCheckpoint(name, step, checkpoints));
    }
}
