package io.orrery.web;

import io.orrery.web.health.Liveness;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watchdog thread: it checks deadlines and other threads four times a second. */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long PERIOD_MS = 250;

    private final List<Runnable> duties = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread;
    private final ScheduledFuture<?> periods;

    Watchdog(Liveness liveness) {
        this("orrery-watch");
        add(liveness::beat);
    }

    /** A thread of its own, for duties that may take longer. */
    Watchdog(String name) {
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            var made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
        periods = thread.scheduleWithFixedDelay(
                () -> duties.forEach(Watchdog::perform), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** Adds something to be called several times a second. */
    void add(Runnable duty) {
        duties.add(duty);
    }

    /** Whatever fails, the next period comes. */
    private static void perform(Runnable duty) {
        try {
            duty.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A periodic duty has failed", e);
        }
    }

    @Override
    public void close() {
        periods.cancel(false);
        thread.shutdownNow();
    }
}
