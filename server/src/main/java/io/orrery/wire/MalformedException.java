package io.orrery.wire;

/** What came from outside is not what the protocol says; the message tells a person what would be right. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedException(String message) {
        super(message);
    }
}
