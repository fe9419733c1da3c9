package io.orrery.room.time;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turns of many rooms on a few threads.
 *
 * <p>A room's turns come one after the other, on whichever thread is free; so a full room that tells two thousand people
 * something keeps one thread busy, and no other room waits for it. After some turns in a row a room goes to the end of
 * the queue.
 */
public final class EventLoops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final double NANOS_PER_MS = 1e6;

    /** Enough that changing threads costs nothing, few enough that nobody waits long. */
    private static final int TURNS_IN_A_ROW = 64;

    private final ScheduledThreadPoolExecutor threads;

    // The wall clock can be set back; so it is read once and counted on from there.
    private final double startedAt = System.currentTimeMillis();
    private final long startedNanos = System.nanoTime();

    /** @param name what the threads are called */
    public EventLoops(String name, int count) {
        var number = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(count, work -> {
            var made = new Thread(work, name + "-" + number.incrementAndGet());
            made.setDaemon(true);
            return made;
        });
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** The server's clock in ms; it never goes back. All loops share it. */
    public double now() {
        return startedAt + (System.nanoTime() - startedNanos) / NANOS_PER_MS;
    }

    /** A loop whose turns come one after the other. */
    public EventLoop loop() {
        return new OneRoom();
    }

    /** Takes the turns that wait already and no more. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private final class OneRoom implements EventLoop {
        private final Queue<Runnable> turns = new ConcurrentLinkedQueue<>();
        /** Turns that wait or are being taken. Whoever makes it 1 asks for a thread. */
        private final AtomicInteger waiting = new AtomicInteger();

        @Override
        public double now() {
            return EventLoops.this.now();
        }

        @Override
        public void execute(Runnable turn) {
            turns.add(turn);
            if (waiting.getAndIncrement() == 0) {
                askForThread();
            }
        }

        @Override
        public Timer after(double ms, Runnable turn) {
            var cancelled = new AtomicBoolean();
            Runnable due = () -> execute(() -> {
                if (!cancelled.get()) {
                    turn.run();
                }
            });
            try {
                var future = threads.schedule(due, (long) (ms * NANOS_PER_MS), TimeUnit.NANOSECONDS);
                return () -> {
                    cancelled.set(true);
                    future.cancel(false);
                };
            } catch (RejectedExecutionException e) {
                LOG.debug("A turn was planned after the end", e);
                return Timer.NONE;
            }
        }

        private void askForThread() {
            try {
                threads.execute(this::takeTurns);
            } catch (RejectedExecutionException e) {
                LOG.debug("A turn came after the end", e);
            }
        }

        private void takeTurns() {
            int left = waiting.get();
            for (int taken = 0; left > 0 && taken < TURNS_IN_A_ROW; taken++) {
                take(turns.remove());
                left = waiting.decrementAndGet();
            }
            if (left > 0) {
                askForThread();
            }
        }

        /** One turn that fails must not end those that follow. */
        private static void take(Runnable turn) {
            try {
                turn.run();
            } catch (RuntimeException e) {
                LOG.error("A turn of the room failed", e);
            }
        }
    }
}
