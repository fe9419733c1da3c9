package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.model.config.Gpt2Config;
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
    /** Whether this is how a model is trained: it has the name and the sizes. */
    public boolean isOf(Model model) {
        return id.equals(model.preset().id()) && config.equals(model.config());
    }

    public Graph graph() {
        return config.graph();
    }

    /**
     * Trains the model and writes it as a model folder. Intermediate weights go to
     * {@code checkpoints/STEP.safetensors}. The state of the training is saved in the folder from time to time.
     *
     * @param folder created if missing; existing files of the same names are overwritten
     * @param resume whether to go on from the saved state
     */
    public Training.Result train(
            Path folder, long seed, int threads, boolean resume, Consumer<Training.Progress> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("checkpoints"));
        var state = folder.resolve(SavedTraining.NAME);
        var result = new Training(graph(), task, seed, threads).run(state, resume, progress);
        Presets.copyDescription(id, folder);
        write(folder.resolve("model.safetensors"), result.best());
        for (var checkpoint : result.intermediate()) {
            write(folder.resolve("checkpoints/" + checkpoint.step() + ".safetensors"), checkpoint);
        }
        Files.deleteIfExists(state);
        return result;
    }

    /** Writes weights in the Hugging Face layout. */
    void write(Path file, Training.Checkpoint checkpoint) throws IOException {
        Gpt2Checkpoint.write(file, config, checkpoint.weights());
    }
}
