package io.orrery.tour.fact;

import java.util.Locale;

/** What a fact's value is, which decides how pages write it. */
public enum FactKind {
    /** Words, as they are. */
    TEXT,
    /** A token, perhaps at a position of the text. */
    TOKEN,
    /** A whole number. */
    COUNT,
    /** From 0 to 1. */
    SHARE,
    NUMBER,
    /** A head, an MLP or the embedding. */
    PART,
    FLAG,
    /** −1, 0 or 1. */
    SIGN;

    /** Its name in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether values of this kind have an order. */
    public boolean isNumeric() {
        return this == COUNT || this == SHARE || this == NUMBER || this == SIGN;
    }
}
