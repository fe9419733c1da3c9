package io.orrery.train.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.model.preset.Task;
import io.orrery.room.engine.Trainer;
import io.orrery.train.SteppedTraining;
import io.orrery.train.TrainingTask;
import io.orrery.train.UpdateAnatomy;
import io.orrery.train.tales.BuiltInModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training at a time, with what the server has left: it waits while a trace is asked for, before each eight texts of a batch.
 * A room takes the place of somebody who trains alone, but not the other way round. All state belongs to one thread, which the
 * methods give work to.
 */
public final class LiveTraining implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTraining.class);

    /** A training pauses when its room has not asked for longer than this: nobody can see it. */
    private static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A training that stands still is forgotten after this time, s. */
    private static final long FORGOTTEN_S = 600;

    /** Updates that can be looked at; the sorting model's take 700 KB each. */
    private static final int MOST_KEPT = 8;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_AGAIN_MS = 2;

    /**
     * Who trains.
     *
     * @param isRoom otherwise one person, alone, whose weights are saved only where the training stands still
     */
    private record Owner(String name, boolean isRoom) {}

    private final Library library;
    private final LongSupplier nanos;
    private final ScheduledThreadPoolExecutor own =
            new ScheduledThreadPoolExecutor(1, work -> thread(work, "orrery-training"));
    private final ExecutorService sharing;
    private final Cache<String, KeptUpdate> kept =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();
    private Optional<Run> run = Optional.empty();

    private static final class Run {
        private final Owner owner;
        private final Model base;
        private final long seed;
        private final TrainingTask task;
        private final SteppedTraining training;
        private SteppedTraining.Update last = new SteppedTraining.Update(0, -1, 0);
        private int perSecond;
        private boolean runs;
        private long asked;
        private final List<Waiting> waiting = new ArrayList<>();

        Run(Owner owner, Model base, long seed, TrainingTask task, ExecutorService sharing) {
            this.owner = owner;
            this.base = base;
            this.seed = seed;
            this.task = task;
            this.training = new SteppedTraining(base.graph(), task, seed, sharing);
        }

        boolean hasEnded() {
            return training.made() >= training.updates();
        }
    }

    private record Waiting(int after, CompletableFuture<Trainer.Progress> answer) {}

    public LiveTraining(Library library) {
        this(library, System::nanoTime);
    }

    /** @param nanos the time for the lease of whoever trains, in ns */
    LiveTraining(Library library, LongSupplier nanos) {
        this.library = library;
        this.nanos = nanos;
        int threads = Runtime.getRuntime().availableProcessors();
        var pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work -> thread(work, "orrery-training-batch")) {
                    @Override
                    protected void beforeExecute(Thread thread, Runnable work) {
                        awaitLeisure();
                    }
                };
        pool.allowCoreThreadTimeOut(true);
        this.sharing = pool;
        own.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** Waits while traces are being computed or wait to be. */
    private void awaitLeisure() {
        try {
            while (library.queue().traces() > 0) {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For rooms. */
    public Trainer inRooms() {
        return new For(true);
    }

    /** For people who train alone: instead of a room's, the methods take a name that only its owner knows. */
    public Trainer alone() {
        return new For(false);
    }

    /** The training of one kind of owner. */
    private final class For implements Trainer {
        private final boolean isRoom;

        For(boolean isRoom) {
            this.isRoom = isRoom;
        }

        @Override
        public CompletionStage<Trainer.Progress> begin(String name, String model, long seed) {
            return LiveTraining.this.begin(new Owner(name, isRoom), model, seed);
        }

        @Override
        public CompletionStage<Trainer.Progress> next(String name, int after, int perSecond) {
            return LiveTraining.this.next(new Owner(name, isRoom), after, perSecond);
        }

        @Override
        public CompletionStage<Trainer.Progress> step(String name) {
            return LiveTraining.this.step(new Owner(name, isRoom));
        }

        @Override
        public CompletionStage<Trainer.Progress> stand(String name) {
            return LiveTraining.this.stand(new Owner(name, isRoom));
        }

        @Override
        public CompletionStage<Trainer.Look> look(String name) {
            return LiveTraining.this.look(new Owner(name, isRoom));
        }
    }

    private CompletionStage<Trainer.Progress> begin(Owner owner, String model, long seed) {
        return inOwnThread(() -> {
            if (run.filter(other -> !other.owner.equals(owner) && keepsOut(other, owner))
                    .isPresent()) {
                throw new OrreryException(new RoomError.TrainingBusy());
            }
            Model base = library.model(library.catalog().baseOf(model));
            var trainable = BuiltInModels.of(base)
                    .filter(built -> base.preset().task() instanceof Task.Sort)
                    .orElseThrow(() -> new OrreryException(
                            new RoomError.CannotTrainHere(base.preset().title())));
            forget();
            var next = new Run(owner, base, seed, trainable.task(), sharing);
            run = Optional.of(next);
            return progress(next, false);
        });
    }

    /** Whether a training that is there cannot make way: somebody watches it, or it is a room's and the other alone. */
    private boolean keepsOut(Run other, Owner owner) {
        return other.owner.isRoom
                ? !owner.isRoom || (other.runs && isAsked(other))
                : !owner.isRoom && other.runs && isAsked(other);
    }

    private CompletionStage<Trainer.Progress> next(Owner owner, int after, int perSecond) {
        var answer = new CompletableFuture<Trainer.Progress>();
        own.execute(() -> {
            try {
                Run mine = of(owner);
                mine.asked = nanos.getAsLong();
                mine.perSecond = perSecond;
                if (mine.training.made() > after || mine.hasEnded()) {
                    answer.complete(progress(mine, !mine.hasEnded()));
                } else {
                    mine.waiting.add(new Waiting(after, answer));
                }
                if (!mine.runs && !mine.hasEnded()) {
                    mine.runs = true;
                    own.execute(() -> advance(mine));
                }
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private CompletionStage<Trainer.Progress> step(Owner owner) {
        return inOwnThread(() -> {
            Run mine = of(owner);
            pause(mine);
            if (!mine.hasEnded()) {
                mine.last = mine.training.update();
            }
            return progress(mine, false);
        });
    }

    private CompletionStage<Trainer.Progress> stand(Owner owner) {
        return inOwnThread(() -> {
            Run mine = of(owner);
            pause(mine);
            return progress(mine, false);
        });
    }

    private CompletionStage<Trainer.Look> look(Owner owner) {
        return inOwnThread(() -> {
            Run mine = of(owner);
            pause(mine);
            var before = progress(mine, false);
            if (mine.hasEnded()) {
                return new Trainer.Look(before, Optional.empty());
            }
            UpdateAnatomy anatomy = mine.training.updateInDetail();
            mine.last = anatomy.update();
            String after = progress(mine, false).model();
            kept.put(after, new KeptUpdate(mine.base, mine.task, before.model(), anatomy));
            return new Trainer.Look(
                    before,
                    Optional.of(new Trainer.Update(
                            after,
                            mine.last.number(),
                            mine.last.loss(),
                            mine.last.learningRate(),
                            anatomy.texts(),
                            anatomy.norm(),
                            anatomy.clipping())));
        });
    }

    /** A kept update, by the content id of the model after it; empty once it is forgotten. */
    public Optional<KeptUpdate> kept(String after) {
        return Optional.ofNullable(kept.getIfPresent(after));
    }

    private Run of(Owner owner) {
        return run.filter(each -> each.owner.equals(owner))
                .orElseThrow(() -> new OrreryException(new RoomError.TrainingGone()));
    }

    /** Makes an update, unless the training stands still, and plans the next one. */
    private void advance(Run mine) {
        if (!mine.runs || run.filter(mine::equals).isEmpty()) {
            return;
        }
        if (!isAsked(mine)) {
            pause(mine);
            return;
        }
        long began = System.nanoTime();
        try {
            awaitLeisure();
            mine.last = mine.training.update();
            answer(mine);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            if (own.isShutdown()) {
                // The server ends, and its threads take no more work.
                return;
            }
            LOG.error("A training has failed", e);
            mine.waiting.forEach(each -> each.answer().completeExceptionally(e));
            forget();
            return;
        }
        if (mine.hasEnded()) {
            pause(mine);
            return;
        }
        long rest = mine.perSecond == 0 ? 0 : SECOND / mine.perSecond - (System.nanoTime() - began);
        // advance handles what fails, so nobody needs the result
        var unused = own.schedule(() -> advance(mine), Math.max(0, rest), TimeUnit.NANOSECONDS);
    }

    /** Answers those who wait for the updates that have been made. */
    private void answer(Run mine) {
        var served = mine.waiting.stream()
                .filter(each -> each.after() < mine.training.made())
                .toList();
        if (served.isEmpty()) {
            return;
        }
        mine.waiting.removeAll(served);
        var progress = progress(mine, !mine.hasEnded());
        served.forEach(each -> each.answer().complete(progress));
    }

    private boolean isAsked(Run mine) {
        return nanos.getAsLong() - mine.asked < LEASE_NANOS;
    }

    private void pause(Run mine) {
        mine.runs = false;
        mine.waiting.forEach(each -> each.answer().cancel(false));
        mine.waiting.clear();
        mine.asked = nanos.getAsLong();
        var unused = own.schedule(
                () -> {
                    if (!mine.runs && nanos.getAsLong() - mine.asked >= FORGOTTEN_S * SECOND) {
                        run = run.filter(each -> each != mine);
                    }
                },
                FORGOTTEN_S + 1,
                TimeUnit.SECONDS);
    }

    private void forget() {
        run.ifPresent(this::pause);
        run = Optional.empty();
    }

    private Trainer.Progress progress(Run mine, boolean passing) {
        int made = mine.training.made();
        var added = library.catalog()
                .snapshots()
                .add(
                        mine.base,
                        mine.training.weights(),
                        made,
                        mine.training.updates(),
                        mine.seed,
                        passing,
                        mine.owner.isRoom);
        return new Trainer.Progress(
                added.snapshot().model().id(),
                mine.base.id(),
                mine.seed,
                made,
                mine.training.updates(),
                mine.last.loss(),
                mine.last.learningRate(),
                added.saved());
    }

    private <T> CompletionStage<T> inOwnThread(Callable<T> work) {
        var answer = new CompletableFuture<T>();
        own.execute(() -> {
            try {
                answer.complete(work.call());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer.completeExceptionally(e);
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        own.shutdownNow();
        sharing.shutdownNow();
    }
}
