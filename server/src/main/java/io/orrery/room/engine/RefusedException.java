package io.orrery.room.engine;

import io.orrery.wire.RefusalReason;
import java.util.Map;

/** Thrown if the engine refuses a room's question. The message is an English sentence for the person who asked. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RefusalReason reason;
    private final transient Map<String, Object> parameters;

    public RefusedException(RefusalReason reason, String message) {
        this(reason, Map.of(), message);
    }

    /** @param parameters the parameters of the reason, for pages to make a sentence in their language */
    public RefusedException(RefusalReason reason, Map<String, Object> parameters, String message) {
        super(message);
        this.reason = reason;
        this.parameters = Map.copyOf(parameters);
    }

    public RefusalReason reason() {
        return reason;
    }

    public Map<String, Object> parameters() {
        return parameters;
    }
}
