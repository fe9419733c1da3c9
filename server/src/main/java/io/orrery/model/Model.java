package io.orrery.model;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.chat.ChatTemplate;
import io.orrery.model.config.ModelConfig;
import io.orrery.model.preset.Preset;
import io.orrery.model.tokenizer.Tokenizer;
import java.util.List;
import java.util.Optional;

/**
 * A model that is ready to run.
 *
 * @param id content id: 32 hexadecimal digits
 * @param preset its description
 * @param config its configuration
 * @param graph its computation graph
 * @param chat its chat template, if it has one
 */
public record Model(
        String id,
        Preset preset,
        ModelConfig config,
        Graph graph,
        Weights weights,
        Tokenizer tokenizer,
        Optional<ChatTemplate> chat) {
    /** The same model with further ready prompts. */
    Model withPrompts(List<String> more) {
        return new Model(id, preset.withPrompts(more), config, graph, weights, tokenizer, chat);
    }

    /** The same model with a suffix added to its id and title, to distinguish it from its base. */
    Model variant(String id, String title) {
        return new Model(this.id, preset.variant(id, title), config, graph, weights, tokenizer, chat);
    }
}
