package io.orrery.room;

import io.orrery.library.Library;
import io.orrery.room.engine.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Trains the sorting model at once: the weights after an update are those of one of its checkpoints. */
final class CheckpointTrainer implements Trainer {
    private static final List<Integer> UPDATES = List.of(0, 25, 50, 75, 100, 150, 200);

    private final Library library;
    private int made;

    CheckpointTrainer(Library library) {
        this.library = library;
    }

    private Progress progress() {
        return new Progress(
                model(made), library.catalog().named("nano-sort").id(), 1, made, UPDATES.size(), 1, 0.1, true);
    }

    private String model(int update) {
        return library.catalog().named("nano-sort@" + UPDATES.get(update)).id();
    }

    private Progress next() {
        made = Math.min(made + 1, UPDATES.size() - 1);
        return progress();
    }

    @Override
    public CompletionStage<Progress> begin(String room, String model, long seed) {
        made = 0;
        return CompletableFuture.completedFuture(progress());
    }

    @Override
    public CompletionStage<Progress> next(String room, int after, int perSecond) {
        return CompletableFuture.completedFuture(next());
    }

    @Override
    public CompletionStage<Progress> step(String room) {
        return CompletableFuture.completedFuture(next());
    }

    @Override
    public CompletionStage<Progress> stand(String room) {
        return CompletableFuture.completedFuture(progress());
    }

    @Override
    public CompletionStage<Look> look(String room) {
        Progress before = progress();
        Progress after = next();
        return CompletableFuture.completedFuture(
                new Look(before, Optional.of(new Update(after.model(), after.update(), 1, 0.1, 64, 1, 1))));
    }
}
