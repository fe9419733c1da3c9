package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A person's role in a room. It follows from the key and the view in the {@code hello}. */
public enum Role {
    ATTENDEE,
    PROJECTOR,
    /** An attendee who looks after what the audience says. */
    MODERATOR,
    /** Moves the room for the presenter from another program, or from a phone. Is no attendee, and sees what attendees see. */
    REMOTE,
    /** May drive when the driver hands over control, or has left. */
    CO_PRESENTER,
    PRESENTER;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a person with this role looks after what the audience says. */
    public boolean moderates() {
        return this == MODERATOR || mayDrive();
    }

    /** Whether this role is given by a key. */
    public boolean needsKey() {
        return moderates() || this == REMOTE;
    }

    /** Whether a person with this role can become the driver. */
    public boolean mayDrive() {
        return this == PRESENTER || this == CO_PRESENTER;
    }

    /** Whether what a person with this role says may be as long as a driver's messages are. */
    public boolean mayWriteLong() {
        return mayDrive() || this == REMOTE;
    }
}
