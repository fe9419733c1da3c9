package io.orrery.error;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** Items that a sentence lists with "and" before the last. A plain {@link List} is written with commas only. */
public record Series(@JsonValue List<String> items) {
    public Series {
        items = List.copyOf(items);
    }
}
