package io.orrery.train.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.library.Checkpoints;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.room.engine.Trainer;
import io.orrery.tensor.Workers;
import io.orrery.tools.OwnProcess;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Traces;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has the server's one training, and until when. Time is the test's. */
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
    private Model sorting;
    private String model;
    private Traces traces;

    @BeforeEach
    void open() throws Exception {
        sorting = Presets.open("nano-sort");
        model = sorting.id();
        open(64 << 20);
    }

    /** @param memory bytes for traces and answers */
    private void open(long memory) {
        traces = new Traces(new MemoryBudget(memory), workers, Runnable::run);
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
    void endedTrainingLetsAVisitorBeginAtOnce() {
        done(training.begin("A", model, 1));
        done(training.next("A", 0, SLOWLY));

        training.end("A");

        done(alone.begin("v", model, 1));
        assertRefused(() -> done(training.stand("A")), new RoomError.TrainingGone());
    }

    @Test
    void trainingThatARoomLeavesMakesWayUntilTheRoomAsksForItAgain() {
        done(training.begin("A", model, 1));
        done(training.next("A", 0, SLOWLY));
        training.leave("A");
        int made = done(training.stand("A")).update();
        assertRefused(() -> done(alone.begin("v", model, 1)), new RoomError.TrainingBusy());
        assertThat(done(training.stand("A")).update()).isEqualTo(made);

        training.leave("A");
        done(alone.begin("v", model, 1));

        assertRefused(() -> done(training.stand("A")), new RoomError.TrainingGone());
        training.leave("A");
        training.end("A");
        done(alone.stand("v"));
    }

    /** Counted by the collector, which finds what anything still refers to: a task, a thread, a cache. */
    @Test
    void replacedTrainingsAreGoneAtOnce() throws Exception {
        done(alone.begin("v", model, 1));
        done(alone.stand("v"));
        long before = LiveObjects.count(LiveTraining.class.getName() + "$Run");

        for (int i = 0; i < 30; i++) {
            done(alone.begin("v" + i, model, i));
            done(alone.next("v" + i, 0, SLOWLY));
            now.addAndGet(LEASE);
            done(training.begin("A" + i, model, i));
            done(training.next("A" + i, 0, SLOWLY));
            training.leave("A" + i);
        }
        done(training.stand("A29"));

        assertThat(live.planned()).as("tasks that wait").isLessThanOrEqualTo(1);
        assertThat(LiveObjects.count(LiveTraining.class.getName() + "$Run")).isLessThanOrEqualTo(before);
        training.end("A29");
        assertRefused(() -> done(training.stand("A29")), new RoomError.TrainingGone());
        assertThat(live.planned()).isZero();
    }

    @Test
    void trainingReservesItsMemoryBeforeItBeginsAndGivesItBack() {
        long weights = sorting.graph().weightBytes();
        done(alone.begin("v", model, 1));
        end("v");
        assertThat(held()).as("its first weights, which can be shown").isEqualTo(weights);

        done(alone.begin("w", model, 2));

        long reserved = held() - weights;
        assertThat(reserved).as("with the gradients of eight parts of a batch").isGreaterThan((4 + 8) * weights);
        long standing = held();
        assertThat(alone.look("w").toCompletableFuture().join().update()).isPresent();
        assertThat(held() - standing)
                .as("gradients and changes of an update, and the weights after it")
                .isEqualTo(3 * weights);
        end("w");
        assertThat(held()).as("three weights, and the update").isEqualTo(5 * weights);
    }

    /** What it holds are the weights, two averages of each, and the copy that can be shown. */
    @Test
    void trainingTakesNoMoreThanWasReserved() throws Exception {
        var printed = OwnProcess.printed(MemoryOfATraining.class, List.of("-XX:+UseSerialGC"));
        long reserved = Long.parseLong(printed.get(0));
        long taken = Long.parseLong(printed.get(1));

        assertThat(taken).isBetween(3 * sorting.graph().weightBytes(), reserved);
    }

    private long held() {
        return traces.budget().figures().held();
    }

    private void end(String name) {
        alone.end(name);
        assertRefused(() -> done(alone.stand(name)), new RoomError.TrainingGone());
    }

    @Test
    void trainingForWhichThereIsNoMemoryIsRefusedInWords() {
        long weights = sorting.graph().weightBytes();
        live.close();
        open(12 * weights);

        assertNoMemory(() -> done(alone.begin("v", model, 1)));
        assertNoMemory(() -> done(training.begin("A", model, 1)));

        assertThat(held()).isZero();
        assertRefused(() -> done(training.stand("A")), new RoomError.TrainingGone());
    }

    @Test
    void textGoesOnWithWeightsThatHaveLeftTheMemory(@TempDir Path folder) {
        live.close();
        traces = new Traces(new MemoryBudget(64 << 20), workers, Runnable::run);
        var library = new Library(List.of(sorting), List.of(), new Checkpoints(), Optional.of(folder), traces);
        live = new LiveTraining(library, now::get);
        String weights = done(live.inRooms().begin("A", model, 1)).model();
        library.catalog().snapshots().keep(() -> Set.of(weights));
        var text = library.tokens(library.catalog().named(weights), new int[] {0, 1, 2})
                .join();
        for (int update = 0; update < 20; update++) {
            String other = done(live.inRooms().step("A")).model();
            library.catalog().snapshots().keep(() -> Set.of(other));
        }
        assertThat(traces.isOffered(weights)).isFalse();

        assertThat(library.append(text.id(), new int[] {0}).join().model()).isEqualTo(weights);
        assertThat(library.find(text.id()).join().recipe().model()).isEqualTo(weights);
        assertThat(library.catalog().baseOf(weights)).isEqualTo(model);
    }

    /** Updates give way to texts; what the presenter asks of the training does not. */
    @Test
    void roomIsAnsweredWhileATextIsComputed() {
        live.close();
        traces = new Traces(new MemoryBudget(64 << 20), workers, never -> {});
        var library = new Library(List.of(sorting), List.of(), traces);
        live = new LiveTraining(library, now::get);
        done(live.inRooms().begin("A", model, 1));
        var text = library.tokens(sorting, new int[] {0, 1, 2});
        var update = live.inRooms().next("A", 0, 0).toCompletableFuture();

        done(live.inRooms().stand("A"));
        assertThat(done(live.inRooms().step("A")).update()).isPositive();
        live.inRooms().end("A");
        done(live.alone().begin("v", model, 1));

        assertThat(update).isDone();
        assertThat(text).isNotDone();
    }

    private static void assertNoMemory(ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessageContaining("The memory of this server is in use.")
                .cause()
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isInstanceOf(LibraryError.NoMemory.class));
    }

    @Test
    void onlyTheNewestQuestionForWeightsWaits() {
        done(training.begin("A", model, 1));
        var first = training.next("A", 1_000_000, SLOWLY).toCompletableFuture();
        var second = training.next("A", 1_000_000, SLOWLY).toCompletableFuture();

        assertThatThrownBy(first::join).isInstanceOf(CancellationException.class);
        assertThat(second).isNotDone();
    }

    @Test
    void whoeverWaitsWhenItPausesIsAnswered() {
        done(training.begin("A", model, 1));
        var waiting = training.next("A", 1_000_000, 0).toCompletableFuture();
        done(training.stand("A"));
        assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
    }
}
