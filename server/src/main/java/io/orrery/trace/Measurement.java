package io.orrery.trace;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * A measurement on a trace, in turns. It has a thread of its own, which runs only while the measurement has a turn: at the end
 * of a turn it waits where the measurement next tells its progress. So a measurement is written as if it were alone.
 */
final class Measurement implements FairScheduler.Work {
    private final Measurements.Measure measure;
    private final long bytes;
    private final long nanos;
    private final MemoryBudget budget;
    private final LongSupplier nanoTime;
    private final long asked;
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore turnOver = new Semaphore(0);
    private Optional<MemoryBudget.Reservation> memory = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private byte[] made = {};
    private boolean isStarted;
    private long turnBegan;
    private volatile boolean begun;
    private volatile boolean finished;
    private volatile boolean abandoned;
    private volatile int done;
    private volatile int all;

    /**
     * @param bytes what it needs while it runs, with its answer
     * @param nanos an estimate of the time it takes
     */
    Measurement(Measurements.Measure measure, long bytes, long nanos, MemoryBudget budget, LongSupplier nanoTime) {
        this.measure = measure;
        this.bytes = bytes;
        this.nanos = nanos;
        this.budget = budget;
        this.nanoTime = nanoTime;
        this.asked = nanoTime.getAsLong();
    }

    CompletableFuture<byte[]> answer() {
        return answer;
    }

    /** How far it is. */
    Measurements.Done done() {
        return new Measurements.Done(done, all, begun);
    }

    /** The deadline is for waiting: a measurement that has begun may take as long as it needs. */
    @Override
    public long asked() {
        return begun ? nanoTime.getAsLong() : asked;
    }

    @Override
    public long nanosLeft() {
        return all == 0 ? nanos : nanos / all * (all - done);
    }

    @Override
    public boolean hasBegun() {
        return begun || answer.isDone();
    }

    @Override
    public synchronized boolean begin(boolean forRoom) {
        if (memory.isEmpty()) {
            memory = budget.tryReserve(bytes, forRoom);
            begun = memory.isPresent();
        }
        return hasBegun();
    }

    @Override
    public boolean advance() {
        if (answer.isDone() || abandoned) {
            return true;
        }
        if (!isStarted) {
            isStarted = true;
            var thread = new Thread(this::measure, "orrery-measuring");
            thread.setDaemon(true);
            thread.start();
        }
        turnBegan = nanoTime.getAsLong();
        turn.release();
        turnOver.acquireUninterruptibly();
        if (finished) {
            // Waiting requests reserve the memory of the answer before this reservation is given back.
            keep(made.length);
            // Completed by the scheduler's thread: callers may be waiting for the measurement's thread to end.
            failure.ifPresentOrElse(answer::completeExceptionally, () -> answer.complete(made));
        }
        return finished || abandoned;
    }

    private synchronized void keep(long kept) {
        memory.ifPresent(held -> held.shrink(kept));
    }

    private void measure() {
        turn.acquireUninterruptibly();
        try {
            if (!abandoned) {
                made = measure.of(this::progress);
            }
        } catch (Throwable e) {
            failure = Optional.of(e);
        } finally {
            finished = true;
            turnOver.release();
        }
    }

    /** Between two pieces of work, in the measurement's thread: ends a turn that has lasted long enough. */
    private void progress(int pieces, int of) {
        done = pieces;
        all = of;
        if (!abandoned && pieces < of && nanoTime.getAsLong() - turnBegan >= Traces.TURN_NANOS) {
            turnOver.release();
            turn.acquireUninterruptibly();
        }
        if (abandoned) {
            throw new CancellationException("nobody waits for the measurement");
        }
    }

    @Override
    public void abandon() {
        abandoned = true;
        answer.cancel(false);
        // If it waits for its next turn, its thread ends now.
        turn.release();
    }

    @Override
    public void giveUp() {
        answer.completeExceptionally(new TookTooLongException(Traces.DEADLINE_SECONDS));
    }

    @Override
    public void fail(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void close() {
        Optional<MemoryBudget.Reservation> had;
        synchronized (this) {
            had = memory;
            memory = Optional.empty();
        }
        had.ifPresent(MemoryBudget.Reservation::close);
    }
}
