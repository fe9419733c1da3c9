package io.orrery.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** Threads that share out the rows or columns of one computation. What is computed does not depend on their number. */
public final class Workers implements AutoCloseable {
    /** Below this many multiplications a task costs less than handing it over. */
    private static final long SMALLEST_SHARE = 200_000;

    private final int threads;
    private final ForkJoinPool pool;

    /**
     * Threads of its own, until it is closed.
     *
     * @param threads how many threads share the work, at least 1
     */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
        this.threads = threads;
        this.pool = new ForkJoinPool(threads);
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
        List<ForkJoinTask<?>> others = new ArrayList<>();
        for (int share = 1; share < shares; share++) {
            int start = from + (int) ((long) items * share / shares);
            int end = from + (int) ((long) items * (share + 1) / shares);
            others.add(pool.submit(() -> work.compute(start, end)));
        }
        work.compute(from, from + items / shares);
        for (var other : others) {
            other.join();
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
