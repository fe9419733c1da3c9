package io.orrery.cluster;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that wait for NATS, so that no room's thread does. A task that fails is logged, and prevents no later one. */
final class ClusterThreads implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterThreads.class);

    /** Several rooms may be taken at once, each of which waits for answers. */
    private static final int COUNT = 8;

    private final ScheduledThreadPoolExecutor threads;

    ClusterThreads() {
        var number = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(COUNT, work -> {
            var thread = new Thread(work, "orrery-cluster-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        after(0, task);
    }

    void after(long ms, Runnable task) {
        try {
            ScheduledFuture<?> planned = threads.schedule(() -> run(task), ms, TimeUnit.MILLISECONDS);
            LOG.trace("Planned: {}", planned);
        } catch (RejectedExecutionException e) {
            LOG.debug("A task came after the end", e);
        }
    }

    /** Runs a task again and again, with a pause between the end of one run and the next. */
    void every(long ms, Runnable task) {
        after(ms, () -> {
            try {
                task.run();
            } finally {
                every(ms, task);
            }
        });
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of the cluster failed", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
