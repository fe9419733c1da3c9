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
    /** Both traces, once both are there: they change on a screen at the same moment. */
    static CompletionStage<Text> of(Engine engine, CompletionStage<TraceSummary> question, Writing now) {
        Optional<String> compared = now.second().map(TraceSummary::model);
        return question.thenCompose(trace -> compared.filter(model -> !model.equals(trace.model()))
                .map(model -> engine.beside(trace, model)
                        .handle((second, failure) -> new Text(trace, Optional.ofNullable(second))))
                .orElseGet(() -> CompletableFuture.completedFuture(new Text(trace, Optional.empty()))));
    }
}
