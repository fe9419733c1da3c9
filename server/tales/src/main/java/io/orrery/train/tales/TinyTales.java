package io.orrery.train.tales;

import io.orrery.graph.Sizes;
import io.orrery.graph.op.Gelu;
import io.orrery.model.config.Gpt2Config;
import io.orrery.train.TrainableModel;
import java.util.List;

/** The built-in language model: a GPT with 2 layers and 4 heads that tells tiny stories. */
public final class TinyTales {
    private static final Sizes SIZES = new Sizes(64, 16, 256, Vocabulary.all().size(), 2, 4, 4, Grammar.LONGEST);

    private static final int STEPS = 3600;

    /** After this one, a single head of layer 2 copies: the model card and the tour "Why it says Lily" point at it. */
    private static final long SEED = 5;

    public static final TrainableModel MODEL = new TrainableModel(
            "tiny-tales", new Gpt2Config(SIZES, Gelu.Form.TANH, 1e-5, false, List.of(0)), SEED, new TalesTask(STEPS));

    private TinyTales() {}
}
