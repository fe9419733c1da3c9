package io.orrery.train.tales;

import io.orrery.graph.Sizes;
import io.orrery.graph.op.Gelu;
import io.orrery.model.config.Gpt2Config;
import io.orrery.train.TrainableModel;
import java.util.List;

/** The built-in language models: GPTs with 2 layers and 4 heads that tell tiny stories, each in its language. */
public final class TinyTales {
    private static final int STEPS = 3600;

    /** After this one, a single head of layer 2 copies: the model card and the tour "Why it says Lily" point at it. */
    private static final long SEED = 5;

    public static final TrainableModel MODEL = model(
            "tiny-tales",
            Grammar.ENGLISH,
            1400,
            // Densest where the model learns fastest.
            List.of(0, 100, 200, 300, 400, 600, 800, 1000, 1400, 2000, 2600, 3200));

    /** Its German sibling, which begins with its weights: the first ones on the way are the English model's. */
    public static final TrainableModel GERMAN = model(
            "tiny-tales-de",
            Grammar.GERMAN,
            0,
            List.of(0, 100, 200, 300, 400, 600, 1000, 2000, STEPS, STEPS + 100, STEPS + 200, STEPS + 1400));

    /** Both. */
    public static final List<TrainableModel> MODELS = List.of(MODEL, GERMAN);

    private TinyTales() {}

    private static TrainableModel model(String id, Grammar grammar, int simpleSteps, List<Integer> checkpoints) {
        var sizes = new Sizes(64, 16, 256, grammar.vocabulary().all().size(), 2, 4, 4, Grammar.LONGEST);
        return new TrainableModel(
                id,
                new Gpt2Config(sizes, Gelu.Form.TANH, 1e-5, false, List.of(0)),
                SEED,
                new TalesTask(grammar, STEPS, simpleSteps, checkpoints));
    }
}
