package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a command was not done. */
public enum RefusalReason {
    /** This person may not do this. */
    NOT_ALLOWED,
    /** Somebody else drives. */
    NOT_DRIVING,
    /** It was given up before it was done. */
    STOPPED,
    UNKNOWN_PERSON,
    /** Somebody else moved the room after the state that the command was given at. */
    STALE,
    UNKNOWN_TRACE,
    UNKNOWN_STEP,
    UNKNOWN_MODEL,
    UNKNOWN_TOKEN,
    /** The two models cut texts into other tokens. */
    TOKENIZERS_DIFFER,
    /** The model has no position left for another token. */
    CONTEXT_FULL,
    /** A token is being generated already. */
    BUSY,
    MALFORMED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
