package io.orrery.wire;

import io.orrery.error.DomainError;
import io.orrery.error.Sentences;

/** Untrusted input violates the protocol. The error says what is expected. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient DomainError error;

    public MalformedException(DomainError error) {
        this.error = error;
    }

    public DomainError error() {
        return error;
    }

    /** An English sentence that says what is expected. */
    @Override
    public String getMessage() {
        return Sentences.ENGLISH.of(error);
    }
}
