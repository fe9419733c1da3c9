package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An enum whose values are words in JSON: their names, in small letters. */
public interface Word {
    String name();

    @JsonValue
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
