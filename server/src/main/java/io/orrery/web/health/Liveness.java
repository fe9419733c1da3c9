package io.orrery.web.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Finds out whether the server's threads make progress. A pool of threads is given a task at each beat, and must have
 * done one lately; a thread that has died or hangs does none. A queue must have advanced lately while it is not empty.
 */
public final class Liveness {
    /** Longer than any piece of work, and than answers that nobody reads keep their memory. */
    static final double STALLED_MS = 20_000;

    private static final String BEAT = "beat";

    private final DoubleSupplier now;
    private final List<Check> parts = new CopyOnWriteArrayList<>();
    private volatile double beaten;

    /** A part of the server that must make progress. */
    private interface Check {
        String name();

        void beat(double time);

        /** When it last made progress, or had nothing to do, ms. */
        double wellAt();
    }

    /** @param now a clock, ms */
    public Liveness(DoubleSupplier now) {
        this.now = now;
        this.beaten = now.getAsDouble();
    }

    /** Watches threads. */
    public void watch(String name, Executor threads) {
        parts.add(new Threads(name, threads, now));
    }

    /**
     * Watches a queue.
     *
     * @param progress grows with each piece of work
     * @param isIdle whether there is nothing to do
     */
    public void watch(String name, LongSupplier progress, BooleanSupplier isIdle) {
        parts.add(new Queue(name, progress, isIdle, now.getAsDouble()));
    }

    /** To be called about once a second. */
    public void beat() {
        double time = now.getAsDouble();
        beaten = time;
        parts.forEach(part -> part.beat(time));
    }

    /** The names of the parts that make no progress; empty if the server is alive. */
    public List<String> stalled() {
        double time = now.getAsDouble();
        if (time - beaten > STALLED_MS) {
            return List.of(BEAT);
        }
        return parts.stream()
                .filter(part -> time - part.wellAt() > STALLED_MS)
                .map(Check::name)
                .toList();
    }

    private static final class Threads implements Check {
        private final String name;
        private final Executor threads;
        private final DoubleSupplier now;
        private final AtomicBoolean isAsked = new AtomicBoolean();
        private volatile double wellAt;

        Threads(String name, Executor threads, DoubleSupplier now) {
            this.name = name;
            this.threads = threads;
            this.now = now;
            this.wellAt = now.getAsDouble();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public double wellAt() {
            return wellAt;
        }

        @Override
        public void beat(double time) {
            if (isAsked.compareAndSet(false, true)) {
                try {
                    threads.execute(() -> {
                        wellAt = now.getAsDouble();
                        isAsked.set(false);
                    });
                } catch (RuntimeException | Error e) {
                    // There is no thread for it. The next beat tries again.
                    isAsked.set(false);
                }
            }
        }
    }

    private static final class Queue implements Check {
        private final String name;
        private final LongSupplier progress;
        private final BooleanSupplier isIdle;
        private volatile double wellAt;
        private volatile long seen;

        Queue(String name, LongSupplier progress, BooleanSupplier isIdle, double wellAt) {
            this.name = name;
            this.progress = progress;
            this.isIdle = isIdle;
            this.wellAt = wellAt;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public double wellAt() {
            return wellAt;
        }

        @Override
        public void beat(double time) {
            long done = progress.getAsLong();
            if (done != seen || isIdle.getAsBoolean()) {
                seen = done;
                wellAt = time;
            }
        }
    }
}
