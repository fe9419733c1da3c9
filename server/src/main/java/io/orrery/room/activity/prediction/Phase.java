package io.orrery.room.activity.prediction;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a question is. */
public enum Phase {
    /** Answers are taken, and can be changed. */
    OPEN,
    /** No more answers are taken; nobody but those who may drive sees how they fall. */
    CLOSED,
    /** Everybody sees how the answers fall, and what the model says. */
    REVEALED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
