package io.orrery.room.activity.tour;

import io.orrery.room.activity.walk.TracePair;
import io.orrery.room.activity.walk.WalkRecovery;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.LinkedCancellation;
import io.orrery.room.engine.OwnText;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where a room is once a tour ends: where it was before; with what somebody typed during the tour, if anything. */
record TourReturn(Engine engine) {
    /**
     * The walk's state after a tour. If what was shown before is gone, as weights of a training may be, it is the tour's text, unchanged. Fails if
     * it is worth trying again later. Cancelling the result cancels the questions to the engine.
     *
     * @param shown what the tour shows
     */
    CompletionStage<WalkState> of(TourState tour, WalkState shown) {
        var asked = new LinkedCancellation();
        Optional<WalkState> before = tour.before().map(TourState.Before::walk);
        CompletionStage<Optional<WalkState>> back = before.map(walk -> typed(tour, walk)
                        .map(text -> asked.asked(withText(text, walk)))
                        .orElseGet(() -> asked.asked(new WalkRecovery(engine).of(walk))))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        return asked.of(back.thenCompose(walk -> walk.<CompletionStage<WalkState>>map(
                        CompletableFuture::completedFuture)
                .orElseGet(() -> asked.asked(engine.changed(shown.trace().id(), List.of()))
                        .thenApply(trace -> WalkState.start(trace, engine.walk(trace.model()))))));
    }

    /** What somebody typed, if it is not what was shown before the tour. */
    private static Optional<OwnText> typed(TourState tour, WalkState before) {
        TraceSummary trace = before.trace();
        var prompt = new OwnText(trace.tokens().subList(0, trace.promptLength()), trace.promptLength(), trace.model());
        return tour.text().filter(text -> !text.equals(prompt));
    }

    private CompletionStage<Optional<WalkState>> withText(OwnText text, WalkState before) {
        boolean isSameModel = text.model().equals(before.trace().model());
        List<String> changes = isSameModel ? before.trace().changes() : List.of();
        var question = engine.run(text.model(), text.tokens(), changes, text.promptLength());
        return TracePair.of(engine, question, before)
                .thenApply(pair ->
                        Optional.of(before.on(pair, engine.walk(pair.trace().model()))));
    }
}
