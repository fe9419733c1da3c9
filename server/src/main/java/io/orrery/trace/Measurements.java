package io.orrery.trace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Measurements on traces, which take turns with the computations of traces. All who ask for the same one wait for one run of it;
 * it ends when nobody waits any more. Small answers are kept.
 */
public final class Measurements {
    /** The memory for answers, in bytes. */
    private static final long KEPT = 16L << 20;

    /** Larger answers are measured anew, in bytes. */
    private static final int LARGEST_KEPT = 1 << 20;

    private static final int COME_AGAIN_SECONDS = 20;

    private final FairScheduler turns;
    private final MemoryBudget budget;
    private final LongSupplier nanoTime;
    private final Cache<String, byte[]> answers = Caffeine.newBuilder()
            .maximumWeight(KEPT)
            .weigher((String key, byte[] answer) -> key.length() + answer.length)
            .executor(Runnable::run)
            .build();

    /** Those that wait or run; its monitor also guards who joins and leaves them. */
    private final Map<String, Measurement> underway = new HashMap<>();

    /** Measures, in its own thread. */
    @FunctionalInterface
    public interface Measure {
        /** @param progress is called between two pieces of work, where a turn may end, and the measurement, too */
        byte[] of(Pieces progress);
    }

    /** Is told how many pieces of work are done. */
    @FunctionalInterface
    public interface Pieces {
        /** @throws java.util.concurrent.CancellationException if nobody waits any more */
        void done(int pieces, int all);
    }

    /**
     * How far a measurement is.
     *
     * @param done pieces of work
     * @param all that there are; 0 if that is not known yet
     * @param begun whether it has had a turn
     */
    public record Done(int done, int all, boolean begun) {}

    Measurements(FairScheduler turns, MemoryBudget budget, LongSupplier nanoTime) {
        this.turns = turns;
        this.budget = budget;
        this.nanoTime = nanoTime;
    }

    /**
     * The answer of a measurement. It is cancelled when its requester leaves.
     *
     * @param key of the question; equal keys have equal answers
     * @param bytes tells the memory that the measurement needs, with its answer; called unless somebody has asked already
     * @param nanos an estimate of its time
     * @throws OrreryException with {@link LibraryError.LineFull} if too many wait, or of {@code bytes}
     */
    public CompletableFuture<byte[]> of(
            String key, LongSupplier bytes, long nanos, Measure measure, Requester requester) {
        synchronized (underway) {
            byte[] kept = answers.getIfPresent(key);
            if (kept != null) {
                return CompletableFuture.completedFuture(kept);
            }
            Measurement measurement = underway.get(key);
            if (measurement == null) {
                if (turns.works() >= Traces.MOST_WAITING) {
                    throw new OrreryException(new LibraryError.LineFull(COME_AGAIN_SECONDS));
                }
                measurement = new Measurement(measure, bytes.getAsLong(), nanos, budget, nanoTime);
                underway.put(key, measurement);
                forgetAtEnd(key, measurement);
            }
            return joined(key, measurement, requester);
        }
    }

    private void forgetAtEnd(String key, Measurement measurement) {
        CompletionStage<byte[]> made = measurement.answer();
        made.whenComplete((answer, failure) -> {
            synchronized (underway) {
                if (failure == null && answer.length <= LARGEST_KEPT) {
                    answers.put(key, answer);
                }
                underway.remove(key, measurement);
            }
        });
    }

    private CompletableFuture<byte[]> joined(String key, Measurement measurement, Requester requester) {
        turns.join(measurement, requester);
        CompletableFuture<byte[]> answer = measurement.answer().copy();
        requester.onLeaving(() -> {
            if (answer.cancel(false)) {
                leave(key, measurement, requester);
            }
        });
        return answer;
    }

    private void leave(String key, Measurement measurement, Requester requester) {
        synchronized (underway) {
            if (turns.leave(measurement, requester)) {
                underway.remove(key, measurement);
            }
        }
    }

    /** How far a measurement is; empty if it does not run. */
    public Optional<Done> done(String key) {
        synchronized (underway) {
            return Optional.ofNullable(underway.get(key)).map(Measurement::done);
        }
    }
}
