package io.orrery.model.config;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import java.util.List;

/** The settings of a configuration that a model's numbers depend on. Their text form is part of the content id. */
public sealed interface ModelConfig
        permits Gpt2Config, LlamaConfig, Qwen3Config, Qwen3MoeConfig, Olmo2Config, Gemma3Config, GptNeoXConfig {
    Sizes sizes();

    /** Whether the unembedding is the token embedding, transposed. */
    boolean tied();

    /** The end-of-text tokens; may be empty. */
    List<Integer> endOfText();

    /** The graph of this model. */
    Graph graph();
}
