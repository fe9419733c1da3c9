package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a person is in a room, by the key that was shown. */
public enum Role {
    ATTENDEE,
    PROJECTOR,
    /** May drive when the wheel is handed over, or when its driver is gone. */
    CO_PRESENTER,
    PRESENTER;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether such a person may ever hold the wheel. */
    public boolean mayDrive() {
        return this == PRESENTER || this == CO_PRESENTER;
    }
}
