package io.orrery.tour.scene;

import java.util.List;
import java.util.Optional;

/** The models that tours can be about. */
public interface TourModels {
    /** The exhibit that is a flight past all models. */
    String FLIGHT = "flight";

    /** The model of a preset's id. */
    Optional<TourModel> named(String id);

    /** The ids of presets, for people. */
    List<String> names();

    /** What the model gallery can show, for people. */
    List<String> exhibits();
}
