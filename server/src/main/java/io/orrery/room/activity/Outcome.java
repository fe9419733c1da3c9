package io.orrery.room.activity;

import io.orrery.room.state.RoomState;
import io.orrery.room.state.UndoHistory;
import io.orrery.wire.RefusalReason;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** What a command comes to, as a value that the core of the room carries out. */
public sealed interface Outcome {
    /** Has each kind of outcome carried out. */
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

    /** A new state. One that equals the present state changes nothing, and is told to the sender alone. */
    record Change(RoomState next) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.change(this);
        }
    }

    /**
     * Something that must be found or computed first. Only the newest question of a room counts: an answer that was
     * overtaken is dropped.
     *
     * @param then the outcome, given the state when the answer has come
     */
    record Question<T>(CompletionStage<T> answer, BiFunction<RoomState, T, Outcome> then) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.question(this);
        }
    }

    /**
     * The command is not carried out.
     *
     * @param parameters of the reason, for a sentence in any language
     * @param detail an English sentence
     */
    record Refusal(RefusalReason reason, Map<String, Object> parameters, String detail) implements Outcome {
        public Refusal {
            parameters = Map.copyOf(parameters);
        }

        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.refusal(this);
        }
    }

    /** A person is sent out of the room for good. @param person the id of one who is there */
    record Removal(String person) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.removal(this);
        }
    }

    /** What is being computed is given up. */
    record Cancellation(RoomState next) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.cancellation(this);
        }
    }

    /**
     * An entry of the undo history is gone back to, and forgotten together with all that came later.
     *
     * @param shown the state of the entry; of it, what was shown comes back
     */
    record GoingBack(UndoHistory.Entry to, RoomState shown) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.goingBack(this);
        }
    }

    /** An entry of the undo history cannot be gone back to any more: it is forgotten together with all that came later. */
    record Loss(UndoHistory.Entry entry, Refusal refusal) implements Outcome {
        @Override
        public void carriedOutBy(Carrier carrier) {
            carrier.loss(this);
        }
    }
}
