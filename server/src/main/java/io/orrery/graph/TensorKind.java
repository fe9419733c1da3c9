package io.orrery.graph;

import java.util.Locale;

/** The kind of a tensor, which decides its colour everywhere. */
public enum TensorKind {
    WEIGHT,
    ACTIVATION,
    AGGREGATE,
    QUERY,
    KEY,
    VALUE,
    PREDICTION;

    /** Its name in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
