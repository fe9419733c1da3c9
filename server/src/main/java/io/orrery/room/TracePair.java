package io.orrery.room;

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
record TracePair(TraceSummary trace, Optional<TraceSummary> second) {
    /**
     * Both traces, once both are there: they change on a screen at the same moment. Where this is cancelled, what was asked
     * for it is, too.
     */
    static CompletionStage<TracePair> of(Engine engine, CompletionStage<TraceSummary> question, Writing now) {
        Optional<String> compared = now.second().map(TraceSummary::model);
        var needs = new LinkedCancellation();
        return needs.of(needs.asked(question)
                .thenCompose(trace -> compared.filter(model -> !model.equals(trace.model()))
                        .map(model -> needs.asked(engine.beside(trace, model))
                                .handle((second, failure) -> new TracePair(trace, Optional.ofNullable(second))))
                        .orElseGet(() -> CompletableFuture.completedFuture(new TracePair(trace, Optional.empty())))));
    }
}
