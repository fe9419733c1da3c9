package io.orrery.room.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What is asked of the engine for one answer. A future that depends on another tells it nothing when it is cancelled; here
 * that is said: an answer that is wanted no more takes with it what was asked for it.
 */
public final class LinkedCancellation {
    private final CompletableFuture<Void> unwanted = new CompletableFuture<>();

    /** A question that is asked for the answer; cancelled with it, and at once where that was cancelled already. */
    public <T> CompletionStage<T> asked(CompletionStage<T> question) {
        CompletionStage<Void> dropped = unwanted;
        dropped.thenRun(() -> question.toCompletableFuture().cancel(true));
        return question;
    }

    /** The answer. */
    public <T> CompletionStage<T> of(CompletionStage<T> answer) {
        answer.whenComplete((known, failure) -> {
            if (answer.toCompletableFuture().isCancelled()) {
                unwanted.complete(null);
            }
        });
        return answer;
    }
}
