package io.orrery.room.activity;

import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.state.RoomState;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What an activity does by itself, some time from now: a change of the state, which may need an answer of the engine first.
 *
 * @param delayMs how long from now
 * @param key while it stays equal, changes of the room leave the timer alone; else the wait begins anew
 * @param change the state of then, changed
 * @param question what must be answered before. It waits while a command's question is open, and gives way to any that
 *     comes
 */
public record Background(double delayMs, Object key, UnaryOperator<RoomState> change, Optional<Question<?>> question) {
    /**
     * @param ask asks the engine, given the state of then
     * @param then the state of when the answer has come, changed
     * @param otherwise the same where there is none
     */
    public record Question<T>(
            Function<RoomState, CompletionStage<T>> ask,
            BiFunction<RoomState, T, RoomState> then,
            BiFunction<RoomState, Refusal, RoomState> otherwise) {}

    /** A change that can always be made. */
    public static Background of(double delayMs, Object key, UnaryOperator<RoomState> change) {
        return new Background(delayMs, key, change, Optional.empty());
    }

    /** A change that needs an answer. */
    public static Background of(double delayMs, Object key, Question<?> question) {
        return new Background(delayMs, key, UnaryOperator.identity(), Optional.of(question));
    }
}
