package io.orrery.trace;

import io.orrery.error.LibraryError;
import io.orrery.error.Sentences;
import java.util.concurrent.TimeoutException;

/**
 * Thrown if the computation of a trace exceeds its deadline. It is a {@link TimeoutException}, which the cache does not
 * log as a fault.
 */
public final class TookTooLongException extends TimeoutException {
    private static final long serialVersionUID = 1;

    private final transient LibraryError.TookTooLong error;

    TookTooLongException(long seconds) {
        error = new LibraryError.TookTooLong(seconds);
    }

    public LibraryError.TookTooLong error() {
        return error;
    }

    @Override
    public String getMessage() {
        return Sentences.ENGLISH.of(error);
    }
}
