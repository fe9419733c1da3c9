package io.orrery.room.activity.walk;

import io.orrery.error.OrreryException;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.LinkedCancellation;
import io.orrery.tour.Walk;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.TraceSummary;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Recomputes the traces of a saved state from their recipes: the model, the tokens, the changes and the prompt's length. */
public record WalkRecovery(Engine engine) {
    /** Refusals after which trying again is useless. */
    private static final Set<RefusalReason> GONE = EnumSet.of(
            RefusalReason.UNKNOWN_MODEL,
            RefusalReason.UNKNOWN_TRACE,
            RefusalReason.UNKNOWN_TOKEN,
            RefusalReason.CONTEXT_FULL,
            // A change that is no longer possible.
            RefusalReason.MALFORMED);

    /**
     * The state with its traces recomputed; empty if the model is no longer offered, or can no longer read the text. A
     * step that the model no longer has is replaced by the first step; a second model that is no longer offered is left
     * out. Fails if it is worth trying again later. Cancelling the result cancels the questions to the engine.
     */
    public CompletionStage<Optional<WalkState>> of(WalkState saved) {
        var asked = new LinkedCancellation();
        return asked.of(run(saved.trace(), asked)
                .thenCompose(trace -> trace.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : second(saved, asked)
                                .thenApply(second -> Optional.of(recovered(saved, trace.get(), second)))));
    }

    private CompletionStage<Optional<TraceSummary>> second(WalkState saved, LinkedCancellation asked) {
        return saved.second()
                .map(second -> run(second, asked))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletionStage<Optional<TraceSummary>> run(TraceSummary saved, LinkedCancellation asked) {
        return asked.asked(engine.run(saved.model(), saved.tokens(), saved.changes(), saved.promptLength()))
                .thenApply(Optional::of)
                .exceptionallyCompose(failure -> isGone(failure)
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isGone(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof OrreryException refused
                && GONE.contains(RefusalReason.of(refused.error().type()));
    }

    private WalkState recovered(WalkState saved, TraceSummary trace, Optional<TraceSummary> second) {
        Walk walk = engine.walk(trace.model());
        String step = saved.cursor().step();
        var pair = new TracePair(trace, second);
        return saved.on(pair, walk.contains(step) ? step : walk.first());
    }
}
