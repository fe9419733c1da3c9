package io.orrery.error;

/** Thrown if a request cannot be carried out for a reason that its sender can understand and correct. */
public final class OrreryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient DomainError error;

    public OrreryException(DomainError error) {
        this.error = error;
    }

    public OrreryException(DomainError error, Throwable cause) {
        super(cause);
        this.error = error;
    }

    public DomainError error() {
        return error;
    }

    /** One or two English sentences that say what is wrong and what is expected. */
    @Override
    public String getMessage() {
        return Sentences.ENGLISH.of(error);
    }
}
