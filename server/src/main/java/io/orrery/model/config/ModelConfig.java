package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import java.util.List;

/** What a model's configuration says that the numbers depend on. Its text form is part of the model's content id. */
public sealed interface ModelConfig permits Gpt2Config, LlamaConfig {
    Sizes sizes();

    /** Whether the unembedding is the token embedding, transposed. */
    boolean tied();

    /** The tokens after which a text is over; may be empty. */
    List<Integer> endOfText();

    /** The graph of this model. */
    Graph graph();
}
