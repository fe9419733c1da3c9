package io.orrery.room.engine;

import io.orrery.wire.RefusalReason;

/** A command that cannot be done, and why; the message is for the person who gave it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RefusalReason reason;

    public RefusedException(RefusalReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RefusalReason reason() {
        return reason;
    }
}
