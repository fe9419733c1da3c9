package io.orrery.tour.scene;

import io.orrery.tour.file.PollsFile;
import java.util.List;
import java.util.Optional;

/** The models that tours can be about, and what else is around them. */
public interface TourModels {
    /** The exhibit that is a flight past all models. */
    String FLIGHT = "flight";

    /** The model of a preset's id. */
    Optional<TourModel> named(String id);

    /** The ids of presets, for people. */
    List<String> names();

    /** What the model gallery can show, for people. */
    List<String> exhibits();

    /** The ready polls, which beats name by their ids. */
    default List<PollsFile.Prepared> polls() {
        return List.of();
    }
}
