package io.orrery.wire;

/** Untrusted input violates the protocol. The message says in English what is expected. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedException(String message) {
        super(message);
    }
}
