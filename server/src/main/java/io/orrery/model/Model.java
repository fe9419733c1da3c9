package io.orrery.model;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.chat.ChatTemplate;
import io.orrery.model.config.ModelConfig;
import io.orrery.model.preset.Preset;
import io.orrery.model.tokenizer.Tokenizer;
import java.util.Optional;

/**
 * A model that is ready to run.
 *
 * @param id the address of its content: 32 hexadecimal digits
 * @param preset what is said of it
 * @param config its configuration
 * @param graph its declaration, written out
 * @param chat how it wishes a conversation to be written; nothing where it was not taught to have one
 */
public record Model(
        String id,
        Preset preset,
        ModelConfig config,
        Graph graph,
        Weights weights,
        Tokenizer tokenizer,
        Optional<ChatTemplate> chat) {
    /** The same model under a name that tells it from the one it was made of. */
    Model variant(String id, String title) {
        return new Model(this.id, preset.variant(id, title), config, graph, weights, tokenizer, chat);
    }
}
