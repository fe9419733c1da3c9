package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a connection asked to see, and so what it may do: commands are the presenter's. */
public enum View {
    ATTENDEE,
    PRESENTER,
    PROJECTOR,
    /** What a projector sees, small on the presenter's own page: nobody's screen. */
    COPY;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static View of(String word) throws MalformedException {
        for (View view : values()) {
            if (view.word().equals(word)) {
                return view;
            }
        }
        throw new MalformedException("hello.view must be attendee, presenter, projector or copy.");
    }
}
