package io.orrery.graph;

import java.util.Locale;

/** What a tensor is to the reader: it has this colour wherever it is shown. */
public enum Role {
    WEIGHT,
    ACTIVATION,
    AGGREGATE,
    QUERY,
    KEY,
    VALUE,
    PREDICTION;

    /** As it is written in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
