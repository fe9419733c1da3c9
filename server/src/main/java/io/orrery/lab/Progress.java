package io.orrery.lab;

import java.util.concurrent.CancellationException;

/** Is told how far a long measurement is, between two forward passes, and can end it there. */
@FunctionalInterface
public interface Progress {
    /** For measurements that nobody watches. */
    Progress NONE = (done, all) -> {};

    /**
     * Called after each piece of work.
     *
     * @param done pieces that are done
     * @param all pieces that there are
     * @throws CancellationException to end the measurement
     */
    void done(int done, int all);
}
