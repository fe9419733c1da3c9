package io.orrery.browser;

import io.orrery.graph.Step;
import io.orrery.model.Model;
import java.util.List;

/** The steps of a model. */
final class ModelSteps {
    private ModelSteps() {}

    /** Ids of all steps in their order, with every layer open: without the steps that show a whole layer. */
    static List<String> of(Model model) {
        return model.graph().steps().stream()
                .map(Step::id)
                .filter(id -> !id.matches("blocks\\.\\d+"))
                .toList();
    }

    /** Ids of the steps outside the layers and in the first layer, and of the second layer as one step. */
    static List<String> withoutRepeatedLayers(Model model) {
        return model.graph().steps().stream()
                .map(Step::id)
                .filter(id -> !id.startsWith("blocks.") || id.startsWith("blocks.0.") || id.equals("blocks.1"))
                .toList();
    }
}
