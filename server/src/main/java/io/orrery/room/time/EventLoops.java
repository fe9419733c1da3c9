package io.orrery.room.time;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the event loops of many rooms on a few threads.
 *
 * <p>The tasks of a room run one after the other, on any free thread. So a full room that sends to two thousand people
 * keeps one thread busy, and other rooms do not wait for it. After a number of tasks in a row a room goes to the end of
 * the queue.
 */
public final class EventLoops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final double NANOS_PER_MS = 1e6;

    /** Enough that the cost of switching rooms is small, few enough that no room waits for long. */
    private static final int TURNS_IN_A_ROW = 64;

    private final ScheduledThreadPoolExecutor threads;

    // The wall clock can be set back, so it is read once; from then on the monotonic clock counts.
    private final double startedAt;
    private final long startedNanos = System.nanoTime();

    /** @param name the prefix of the threads' names */
    public EventLoops(String name, int count) {
        this(name, count, System.currentTimeMillis());
    }

    /** Like the other, on a machine whose clock shows another time. @param startedAt what it shows now, ms */
    public EventLoops(String name, int count, double startedAt) {
        this.startedAt = startedAt;
        var number = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(count, work -> {
            var made = new Thread(work, name + "-" + number.incrementAndGet());
            made.setDaemon(true);
            return made;
        });
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** The server's clock, ms. It never goes backwards. All loops share it. */
    public double now() {
        return startedAt + (System.nanoTime() - startedNanos) / NANOS_PER_MS;
    }

    /** The threads themselves, for a task that belongs to no room. */
    public Executor threads() {
        return threads;
    }

    /** A new event loop. */
    public EventLoop loop() {
        return new OneRoom();
    }

    /** Runs the tasks that are queued already, and accepts no more. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private final class OneRoom implements EventLoop {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        /** The number of tasks that wait or run. The caller that raises it from 0 to 1 asks for a thread. */
        private final AtomicInteger waiting = new AtomicInteger();

        @Override
        public double now() {
            return EventLoops.this.now();
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
            if (waiting.getAndIncrement() == 0) {
                askForThread();
            }
        }

        @Override
        public Timer after(double ms, Runnable task) {
            var cancelled = new AtomicBoolean();
            Runnable due = () -> execute(() -> {
                if (!cancelled.get()) {
                    task.run();
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
                try {
                    take(tasks.remove());
                } finally {
                    left = waiting.decrementAndGet();
                }
            }
            if (left > 0) {
                askForThread();
            }
        }

        /** A task that fails, even by an error such as a lack of memory, must not prevent later tasks. */
        private static void take(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A turn of the room failed", e);
            }
        }
    }
}
