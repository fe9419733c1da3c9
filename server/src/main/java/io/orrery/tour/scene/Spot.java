package io.orrery.tour.scene;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.tour.text.PositionRef;
import java.util.List;
import java.util.Optional;

/**
 * A place in the model that a word or a hint leads to.
 *
 * @param tensors that it lights
 * @param on the part that is in focus when it is pressed
 * @param token the position that it lights
 * @param term the glossary's key
 * @param alone the tour to which it leads, on a page of one's own
 * @param role the class that colours it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Spot(
        @JsonInclude(JsonInclude.Include.ALWAYS) List<String> tensors,
        Optional<Focus> on,
        Optional<Scene.PinnedCell> held,
        Optional<PositionRef> token,
        Optional<String> term,
        Optional<String> alone,
        Optional<String> role) {
    public Spot {
        tensors = List.copyOf(tensors);
    }

    Spot(List<String> tensors, Optional<Focus> on, Optional<Scene.PinnedCell> held, Optional<PositionRef> token) {
        this(tensors, on, held, token, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
