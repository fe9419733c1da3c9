package io.orrery.room.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Links an answer to the questions that it depends on, so that cancelling the answer cancels the questions.
 * {@link CompletableFuture} does not do so: cancelling a dependent future leaves its source running.
 */
public final class LinkedCancellation {
    private final CompletableFuture<Void> unwanted = new CompletableFuture<>();

    /** Adds a question. It is cancelled with the answer; at once, if the answer was cancelled already. */
    public <T> CompletionStage<T> asked(CompletionStage<T> question) {
        CompletionStage<Void> dropped = unwanted;
        dropped.thenRun(() -> question.toCompletableFuture().cancel(true));
        return question;
    }

    /** Sets the answer, and returns it. */
    public <T> CompletionStage<T> of(CompletionStage<T> answer) {
        answer.whenComplete((known, failure) -> {
            if (answer.toCompletableFuture().isCancelled()) {
                unwanted.complete(null);
            }
        });
        return answer;
    }
}
