package io.orrery.room;

import io.orrery.wire.TraceSummary;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A trace, and the same tokens by the model that a room compares.
 *
 * @param second nothing where no model is compared, or where the other one cannot read these tokens
 */
record Text(TraceSummary trace, Optional<TraceSummary> second) {
    /**
     * Both traces, once both are there: they change on a screen at the same moment. Where this is cancelled, what was asked
     * for it is, too.
     */
    static CompletionStage<Text> of(Engine engine, CompletionStage<TraceSummary> question, Writing now) {
        Optional<String> compared = now.second().map(TraceSummary::model);
        var unwanted = new CompletableFuture<Void>();
        cancelWith(unwanted, question);
        CompletionStage<Text> text =
                question.thenCompose(trace -> compared.filter(model -> !model.equals(trace.model()))
                        .map(model -> cancelWith(unwanted, engine.beside(trace, model))
                                .handle((second, failure) -> new Text(trace, Optional.ofNullable(second))))
                        .orElseGet(() -> CompletableFuture.completedFuture(new Text(trace, Optional.empty()))));
        text.whenComplete((both, failure) -> {
            if (text.toCompletableFuture().isCancelled()) {
                unwanted.complete(null);
            }
        });
        return text;
    }

    /** A future that depends on another tells it nothing when it is cancelled; so that must be said. */
    private static <T> CompletionStage<T> cancelWith(CompletionStage<Void> unwanted, CompletionStage<T> question) {
        unwanted.thenRun(() -> question.toCompletableFuture().cancel(true));
        return question;
    }
}
