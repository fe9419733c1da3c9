package io.orrery.error;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** Things that a sentence lists as one does in speech, with "and" before the last; a plain list has commas alone. */
public record Series(@JsonValue List<String> items) {
    public Series {
        items = List.copyOf(items);
    }
}
