package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Gelu;
import io.orrery.model.Presets;
import io.orrery.model.config.Gpt2Config;
import io.orrery.model.weights.Gpt2Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The built-in sorting model: a GPT with 3 layers, 3 heads and 85,728 parameters. */
public final class NanoSort {
    private static final Sizes SIZES = new Sizes(48, 16, 192, SortingData.LETTERS, 3, 3, 3, SortingData.POSITIONS);
    private static final Gpt2Config CONFIG = new Gpt2Config(SIZES, Gelu.Form.TANH, 1e-5, false, List.of());
    private static final int STEPS = 1000;

    private NanoSort() {}

    /** The graph of the model: GPT-2's, with an unembedding of its own (untied). */
    public static Graph graph() {
        return CONFIG.graph();
    }

    /**
     * Trains the model and writes it as a model folder. Intermediate weights go to
     * {@code checkpoints/STEP.safetensors}.
     *
     * @param folder created if missing; existing files of the same names are overwritten
     */
    public static Training.Result train(Path folder, long seed, int threads, Consumer<Training.Progress> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("checkpoints"));
        var result = new Training(graph(), seed, threads, STEPS).run(progress);
        Presets.copyDescription("nano-sort", folder);
        write(folder.resolve("model.safetensors"), result.best());
        for (var checkpoint : result.intermediate()) {
            write(folder.resolve("checkpoints/" + checkpoint.step() + ".safetensors"), checkpoint);
        }
        return result;
    }

    static void write(Path file, Training.Checkpoint checkpoint) throws IOException {
        Gpt2Checkpoint.write(file, CONFIG, checkpoint.weights());
    }
}
