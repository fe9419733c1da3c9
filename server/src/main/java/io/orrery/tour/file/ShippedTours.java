package io.orrery.tour.file;

import java.util.List;

/** The tours inside the jar. The class path cannot be listed, so they are named here. */
public final class ShippedTours {
    /** Tour ids, in menu order. */
    private static final List<String> IDS =
            List.of("how-it-sorts", "why-lily", "warum-lily", "evening", "abend", "any-model");

    /** Languages that every shipped tour has. */
    private static final List<String> LANGUAGES = List.of("en", "de");

    private ShippedTours() {}

    public static List<TourFolder> all() {
        return IDS.stream()
                .<TourFolder>map(id -> new TourFolder.Shipped(id, LANGUAGES))
                .toList();
    }
}
