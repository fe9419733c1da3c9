package io.orrery.room.activity;

import io.orrery.error.DomainError;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.UndoHistory;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The outcome of a command, as a value that the core of the room carries out. */
public sealed interface Outcome {
    /** A visitor with one method for each kind of outcome. */
    interface Carrier {
        void change(Change change);

        <T> void question(Question<T> question);

        void refusal(Refusal refusal);

        void removal(Removal removal);

        void cancellation(Cancellation cancellation);

        void goingBack(GoingBack goingBack);

        void loss(Loss loss);
    }

    void carriedOutBy(Carrier carrier);

    /** A new state. If it equals the present state, only the sender is answered. */
    record Change(RoomState next) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.change(this);
        }
    }

    /**
     * A question that must be answered first. Only the newest question of a room counts: the answer to an older one is
     * dropped.
     *
     * @param then decides the outcome from the state when the answer arrives, and the answer
     */
    record Question<T>(CompletionStage<T> answer, BiFunction<RoomState, T, Outcome> then) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.question(this);
        }
    }

    /** The command is refused. */
    record Refusal(DomainError error) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.refusal(this);
        }
    }

    /**
     * A person is removed from the room for good.
     *
     * @param person the id of a person who is present
     * @param next the new state; the person is then taken out of it
     */
    record Removal(String person, RoomState next) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.removal(this);
        }
    }

    /** All open questions are cancelled. */
    record Cancellation(RoomState next) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.cancellation(this);
        }
    }

    /**
     * The room goes back to an entry of the undo history. The entry and all later ones are removed.
     *
     * @param shown the entry's state, with its traces computed
     */
    record GoingBack(UndoHistory.Entry to, RoomState shown) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.goingBack(this);
        }
    }

    /** An entry of the undo history can no longer be restored. The entry and all later ones are removed. */
    record Loss(UndoHistory.Entry entry, Refusal refusal) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.loss(this);
        }
    }
}
