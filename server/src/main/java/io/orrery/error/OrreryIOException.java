package io.orrery.error;

import java.io.IOException;

/** Reading or writing failed for a reason that is known, where callers expect an {@link IOException}, for they may try again. */
public final class OrreryIOException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient TransferError error;

    public OrreryIOException(TransferError error) {
        this.error = error;
    }

    public OrreryIOException(TransferError error, Throwable cause) {
        super(cause);
        this.error = error;
    }

    public TransferError error() {
        return error;
    }

    /** A sentence in English. */
    @Override
    public String getMessage() {
        return Sentences.ENGLISH.of(error);
    }
}
