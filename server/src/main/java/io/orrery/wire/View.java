package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import io.orrery.error.JsonError;
import java.util.Locale;

/** The kind of page that a connection belongs to. */
public enum View {
    ATTENDEE,
    PRESENTER,
    PROJECTOR,
    /** The small projector's page within the presenter's page. Not counted as a screen. */
    COPY,
    /** A page in a frame of another site. It sees what attendees see, and is not counted among them: one person may look at several. */
    EMBED,
    /** The buttons of a remote control, or a program. Has no machine, so it is sent no numbers. */
    REMOTE;

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
        throw new MalformedException(new JsonError.UnknownView());
    }
}
