package io.orrery.model;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;

/**
 * A model that is ready to run.
 *
 * @param id the address of its content: 32 hexadecimal digits
 * @param preset what is said of it
 * @param config its configuration
 * @param graph its declaration, written out
 */
public record Model(String id, Preset preset, ModelConfig config, Graph graph, Weights weights, Tokenizer tokenizer) {
    /** The same model under a name that tells it from the one it was made of. */
    Model variant(String id, String title) {
        return new Model(this.id, preset.variant(id, title), config, graph, weights, tokenizer);
    }
}
