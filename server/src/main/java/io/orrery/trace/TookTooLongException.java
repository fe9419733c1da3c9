package io.orrery.trace;

import java.util.concurrent.TimeoutException;

/**
 * A trace was given up because it took longer than anybody waits for. It is a timeout, which a cache takes for an ordinary
 * end of a computation and not for a fault.
 */
public final class TookTooLongException extends TimeoutException {
    private static final long serialVersionUID = 1;

    TookTooLongException(long seconds) {
        super("This took longer than " + seconds + " s and was given up; try a shorter text.");
    }
}
