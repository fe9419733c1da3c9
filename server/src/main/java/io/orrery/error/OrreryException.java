package io.orrery.error;

/** What was asked for cannot be done, for a reason that the one who asked can understand and mend. */
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

    /** One or two sentences in English: what is wrong, and what would be right. */
    @Override
    public String getMessage() {
        return Sentences.ENGLISH.of(error);
    }
}
