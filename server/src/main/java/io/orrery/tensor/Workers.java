package io.orrery.tensor;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Threads that share out the rows or columns of one computation. What is computed does not depend on their number.
 *
 * <p>A trace is some hundred products of about a millisecond, one after the other. To wake a thread can take as long as
 * that, so a helper that has just worked looks round for more for a moment before it sleeps; and who shares out work does
 * what no helper has begun.
 */
public final class Workers implements AutoCloseable {
    /** Below this many multiplications a task costs less than handing it over. */
    private static final long SMALLEST_SHARE = 200_000;

    /** Longer than what is done between two products of a trace. */
    private static final long LOOKING_ROUND_NANOS = 500_000;

    private final int threads;
    private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
    private final Thread[] helpers;
    private volatile boolean closed;

    /**
     * Threads of its own, until it is closed.
     *
     * @param threads how many threads share the work, who asks for it among them, at least 1
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

    /** Work on the range [from, to). */
    public interface Share {
        void compute(int from, int to);
    }

    /** Shares out [from, to), of which each item costs about {@code cost} multiplications, and waits for all of it. */
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

    private void help() {
        long lastWorked = System.nanoTime();
        while (!closed) {
            Job job = jobs.peek();
            if (job != null) {
                job.workOn();
                // Nothing of it is left to begin.
                jobs.remove(job);
                lastWorked = System.nanoTime();
            } else if (System.nanoTime() - lastWorked < LOOKING_ROUND_NANOS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                lastWorked = System.nanoTime();
            }
        }
    }

    /** Helpers end; what is shared out from now on its owner does alone. */
    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    /** One range in so many shares, each of which is begun by whoever comes first. */
    private static final class Job {
        private final int from;
        private final int to;
        private final int shares;
        private final Share work;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile Optional<Throwable> failure = Optional.empty();

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
                    failure = Optional.of(e);
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        void awaitOthers() {
            for (int looks = 0; done.get() < shares; looks++) {
                if (looks < 10_000) {
                    Thread.onSpinWait();
                } else {
                    // A helper was interrupted by the system in the middle of its share.
                    Thread.yield();
                }
            }
            failure.ifPresent(Job::rethrow);
        }

        private static void rethrow(Throwable failure) {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            throw (Error) failure;
        }

        private int bound(int share) {
            return from + (int) ((long) (to - from) * share / shares);
        }
    }
}
