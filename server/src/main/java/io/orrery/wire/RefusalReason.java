package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import io.orrery.error.ErrorType;
import java.util.Arrays;
import java.util.Locale;

/** Why a command was refused. */
public enum RefusalReason {
    /** The person's role does not allow this command. */
    NOT_ALLOWED,
    /** Only the driver may give this command, and that is somebody else. */
    NOT_DRIVING,
    /** The command was cancelled while its answer was being computed. */
    STOPPED,
    UNKNOWN_PERSON,
    /** Somebody else has moved the room since the state that the sender saw. */
    STALE,
    UNKNOWN_TRACE,
    UNKNOWN_STEP,
    UNKNOWN_MODEL,
    UNKNOWN_TOKEN,
    /** The two models have different tokenizers. */
    TOKENIZERS_DIFFER,
    /** The text would exceed the model's context. */
    CONTEXT_FULL,
    /** A token is already being generated, the computation took too long, or the server has too much to do. */
    BUSY,
    MALFORMED;

    /** The reason for an error of a type: the one with the same name, otherwise {@link #UNKNOWN_TRACE}. */
    public static RefusalReason of(ErrorType type) {
        if (type == ErrorType.TOOK_TOO_LONG || type == ErrorType.TOO_BUSY) {
            return BUSY;
        }
        return Arrays.stream(values())
                .filter(reason -> reason.name().equals(type.name()))
                .findFirst()
                .orElse(UNKNOWN_TRACE);
    }

    /** The reason with this word. */
    public static RefusalReason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
