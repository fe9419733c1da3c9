package io.orrery.room.activity.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.Part;
import java.util.Optional;

/** @param exhibit empty while the gallery is closed */
public record GalleryState(
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Exhibit> exhibit) {
    public static final GalleryState CLOSED = new GalleryState(Optional.empty());

    public static final Part<GalleryState> PART = Part.flat("gallery", GalleryState.class, CLOSED);
}
