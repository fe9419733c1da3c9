package io.orrery.trace;

/** A trace was given up because it took longer than anybody waits for. */
public final class TookTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TookTooLongException(long seconds) {
        super("This took longer than " + seconds + " s and was given up; try a shorter text.");
    }
}
