package io.orrery.web.entry;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks ten times a second which bodies and answers are over time. One thread checks all, by the server's clock. */
public final class Deadlines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final DoubleSupplier clock;
    private final Set<Timed> timed = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService checking = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "orrery-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> checks;

    /** Something that may take too long. */
    @FunctionalInterface
    interface Timed {
        /** @param now the server's clock, in ms */
        void check(double now);
    }

    /** @param clock in ms */
    public Deadlines(DoubleSupplier clock) {
        this.clock = clock;
        this.checks = checking.scheduleAtFixedRate(
                this::check, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    double now() {
        return clock.getAsDouble();
    }

    void add(Timed one) {
        timed.add(one);
    }

    void remove(Timed one) {
        timed.remove(one);
    }

    private void check() {
        double now = now();
        for (Timed one : timed) {
            try {
                one.check(now);
            } catch (RuntimeException e) {
                LOG.error("A deadline could not be checked", e);
            }
        }
    }

    @Override
    public void close() {
        checks.cancel(false);
        checking.shutdownNow();
    }
}
