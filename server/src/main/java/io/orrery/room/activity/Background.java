package io.orrery.room.activity;

import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
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
 * @param question asked when the delay is over and no other question about its subject is open. A command's question about that
 *     subject cancels it, and it is asked again after that
 */
public record Background(
        double delayMs, Object key, UnaryOperator<RoomState> change, Optional<BackgroundCall<?>> question) {
    /**
     * @param ask asks the engine, given the state when the delay is over
     * @param then decides, from the state when the answer arrives and the answer, on a change or on an answer that is noted in a ballot
     * @param otherwise makes the new state if the engine refuses; must not fail
     * @param deadlineMs the question is refused if it is not answered by then, ms from when it was asked
     */
    public record BackgroundCall<T>(
            Function<RoomState, CompletionStage<T>> ask,
            BiFunction<RoomState, T, Outcome> then,
            BiFunction<RoomState, Refusal, RoomState> otherwise,
            Outcome.Subject subject,
            double deadlineMs) {
        /** A question about the shown text. @param then makes the new state */
        public BackgroundCall(
                Function<RoomState, CompletionStage<T>> ask,
                BiFunction<RoomState, T, RoomState> then,
                BiFunction<RoomState, Refusal, RoomState> otherwise) {
            this(
                    ask,
                    (state, answer) -> new Outcome.Change(then.apply(state, answer)),
                    otherwise,
                    Outcome.Subject.SHOWN_TEXT,
                    Outcome.EngineCall.DEADLINE_MS);
        }
    }

    /** An activity that works in the background. */
    public interface Works<S extends Record> extends Activity<S> {
        /** The work that this activity does next without a command; empty for none. @param ballots what people have answered */
        Optional<Background> background(RoomState state, Ballots ballots, Engine engine);
    }

    /** A change that needs no answer. */
    public static Background of(double delayMs, Object key, UnaryOperator<RoomState> change) {
        return new Background(delayMs, key, change, Optional.empty());
    }

    /** A change that needs an answer from the engine. */
    public static Background of(double delayMs, Object key, BackgroundCall<?> question) {
        return new Background(delayMs, key, UnaryOperator.identity(), Optional.of(question));
    }
}
