package io.orrery.train;

import io.orrery.graph.Gelu;
import io.orrery.graph.Gpt2;
import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The sorting model that ships: a GPT with 3 layers, 3 heads and 85,728 parameters. */
public final class NanoSort {
    private static final Sizes SIZES = new Sizes(48, 16, 192, SortingData.LETTERS, 3, 3, 3, SortingData.POSITIONS);
    private static final double EPSILON = 1e-5;
    private static final int STEPS = 1000;

    private NanoSort() {}

    /** Its graph: as GPT-2, with a head of its own. */
    public static Graph graph() {
        return new Graph(Gpt2.declare(SIZES, EPSILON, Gelu.Form.TANH, false));
    }

    /**
     * Trains it and writes {@code model.safetensors} and {@code checkpoints/STEP.safetensors}.
     *
     * @param folder made if missing; what stands there under these names is replaced
     */
    public static Training.Result train(Path folder, long seed, int threads, Consumer<Training.Progress> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("checkpoints"));
        var graph = graph();
        var result = new Training(graph, seed, threads, STEPS).run(progress);
        new Gpt2Checkpoint(graph, result.best().weights()).write(folder.resolve("model.safetensors"));
        for (var checkpoint : result.onTheWay()) {
            new Gpt2Checkpoint(graph, checkpoint.weights())
                    .write(folder.resolve("checkpoints/" + checkpoint.step() + ".safetensors"));
        }
        return result;
    }
}
