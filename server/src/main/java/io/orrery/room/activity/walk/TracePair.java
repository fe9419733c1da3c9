package io.orrery.room.activity.walk;

import io.orrery.room.engine.Engine;
import io.orrery.room.engine.LinkedCancellation;
import io.orrery.wire.TraceSummary;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A trace, and the same tokens by the model that a room compares.
 *
 * @param second nothing where no model is compared, or where the other one cannot read these tokens
 */
public record TracePair(TraceSummary trace, Optional<TraceSummary> second) {
    /**
     * Both traces, once both are there: they change on a screen at the same moment. Cancelling the result cancels both
     * questions.
     *
     * @param question for the first of the two
     * @param now tells which model is compared
     */
    public static CompletionStage<TracePair> of(Engine engine, CompletionStage<TraceSummary> question, WalkState now) {
        Optional<String> compared = now.second().map(TraceSummary::model);
        var both = new LinkedCancellation();
        return both.of(both.asked(question)
                .thenCompose(trace -> compared.filter(model -> !model.equals(trace.model()))
                        .map(model -> both.asked(engine.beside(trace, model))
                                .handle((second, failure) -> new TracePair(trace, Optional.ofNullable(second))))
                        .orElseGet(() -> CompletableFuture.completedFuture(new TracePair(trace, Optional.empty())))));
    }

    TracePair withPromptLength(int length) {
        return new TracePair(trace.withPromptLength(length), second);
    }
}
