package io.orrery.room;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns on one thread of their own. */
public final class ThreadLoop implements Loop, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);
    private static final double NANOS_PER_MS = 1e6;

    private final ScheduledExecutorService thread;

    // The wall clock can be set back; so it is read once and counted on from there.
    private final double startedAt = System.currentTimeMillis();
    private final long startedNanos = System.nanoTime();

    public ThreadLoop(String name) {
        thread = Executors.newSingleThreadScheduledExecutor(turn -> {
            var made = new Thread(turn, name);
            made.setDaemon(true);
            return made;
        });
    }

    @Override
    public double now() {
        return startedAt + (System.nanoTime() - startedNanos) / NANOS_PER_MS;
    }

    @Override
    public void execute(Runnable turn) {
        try {
            thread.execute(guarded(turn));
        } catch (RejectedExecutionException e) {
            LOG.debug("A turn came after the end", e);
        }
    }

    @Override
    public Timer after(double ms, Runnable turn) {
        var cancelled = new AtomicBoolean();
        try {
            var future = thread.schedule(
                    guarded(() -> {
                        if (!cancelled.get()) {
                            turn.run();
                        }
                    }),
                    (long) (ms * NANOS_PER_MS),
                    TimeUnit.NANOSECONDS);
            return () -> {
                cancelled.set(true);
                future.cancel(false);
            };
        } catch (RejectedExecutionException e) {
            LOG.debug("A turn was planned after the end", e);
            return Timer.NONE;
        }
    }

    /** One turn that fails must not end those that follow. */
    private static Runnable guarded(Runnable turn) {
        return () -> {
            try {
                turn.run();
            } catch (RuntimeException e) {
                LOG.error("A turn of the room failed", e);
            }
        };
    }

    /** Takes the turns that wait already and no more. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
