package io.orrery.error;

import java.io.IOException;

/**
 * Thrown if reading or writing failed for a known reason. Callers treat it as any {@link IOException}, and may try
 * again.
 */
public class OrreryIOException extends IOException {
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

    /** An English sentence. */
    @Override
    public String getMessage() {
        return Sentences.ENGLISH.of(error);
    }
}
