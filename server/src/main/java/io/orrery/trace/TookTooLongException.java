package io.orrery.trace;

import io.orrery.error.LibraryError;
import io.orrery.error.Sentences;
import java.util.concurrent.TimeoutException;

/**
 * A trace was given up because it took longer than anybody waits for. It is a timeout, which a cache takes for an ordinary
 * end of a computation and not for a fault.
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
