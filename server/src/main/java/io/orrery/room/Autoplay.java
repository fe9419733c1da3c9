package io.orrery.room;

import io.orrery.room.engine.Engine;
import io.orrery.room.time.EventLoop;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a room goes on by itself: it plays step by step, and its text is written token by token. */
final class Autoplay {
    /** The rhythm of a room that plays: fly, compute, and time to look. */
    static final double STEP_MS = 2600;

    /** The pace of a text that is generated: slow enough to read, and for the slowest screen to draw. */
    static final double TOKEN_MS = 600;

    private static final Logger LOG = LoggerFactory.getLogger(Autoplay.class);

    private final Engine engine;
    private final EventLoop loop;
    private final PendingQuestions questions;
    private final Supplier<RoomState> state;
    private final Consumer<RoomState> change;
    private EventLoop.Timer nextStep = EventLoop.Timer.NONE;
    private EventLoop.Timer nextToken = EventLoop.Timer.NONE;

    /** @param change moves the room */
    Autoplay(
            Engine engine,
            EventLoop loop,
            PendingQuestions questions,
            Supplier<RoomState> state,
            Consumer<RoomState> change) {
        this.engine = engine;
        this.loop = loop;
        this.questions = questions;
        this.state = state;
        this.change = change;
    }

    void planNextStep() {
        nextStep.cancel();
        nextStep = state.get().playing() ? loop.after(STEP_MS, this::advance) : EventLoop.Timer.NONE;
    }

    void planNextToken() {
        nextToken.cancel();
        nextToken = state.get().writing().generating() > 0 ? loop.after(TOKEN_MS, this::writeOn) : EventLoop.Timer.NONE;
    }

    /** Takes no further step, and writes no further token. */
    void rest() {
        nextStep.cancel();
        nextToken.cancel();
    }

    private void advance() {
        change.accept(state.get().playedOn(engine.walk(state.get().trace().model())));
    }

    /** Asks for a token by itself, unless somebody waits for something else: then once that is there. */
    private void writeOn() {
        if (!questions.areOpen()) {
            Writing writing = state.get().writing();
            var token = engine.generate(state.get().trace().id(), writing.sampling());
            questions.await(TracePair.of(engine, token, writing), this::take);
        }
    }

    private void take(Optional<TracePair> text, Throwable failure) {
        int left = state.get().writing().generating();
        if (left == 0) {
            return;
        }
        if (text.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue(
                            "reason", PendingQuestions.refusal(failure).reason().word())
                    .log("A text does not go on.");
        }
        RoomState now = state.get();
        change.accept(text.map(grown ->
                        now.written(grown, left - 1, engine.walk(grown.trace().model())))
                .orElseGet(() -> now.withWriting(now.writing().stopped())));
    }
}
