package io.orrery.model;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What is read on another thread, beside something that takes longer. */
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
     * What was read, once it is there.
     *
     * @throws IOException as the reading threw it, and so does any other exception come out
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
