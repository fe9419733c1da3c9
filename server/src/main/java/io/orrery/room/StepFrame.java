package io.orrery.room;

import io.orrery.room.engine.Engine;
import io.orrery.room.time.EventLoop;
import io.orrery.tour.Walk;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The frame of the step that a room shows, and that of the next one, which is encoded ahead. */
final class StepFrame {
    private static final Logger LOG = LoggerFactory.getLogger(StepFrame.class);

    private final Engine engine;
    private final EventLoop loop;
    private final Supplier<RoomState> state;
    private final IntSupplier largest;
    private final Consumer<Frame> late;
    private Optional<Frame> made = Optional.empty();

    /**
     * @param largest how many bytes it may have for those who are there
     * @param late hears one that was not there when the room moved
     */
    StepFrame(Engine engine, EventLoop loop, Supplier<RoomState> state, IntSupplier largest, Consumer<Frame> late) {
        this.engine = engine;
        this.loop = loop;
        this.state = state;
        this.largest = largest;
        this.late = late;
    }

    /** As soon as it is there. */
    Optional<Frame> get() {
        return made;
    }

    /**
     * Asks for the frame of the step that the room has moved to, and takes it where it is there already.
     *
     * @param fresh the first position that nobody has seen
     * @param start when the move begins, ms
     * @return the question, to be followed once the move was told
     */
    CompletionStage<Frame> ask(int fresh, double start) {
        CompletionStage<Frame> asked = engine.frame(state.get().cursor(), fresh, largest.getAsInt());
        CompletableFuture<Frame> answer = asked.toCompletableFuture();
        made = answer.isDone() && !answer.isCompletedExceptionally()
                ? Optional.of(answer.join().at(state.get().seq(), start))
                : Optional.empty();
        return asked;
    }

    /** Waits for it where it is not there yet, else looks ahead. */
    void follow(CompletionStage<Frame> asked, double start) {
        if (made.isPresent()) {
            prepareNext();
            return;
        }
        long seq = state.get().seq();
        Cursor cursor = state.get().cursor();
        asked.whenComplete((frame, failure) -> loop.execute(() -> {
            if (failure != null) {
                // A fault is told with its trace by whoever makes a refusal of it; that there was no time for it is
                // none.
                LOG.atWarn()
                        .addKeyValue(
                                "reason",
                                PendingQuestions.refusal(failure).reason().word())
                        .log("A step has no frame.");
            } else if (cursor.equals(state.get().cursor()) && made.isEmpty()) {
                made = Optional.of(frame.at(seq, start));
                late.accept(made.get());
                prepareNext();
            }
        }));
    }

    /** Most presses go one step on: its frame is made now, and is there with its state. */
    private void prepareNext() {
        RoomState now = state.get();
        Walk walk = engine.walk(now.trace().model());
        if (now.writing().generating() == 0) {
            walk.next(now.step())
                    .ifPresent(next -> engine.prepare(new Cursor(now.trace().id(), next), largest.getAsInt()));
        }
    }
}
