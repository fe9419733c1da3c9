package io.orrery.room.activity.walk;

import io.orrery.room.engine.Engine;
import io.orrery.room.engine.LinkedCancellation;
import io.orrery.wire.TraceSummary;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A trace, and the trace of the same tokens with the model that it is compared with.
 *
 * @param second empty if no model is compared, or if the other model could not make its trace
 */
public record TracePair(TraceSummary trace, Optional<TraceSummary> second) {
    /**
     * Asks for the second trace once the first is known, and answers when both are, so that screens change both at the
     * same moment. Cancelling the result cancels both questions.
     *
     * @param question the question for the first trace
     * @param now the present state, whose second model is compared
     */
    public static CompletionStage<TracePair> of(Engine engine, CompletionStage<TraceSummary> question, WalkState now) {
        Optional<String> compared = now.second().map(TraceSummary::model);
        var both = new LinkedCancellation();
        return both.of(both.asked(question)
                .thenCompose(trace -> compared.filter(model -> !model.equals(trace.model()))
                        .map(model -> both.asked(engine.withModel(trace, model))
                                .handle((second, failure) -> new TracePair(trace, Optional.ofNullable(second))))
                        .orElseGet(() -> CompletableFuture.completedFuture(new TracePair(trace, Optional.empty())))));
    }

    TracePair withPromptLength(int length) {
        return new TracePair(trace.withPromptLength(length), second);
    }
}
