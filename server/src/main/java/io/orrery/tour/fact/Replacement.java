package io.orrery.tour.fact;

import java.util.Locale;

/** What a part is replaced by, to see its effect. */
public enum Replacement {
    MEAN,
    ZERO;

    /** As the tool {@code change} reads it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
