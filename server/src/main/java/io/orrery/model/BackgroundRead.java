package io.orrery.model;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A value that is read on another thread while the caller does something longer. */
public final class BackgroundRead<T> {
    private final CompletableFuture<T> result;

    private BackgroundRead(CompletableFuture<T> result) {
        this.result = result;
    }

    static <T> BackgroundRead<T> of(Callable<T> reading) {
        return new BackgroundRead<>(CompletableFuture.supplyAsync(() -> {
            try {
                return reading.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }));
    }

    /**
     * Waits for the value. Exceptions of the read are rethrown unchanged.
     *
     * @throws IOException if the read failed with one
     */
    T get() throws IOException {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw e;
        }
    }
}
