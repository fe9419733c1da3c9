package io.orrery.room;

import io.orrery.tour.Walk;
import io.orrery.wire.TraceSummary;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes a state again of what was kept of it: its traces are computed from their recipes. */
record Recall(Engine engine) {
    /**
     * The state; a step that the model does not have any more becomes the first. Fails with {@link RefusedException}
     * where the model is no longer offered.
     */
    CompletionStage<RoomState> of(SavedState kept) {
        return engine.run(kept.model(), kept.tokens(), kept.promptLength())
                .thenCompose(trace -> second(kept).thenApply(second -> {
                    Walk walk = engine.walk(trace.model());
                    return kept.restored(trace, second, walk.contains(kept.step()) ? kept.step() : walk.first());
                }));
    }

    private CompletionStage<Optional<TraceSummary>> second(SavedState kept) {
        return kept.second().isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : engine.run(kept.second(), kept.tokens(), kept.promptLength())
                        .handle((second, failure) -> Optional.ofNullable(second));
    }
}
