package io.orrery.tour.scene;

import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Trait;
import io.orrery.model.Model;
import io.orrery.model.tokenizer.Tokenizer;
import java.util.List;

/**
 * What tours ask a model for.
 *
 * @param checkpoints the updates of its training whose weights there are, ascending
 */
public record TourModel(Model model, List<Integer> checkpoints) {
    public TourModel {
        checkpoints = List.copyOf(checkpoints);
    }

    /** A model with all checkpoints of its description. */
    public static TourModel of(Model model) {
        return new TourModel(model, model.preset().checkpoints());
    }

    /** The preset's id. */
    public String id() {
        return model.preset().id();
    }

    /** Its name for people. */
    public String title() {
        return model.preset().title();
    }

    public Graph graph() {
        return model.graph();
    }

    public Tokenizer tokenizer() {
        return model.tokenizer();
    }

    /** Its own text; may be empty. */
    public String prompt() {
        return model.preset().prompt();
    }

    /** Whether it has tokens for all of a text, and room for them. */
    public boolean reads(String text) {
        try {
            return tokenizer().encode(text).length <= graph().sizes().n_ctx();
        } catch (OrreryException e) {
            return false;
        }
    }

    /** The number of layers. */
    public int layers() {
        return graph().sizes().n_layers();
    }

    /** The number of experts of each layer; 0 in a model without. */
    public int experts() {
        return graph().nodes().stream()
                .filter(node -> node.has(Trait.routing("parts")))
                .mapToInt(node -> node.axes().get(1).length(graph().sizes(), 0))
                .findFirst()
                .orElse(0);
    }

    /** The number of heads of each layer. */
    public int heads() {
        return graph().sizes().n_heads();
    }
}
