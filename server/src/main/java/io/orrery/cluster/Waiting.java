package io.orrery.cluster;

import io.orrery.error.ClusterError;
import io.orrery.error.OrreryException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits for what another thread does. */
final class Waiting {
    private static final long MOST_S = 5;

    private Waiting() {}

    /** @throws OrreryException if it is not done in time */
    static void on(Consumer<Runnable> begin) {
        var done = new CountDownLatch(1);
        begin.accept(done::countDown);
        try {
            if (!done.await(MOST_S, TimeUnit.SECONDS)) {
                throw new OrreryException(new ClusterError.NotStored());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryException(new ClusterError.NotStored(), e);
        }
    }
}
