package io.orrery.tensor;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/**
 * A pool of threads that splits the rows or columns of one computation between them. The result does not depend on the
 * number of threads.
 *
 * <p>A trace is a few hundred products of about a millisecond each, one after another. Waking a thread can take as long
 * as a product, so a helper thread spins for a moment after each job before it parks. The calling thread works too: it
 * takes every share that no helper has started.
 */
public final class Workers implements AutoCloseable {
    /** A share of fewer multiplications than this costs less to compute than to hand over. */
    private static final long SMALLEST_SHARE = 200_000;

    /** How long an idle helper spins before it parks. Longer than the gap between two products of a trace. */
    private static final long SPIN_NANOS = 500_000;

    private final int threads;
    private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
    private final Thread[] helpers;
    private volatile boolean closed;

    /**
     * Starts the helper threads; they run until {@link #close}.
     *
     * @param threads threads that share the work, including the caller's; at least 1
     */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
        this.threads = threads;
        this.helpers = IntStream.range(1, threads)
                .mapToObj(i -> new Thread(this::help, "orrery-worker-" + i))
                .toArray(Thread[]::new);
        for (Thread helper : helpers) {
            helper.setDaemon(true);
            helper.start();
        }
    }

    public int threads() {
        return threads;
    }

    /** Computes the items in [from, to). */
    public interface Share {
        void compute(int from, int to);
    }

    /**
     * Computes the range [from, to) in parallel and waits until all of it is done. Rethrows a failure of any share.
     *
     * @param cost multiplications per item, approximately
     */
    public void share(int from, int to, long cost, Share work) {
        int items = to - from;
        int shares = (int) Math.max(1, Math.min(Math.min(threads, items), items * cost / SMALLEST_SHARE));
        if (shares == 1) {
            work.compute(from, to);
            return;
        }
        var job = new Job(from, to, shares, work);
        jobs.add(job);
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        job.workOn();
        jobs.remove(job);
        job.awaitOthers();
    }

    /** A helper never ends because of a failure: the shares that it has taken are counted, and the job knows it. */
    private void help() {
        while (!closed) {
            try {
                helpUntilClosed();
            } catch (RuntimeException | Error e) {
                // Not before: the first logger of a process takes a quarter of a second, which a model's opening would
                // wait for.
                LoggerFactory.getLogger(Workers.class).error("A helper goes on after a failure", e);
            }
        }
    }

    private void helpUntilClosed() {
        long lastWorked = System.nanoTime();
        while (!closed) {
            Job job = jobs.peek();
            if (job != null) {
                job.workOn();
                // Every share of this job has been started.
                jobs.remove(job);
                lastWorked = System.nanoTime();
            } else if (System.nanoTime() - lastWorked < SPIN_NANOS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                lastWorked = System.nanoTime();
            }
        }
    }

    /** Stops the helpers. Later calls of {@link #share} run on the calling thread alone. */
    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    /** A range split into shares. Any thread may take the next share that has not been started. */
    private static final class Job {
        private final int from;
        private final int to;
        private final int shares;
        private final Share work;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        /** Null unless a share has failed: out of memory, not even an {@code Optional} may be made. */
        private volatile Throwable failure;

        Job(int from, int to, int shares, Share work) {
            this.from = from;
            this.to = to;
            this.shares = shares;
            this.work = work;
        }

        void workOn() {
            for (int share = begun.getAndIncrement(); share < shares; share = begun.getAndIncrement()) {
                try {
                    work.compute(bound(share), bound(share + 1));
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        void awaitOthers() {
            for (int spins = 0; done.get() < shares; spins++) {
                if (spins < 10_000) {
                    Thread.onSpinWait();
                } else {
                    // The operating system has preempted a helper in the middle of its share.
                    Thread.yield();
                }
            }
            Throwable found = failure;
            if (found instanceof RuntimeException e) {
                throw e;
            }
            if (found != null) {
                throw (Error) found;
            }
        }

        private int bound(int share) {
            return from + (int) ((long) (to - from) * share / shares);
        }
    }
}
