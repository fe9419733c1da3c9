package io.orrery.room;

import io.orrery.room.engine.Engine;
import io.orrery.room.engine.LinkedCancellation;
import io.orrery.room.engine.RefusedException;
import io.orrery.tour.Walk;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.TraceSummary;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Makes a state again of what was kept of it: its traces are computed from their recipes. */
record StateRecovery(Engine engine) {
    /** Say that a text cannot be had from this server any more, whenever it is asked for. */
    private static final Set<RefusalReason> GONE = EnumSet.of(
            RefusalReason.UNKNOWN_MODEL,
            RefusalReason.UNKNOWN_TRACE,
            RefusalReason.UNKNOWN_TOKEN,
            RefusalReason.CONTEXT_FULL);

    /**
     * The state, or nothing where its model is no longer offered or cannot read the text any more; a step that the model
     * does not have any more becomes the first, and a second model that is gone is left out. Fails where another time it
     * may be there. Where this is cancelled, what was asked for it is, too.
     */
    CompletionStage<Optional<RoomState>> of(SavedState kept) {
        var needs = new LinkedCancellation();
        return needs.of(run(kept.model(), kept, needs)
                .thenCompose(trace -> trace.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : second(kept, needs).thenApply(second -> Optional.of(again(kept, trace.get(), second)))));
    }

    private CompletionStage<Optional<TraceSummary>> second(SavedState kept, LinkedCancellation needs) {
        return kept.second().isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : run(kept.second(), kept, needs);
    }

    private CompletionStage<Optional<TraceSummary>> run(String model, SavedState kept, LinkedCancellation needs) {
        return needs.asked(engine.run(model, kept.tokens(), kept.promptLength()))
                .thenApply(Optional::of)
                .exceptionallyCompose(failure -> isGone(failure)
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isGone(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RefusedException refused && GONE.contains(refused.reason());
    }

    private RoomState again(SavedState kept, TraceSummary trace, Optional<TraceSummary> second) {
        Walk walk = engine.walk(trace.model());
        return kept.restored(trace, second, walk.contains(kept.step()) ? kept.step() : walk.first());
    }
}
