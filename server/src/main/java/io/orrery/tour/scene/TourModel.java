package io.orrery.tour.scene;

import io.orrery.graph.Graph;
import io.orrery.model.Model;
import io.orrery.model.tokenizer.Tokenizer;
import java.util.List;

/**
 * What tours need to know of a model.
 *
 * @param id the preset's
 * @param title as people know it
 * @param prompt its own text; may be empty
 * @param checkpoints the updates of its training whose weights are on offer, ascending
 */
public record TourModel(
        String id, String title, Graph graph, Tokenizer tokenizer, String prompt, List<Integer> checkpoints) {
    public TourModel {
        checkpoints = List.copyOf(checkpoints);
    }

    public static TourModel of(Model model) {
        var preset = model.preset();
        return new TourModel(
                preset.id(), preset.title(), model.graph(), model.tokenizer(), preset.prompt(), preset.checkpoints());
    }

    /** The number of layers. */
    public int layers() {
        return graph.sizes().n_layers();
    }

    /** The number of heads of each layer. */
    public int heads() {
        return graph.sizes().n_heads();
    }
}
