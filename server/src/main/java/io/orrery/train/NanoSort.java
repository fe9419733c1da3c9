package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Positions;
import io.orrery.graph.op.Gelu;
import io.orrery.model.config.Gpt2Config;
import java.util.List;
import java.util.stream.Stream;

/** The built-in sorting model: a GPT with 3 layers, 3 heads and 85,728 parameters. */
public final class NanoSort {
    private static final Sizes SIZES = new Sizes(48, 16, 192, SortingTask.LETTERS, 3, 3, 3, SortingTask.POSITIONS);

    private static final int STEPS = 1000;

    public static final TrainableModel MODEL = new TrainableModel(
            "nano-sort", new Gpt2Config(SIZES, Gelu.Form.TANH, 1e-5, false, List.of()), 1, new SortingTask(STEPS));

    private NanoSort() {}

    /** The model with each kind of positions. */
    public static Stream<TrainableModel> models() {
        return Stream.of(Positions.values()).map(MODEL::with);
    }

    /** The graph of the model: GPT-2's, with an unembedding of its own (untied). */
    public static Graph graph() {
        return MODEL.graph();
    }
}
