package io.orrery.room.engine;

import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Trains a model for a room while everybody watches. A server has one training at a time. No method blocks. A training that no
 * room has asked about for a while pauses, and is later forgotten.
 */
public interface Trainer {
    /** For an engine that trains nothing. */
    Trainer NONE = new Trainer() {
        @Override
        public CompletionStage<Progress> begin(String room, String model, long seed) {
            return forbidden();
        }

        @Override
        public CompletionStage<Progress> next(String room, int after, int perSecond) {
            return forbidden();
        }

        @Override
        public CompletionStage<Progress> step(String room) {
            return forbidden();
        }

        @Override
        public CompletionStage<Progress> stand(String room) {
            return forbidden();
        }

        @Override
        public CompletionStage<Look> look(String room) {
            return forbidden();
        }

        private <T> CompletionStage<T> forbidden() {
            return CompletableFuture.failedFuture(new OrreryException(new RoomError.TrainingForbidden()));
        }
    };

    /**
     * How far a training is.
     *
     * @param model content id of the model with the present weights, whose traces can be asked for
     * @param of content id of the model that is trained anew
     * @param update the number of updates made
     * @param updates of the whole training
     * @param loss mean loss of the last update's batch, nats; of the first batch's before the first update it is unknown, −1
     * @param learningRate of the last update; 0 before the first
     * @param saved whether the weights are on disk, so that they outlast the server
     */
    record Progress(
            String model,
            String of,
            long seed,
            int update,
            int updates,
            double loss,
            double learningRate,
            boolean saved) {}

    /**
     * An update that is kept, so that it can be looked at.
     *
     * @param model content id of the model with the weights after it
     * @param update its number, from 1
     * @param loss mean loss of its batch before it, nats
     * @param texts in its batch
     * @param norm of the mean gradient over all weights
     * @param clipping the factor of the gradient, at most 1
     */
    record Update(
            String model, int update, double loss, double learningRate, int texts, double norm, double clipping) {}

    /**
     * A look at an update.
     *
     * @param before how far the training was before it
     * @param update empty if the training had made all of its updates
     */
    record Look(Progress before, Optional<Update> update) {}

    /** Begins a training, which does not run yet, from its first weights. Ends the room's former one. */
    CompletionStage<Progress> begin(String room, String model, long seed);

    /**
     * Lets the training run, and answers when it has made more updates than {@code after}, with weights that may be sent in
     * few bytes until it stands still.
     *
     * @param perSecond the most updates in a second; 0 for as many as the server has time for
     */
    CompletionStage<Progress> next(String room, int after, int perSecond);

    /** Makes one update, with exact weights. */
    CompletionStage<Progress> step(String room);

    /** Pauses, with exact weights. */
    CompletionStage<Progress> stand(String room);

    /** Makes one update that is kept for a while with all that it was made of. */
    CompletionStage<Look> look(String room);

    /** Pauses; anybody may begin a training in its place. To ask for it again takes that back. */
    default void leave(String room) {}

    /** Forgets the room's training. */
    default void end(String room) {}
}
