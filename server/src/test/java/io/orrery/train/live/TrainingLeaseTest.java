package io.orrery.train.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.room.engine.Trainer;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Traces;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has the server's one training, and until when. Time is the test's. */
@Timeout(120)
class TrainingLeaseTest {
    private static final long LEASE = TimeUnit.SECONDS.toNanos(5);

    /** One update in a second. */
    private static final int SLOWLY = 1;

    private final AtomicLong now = new AtomicLong(1);

    @AutoClose
    private final Workers workers = new Workers(1);

    @AutoClose
    private LiveTraining live;

    private Trainer training;

    private Trainer alone;
    private String model;

    @BeforeEach
    void open() throws Exception {
        Model sorting = Presets.open("nano-sort");
        model = sorting.id();
        var traces = new Traces(new MemoryBudget(64 << 20), workers, Runnable::run);
        live = new LiveTraining(new Library(List.of(sorting), List.of(), traces), now::get);
        training = live.inRooms();
        alone = live.alone();
    }

    private static Trainer.Progress done(CompletionStage<Trainer.Progress> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void assertRefused(ThrowingCallable call, RoomError error) {
        assertThatThrownBy(call)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void anotherRoomWaitsWhileOneAsks() {
        done(training.begin("A", model, 1));
        done(training.next("A", 0, SLOWLY));

        assertRefused(() -> done(training.begin("B", model, 1)), new RoomError.TrainingBusy());

        now.addAndGet(LEASE - 1);
        assertRefused(() -> done(training.begin("B", model, 1)), new RoomError.TrainingBusy());
        now.addAndGet(1);
        assertThat(done(training.begin("B", model, 2)).seed()).isEqualTo(2);
        assertRefused(() -> done(training.next("A", 0, SLOWLY)), new RoomError.TrainingGone());
        assertRefused(() -> done(training.stand("A")), new RoomError.TrainingGone());
    }

    @Test
    void askingRenewsTheLease() {
        done(training.begin("A", model, 1));
        for (int i = 0; i < 3; i++) {
            done(training.next("A", 0, SLOWLY));
            now.addAndGet(LEASE - 1);
        }
        assertRefused(() -> done(training.begin("B", model, 1)), new RoomError.TrainingBusy());
    }

    @Test
    void pausedTrainingOfARoomMakesWayForAnotherRoomButNotForAVisitor() {
        done(training.begin("A", model, 1));
        int made = done(training.next("A", 0, SLOWLY)).update();
        assertThat(done(training.stand("A")).update()).isGreaterThanOrEqualTo(made);

        assertRefused(() -> done(alone.begin("v", model, 1)), new RoomError.TrainingBusy());

        done(training.begin("B", model, 1));
        assertRefused(() -> done(training.step("A")), new RoomError.TrainingGone());
    }

    @Test
    void roomTakesThePlaceOfSomebodyAlone() {
        done(alone.begin("v", model, 1));
        done(alone.next("v", 0, SLOWLY));
        assertRefused(() -> done(alone.begin("w", model, 1)), new RoomError.TrainingBusy());

        done(training.begin("A", model, 1));

        assertRefused(() -> done(alone.next("v", 0, SLOWLY)), new RoomError.TrainingGone());
    }

    @Test
    void nameOfARoomIsNoNameOfAVisitor() {
        done(training.begin("A", model, 1));
        assertRefused(() -> done(alone.stand("A")), new RoomError.TrainingGone());
        assertThat(done(training.stand("A")).update()).isZero();
    }

    @Test
    void whoeverWaitsWhenItPausesIsAnswered() {
        done(training.begin("A", model, 1));
        var waiting = training.next("A", 1_000_000, 0).toCompletableFuture();
        done(training.stand("A"));
        assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
    }
}
