package io.orrery.room.activity;

import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.state.RoomState;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A change that an activity makes without a command, after a delay. It may need an answer from the engine first.
 *
 * @param delayMs the delay from now, ms
 * @param key identifies the work: the timer starts again when a change of the room brings another key, and keeps
 *     running while the key is equal
 * @param change makes the new state from the state at that time; not used if there is a question
 * @param question asked when the delay is over. It is not asked while a command's question is open, and a command's
 *     question cancels it
 */
public record Background(double delayMs, Object key, UnaryOperator<RoomState> change, Optional<Question<?>> question) {
    /**
     * @param ask asks the engine, given the state when the delay is over
     * @param then makes the new state from the state when the answer arrives, and the answer
     * @param otherwise makes the new state if the engine refuses
     */
    public record Question<T>(
            Function<RoomState, CompletionStage<T>> ask,
            BiFunction<RoomState, T, RoomState> then,
            BiFunction<RoomState, Refusal, RoomState> otherwise) {}

    /** A change that needs no answer. */
    public static Background of(double delayMs, Object key, UnaryOperator<RoomState> change) {
        return new Background(delayMs, key, change, Optional.empty());
    }

    /** A change that needs an answer from the engine. */
    public static Background of(double delayMs, Object key, Question<?> question) {
        return new Background(delayMs, key, UnaryOperator.identity(), Optional.of(question));
    }
}
