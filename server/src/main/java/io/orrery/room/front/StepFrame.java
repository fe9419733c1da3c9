package io.orrery.room.front;

import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Refusals;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
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

/** The frame of the present step. The next step's frame is encoded in advance. */
final class StepFrame {
    private static final Logger LOG = LoggerFactory.getLogger(StepFrame.class);

    private final Engine engine;
    private final EventLoop loop;
    private final Supplier<Position> position;
    private final IntSupplier largest;
    private final Consumer<Frame> late;
    private Optional<Frame> made = Optional.empty();

    /** @param seq the number of the change that brought the state */
    record Position(long seq, RoomState state) {
        Cursor cursor() {
            return WalkState.PART.of(state).cursor();
        }
    }

    /**
     * @param largest the largest frame for the people present, in bytes
     * @param late receives a frame that was not encoded yet when the room moved
     */
    StepFrame(Engine engine, EventLoop loop, Supplier<Position> position, IntSupplier largest, Consumer<Frame> late) {
        this.engine = engine;
        this.loop = loop;
        this.position = position;
        this.largest = largest;
        this.late = late;
    }

    /** The present step's frame; empty until it is encoded. */
    Optional<Frame> get() {
        return made;
    }

    /**
     * Requests the frame of the step that the room has moved to. If it is available at once, {@link #get} returns it.
     *
     * @param fresh the first position whose rows nobody has seen
     * @param start when the move starts, ms of the server's clock
     * @return the request, to be passed to {@link #follow} after the move has been announced
     */
    CompletionStage<Frame> ask(int fresh, double start) {
        Position now = position.get();
        CompletionStage<Frame> asked = asked(now.cursor(), fresh);
        CompletableFuture<Frame> answer = asked.toCompletableFuture();
        made = answer.isDone() && !answer.isCompletedExceptionally()
                ? Optional.of(answer.join().at(now.seq(), start))
                : Optional.empty();
        return asked;
    }

    /** An engine that fails leaves the step without a frame, as one that answers with a failure does. */
    private CompletionStage<Frame> asked(Cursor cursor, int fresh) {
        try {
            return engine.frame(cursor, fresh, largest.getAsInt());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** If the frame is not available yet, waits for it. Afterwards prepares the next step's frame. */
    void follow(CompletionStage<Frame> asked, double start) {
        if (made.isPresent()) {
            prepareNext();
            return;
        }
        Position moved = position.get();
        asked.whenComplete((frame, failure) -> loop.execute(() -> {
            if (failure != null) {
                LOG.atWarn()
                        .addKeyValue(
                                "reason", Refusals.of(failure).error().type().word())
                        .log("A step has no frame.");
            } else if (moved.cursor().equals(position.get().cursor()) && made.isEmpty()) {
                made = Optional.of(frame.at(moved.seq(), start));
                late.accept(made.get());
                prepareNext();
            }
        }));
    }

    /**
     * Most key presses go to the next step. If its frame is ready by then, it is sent in one message with the state.
     */
    private void prepareNext() {
        RoomState now = position.get().state();
        WalkState walk = WalkState.PART.of(now);
        if (Activities.ALL.bringText(now)) {
            return;
        }
        try {
            walk.next(engine.walk(walk.trace().model()))
                    .ifPresent(next -> engine.prepare(new Cursor(walk.trace().id(), next), largest.getAsInt()));
        } catch (RuntimeException e) {
            // The frame is encoded when it is needed.
            LOG.error("The next step's frame cannot be prepared", e);
        }
    }
}
