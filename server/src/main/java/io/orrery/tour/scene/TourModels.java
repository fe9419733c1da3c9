package io.orrery.tour.scene;

import io.orrery.model.Presets;
import io.orrery.tour.file.PollsFile;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The models that tours can be about, and what else is around them. */
public interface TourModels {
    /** The exhibit that is a flight past all models. */
    String FLIGHT = "flight";

    /** In place of a preset's id: the largest model that somebody has loaded, or the tour's own if nobody has. */
    String LOADED = "loaded";

    /** The model of a preset's id. */
    Optional<TourModel> named(String id);

    /** The ids of presets, for people. */
    List<String> names();

    /** What the model gallery can show, for people. */
    List<String> exhibits();

    /** Of the models that do not ship, the one with the most parameters of those that can read a text; empty if there is none. */
    default Optional<TourModel> loaded(String text) {
        return names().stream()
                .filter(id -> !Presets.shipped().contains(id))
                .flatMap(id -> named(id).stream())
                .filter(model -> model.reads(text))
                .max(Comparator.comparingLong(model -> model.graph().parameters()));
    }

    /** The ready polls, which beats name by their ids. */
    default List<PollsFile.Prepared> polls() {
        return List.of();
    }
}
