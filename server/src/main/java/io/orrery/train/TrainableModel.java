package io.orrery.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.graph.Graph;
import io.orrery.graph.architecture.Positions;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.model.config.ConfigFile;
import io.orrery.model.config.Gpt2Config;
import io.orrery.model.config.Gpt2Keys;
import io.orrery.model.file.ElementType;
import io.orrery.model.file.JsonFile;
import io.orrery.model.preset.PresetFile;
import io.orrery.model.weights.Gpt2Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A built-in model that can be trained again from a seed.
 *
 * @param id the preset's
 * @param config with an untied unembedding
 * @param seed of the built-in weights
 */
public record TrainableModel(String id, Gpt2Config config, long seed, TrainingTask task) {
    /** The same model with other positions. */
    public TrainableModel with(Positions positions) {
        return new TrainableModel(id, config.with(positions), seed, task);
    }

    /** The name of the model that is written: the preset's, with its positions if these are not learned. */
    public String name() {
        var positions = config.positions();
        return positions == Positions.LEARNED ? id : id + "-" + positions.word();
    }

    /** Whether this is how a model is trained: it has the name and the sizes. */
    public boolean isOf(Model model) {
        return name().equals(model.preset().id()) && config.equals(model.config());
    }

    public Graph graph() {
        return config.graph();
    }

    /**
     * Trains the model and writes it as a model folder. Intermediate weights go to
     * {@code checkpoints/STEP.safetensors}, after those of an {@linkplain TrainingTask#earlier earlier training}, whose steps count, too. The state of the training is saved in the folder from time to time.
     *
     * @param folder created if missing; existing files of the same names are overwritten
     * @param resume whether to go on from the saved state
     */
    public Training.Result train(
            Path folder, long seed, int threads, boolean resume, Consumer<Training.Progress> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("checkpoints"));
        var state = folder.resolve(SavedTraining.NAME);
        var earlier = task.earlier(graph(), seed);
        var result = new Training(graph(), task, seed, threads)
                .run(state, resume, progress)
                .after(earlier);
        Presets.copyDescription(id, folder);
        if (!name().equals(id)) {
            describePositions(folder);
        }
        write(folder.resolve("model.safetensors"), result.best(), ElementType.F32);
        for (var checkpoint : result.intermediate()) {
            write(folder.resolve("checkpoints/" + checkpoint.step() + ".safetensors"), checkpoint, task.stored());
        }
        Files.deleteIfExists(state);
        return result;
    }

    /** A model with other positions is another one: tours of the preset would not be true of it. */
    private void describePositions(Path folder) throws IOException {
        var word = config.positions().word();
        change(folder.resolve(ConfigFile.NAME), json -> json.put(Gpt2Keys.POSITIONS, word));
        change(
                folder.resolve(PresetFile.NAME),
                json -> json.put("id", name())
                        .put(
                                "title",
                                "%s, positions: %s".formatted(json.path("title").textValue(), word)));
    }

    private static void change(Path file, Consumer<ObjectNode> change) throws IOException {
        var json = JsonFile.parse(file.toString(), Files.readAllBytes(file));
        change.accept(json);
        Files.writeString(file, json.toPrettyString() + "\n");
    }

    /** Writes weights in the Hugging Face layout. */
    void write(Path file, Training.Checkpoint checkpoint, ElementType type) throws IOException {
        Gpt2Checkpoint.write(file, config, checkpoint.weights(), type);
    }
}
