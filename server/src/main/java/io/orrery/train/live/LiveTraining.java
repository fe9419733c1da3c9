package io.orrery.train.live;

import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.model.preset.Task;
import io.orrery.room.engine.Trainer;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Requester;
import io.orrery.train.NanoSort;
import io.orrery.train.SteppedTraining;
import io.orrery.train.TrainingTask;
import io.orrery.train.UpdateAnatomy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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

    /** A room that has not asked for what it began after this time, s, has done something else in the meantime. */
    private static final long UNSEEN_S = 60;

    /** Updates that can be looked at; the sorting model's take 700 KB each. */
    private static final int MOST_KEPT = 8;

    /** Requests of people who train alone that may wait to be carried out. */
    private static final int MOST_WAITING = 64;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_AGAIN_MS = 2;
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

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

    /** The newest last. */
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    /** Commands of rooms that have not been carried out: an update that is being made does not wait for anybody then. */
    private final AtomicInteger urgent = new AtomicInteger();

    private Optional<Run> run = Optional.empty();

    /** The next update of the training, or its end if it stands still: all that refers to it beside {@link #run}. */
    private Future<?> next = CompletableFuture.completedFuture(null);

    private record Kept(KeptUpdate update, MemoryBudget.Reservation memory) {}

    private static final class Run {
        private final Owner owner;
        private final Model base;
        private final long seed;
        private final TrainingTask task;
        private final SteppedTraining training;
        private final MemoryBudget.Reservation memory;
        private SteppedTraining.Update last = new SteppedTraining.Update(0, -1, 0);
        private int perSecond;
        private boolean runs;
        private boolean left;
        private long asked;
        private Optional<Waiting> waiting = Optional.empty();

        Run(
                Owner owner,
                Model base,
                long seed,
                TrainingTask task,
                ExecutorService sharing,
                MemoryBudget.Reservation memory) {
            this.owner = owner;
            this.base = base;
            this.seed = seed;
            this.task = task;
            this.training = new SteppedTraining(base.graph(), task, seed, sharing);
            this.memory = memory;
        }

        boolean hasEnded() {
            return training.made() >= training.updates();
        }

        /** Answers the waiting question, if there is one. */
        void answer(Consumer<CompletableFuture<Trainer.Progress>> by) {
            var served = waiting;
            waiting = Optional.empty();
            served.map(Waiting::answer).ifPresent(by);
        }
    }

    /** The trainer's owner asks for new weights after it has shown the last ones. Only its newest question counts. */
    private record Waiting(int after, CompletableFuture<Trainer.Progress> answer) {}

    /** @param nanos the time for the owner's lease, in ns */
    public LiveTraining(Library library, LongSupplier nanos) {
        this.library = library;
        this.nanos = nanos;
        var pool =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
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

    /** Waits while traces are being computed or wait to be, and no room waits for its training. */
    private void awaitLeisure() {
        try {
            while (urgent.get() == 0 && library.queue().traces() > 0) {
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

        @Override
        public void leave(String name) {
            ifThere(new Owner(name, isRoom), mine -> {
                pause(mine);
                mine.left = true;
            });
        }

        @Override
        public void end(String name) {
            ifThere(new Owner(name, isRoom), mine -> forget());
        }
    }

    private CompletionStage<Trainer.Progress> begin(Owner owner, String model, long seed) {
        return inOwnThread(owner, () -> {
            if (run.filter(other -> !other.owner.equals(owner) && keepsOut(other, owner))
                    .isPresent()) {
                throw new OrreryException(new RoomError.TrainingBusy());
            }
            Model base = library.model(library.catalog().baseOf(model));
            var trainable = NanoSort.models()
                    .filter(built -> built.isOf(base) && base.preset().task() instanceof Task.Sort)
                    .findFirst()
                    .orElseThrow(() -> new OrreryException(
                            new RoomError.CannotTrainHere(base.preset().title())));
            forget();
            var memory = reserve(owner, bytes(base, trainable.task()));
            var begun = new Run(owner, base, seed, trainable.task(), sharing, memory);
            run = Optional.of(begun);
            forgetAfter(owner.isRoom ? UNSEEN_S : FORGOTTEN_S);
            try {
                return progress(begun, false);
            } catch (RuntimeException e) {
                forget();
                throw e;
            }
        });
    }

    private MemoryBudget.Reservation reserve(Owner owner, long bytes) {
        return library.forRequester(owner.isRoom ? Requester.ofRoom("training") : Requester.of("training"))
                .reserve(bytes);
    }

    private long bytes(Model base, TrainingTask task) {
        long text = library.bytes(base, base.graph().sizes().n_ctx());
        return SteppedTraining.bytes(base.graph(), task, THREADS, text);
    }

    /** Whether a training that is there cannot make way: somebody watches it, or it is a room's and the other alone. */
    private boolean keepsOut(Run other, Owner owner) {
        if (other.left) {
            return false;
        }
        return other.owner.isRoom
                ? !owner.isRoom || (other.runs && isAsked(other))
                : !owner.isRoom && other.runs && isAsked(other);
    }

    private CompletionStage<Trainer.Progress> next(Owner owner, int after, int perSecond) {
        var answer = new CompletableFuture<Trainer.Progress>();
        execute(owner, answer, () -> {
            Run mine = of(owner);
            mine.perSecond = perSecond;
            if (mine.training.made() > after || mine.hasEnded()) {
                answer.complete(progress(mine, !mine.hasEnded()));
            } else {
                mine.answer(older -> older.cancel(false));
                mine.waiting = Optional.of(new Waiting(after, answer));
            }
            if (!mine.runs && !mine.hasEnded()) {
                mine.runs = true;
                plan(() -> advance(mine), 0);
            }
        });
        return answer;
    }

    private CompletionStage<Trainer.Progress> step(Owner owner) {
        return inOwnThread(owner, () -> {
            Run mine = of(owner);
            pause(mine);
            if (!mine.hasEnded()) {
                mine.last = mine.training.update();
            }
            return progress(mine, false);
        });
    }

    private CompletionStage<Trainer.Progress> stand(Owner owner) {
        return inOwnThread(owner, () -> {
            Run mine = of(owner);
            pause(mine);
            return progress(mine, false);
        });
    }

    private CompletionStage<Trainer.Look> look(Owner owner) {
        return inOwnThread(owner, () -> {
            Run mine = of(owner);
            pause(mine);
            var before = progress(mine, false);
            if (mine.hasEnded()) {
                return new Trainer.Look(before, Optional.empty());
            }
            var memory = reserve(owner, UpdateAnatomy.bytes(mine.base.graph()));
            UpdateAnatomy anatomy = mine.training.updateInDetail();
            mine.last = anatomy.update();
            String after = progress(mine, false).model();
            keep(after, new Kept(new KeptUpdate(mine.base, mine.task, before.model(), anatomy), memory));
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
        synchronized (kept) {
            return Optional.ofNullable(kept.get(after)).map(Kept::update);
        }
    }

    private void keep(String after, Kept update) {
        var gone = new ArrayList<Kept>();
        synchronized (kept) {
            Optional.ofNullable(kept.put(after, update)).ifPresent(gone::add);
            if (kept.size() > MOST_KEPT) {
                gone.add(kept.remove(kept.keySet().iterator().next()));
            }
        }
        gone.forEach(each -> each.memory().close());
    }

    /** The owner's training, which asks for it. */
    private Run of(Owner owner) {
        Run mine = run.filter(each -> each.owner.equals(owner))
                .orElseThrow(() -> new OrreryException(new RoomError.TrainingGone()));
        mine.asked = nanos.getAsLong();
        mine.left = false;
        return mine;
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
            if (mine.waiting
                    .filter(asked -> asked.after() < mine.training.made())
                    .isPresent()) {
                var progress = progress(mine, !mine.hasEnded());
                mine.answer(asked -> asked.complete(progress));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (OrreryException e) {
            // There is no place for its weights.
            mine.answer(asked -> asked.completeExceptionally(e));
            pause(mine);
            return;
        } catch (RuntimeException e) {
            if (own.isShutdown()) {
                // The server ends, and its threads take no more work.
                return;
            }
            LOG.error("A training has failed", e);
            mine.answer(asked -> asked.completeExceptionally(e));
            forget();
            return;
        }
        if (mine.hasEnded()) {
            pause(mine);
            return;
        }
        long rest = mine.perSecond == 0 ? 0 : SECOND / mine.perSecond - (System.nanoTime() - began);
        plan(() -> advance(mine), Math.max(0, rest));
    }

    /** In place of what was planned before. */
    private void plan(Runnable work, long delayNanos) {
        next.cancel(false);
        next = own.schedule(work, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** A room that waits for an update asks for it, however long that takes. */
    private boolean isAsked(Run mine) {
        boolean isAwaited = mine.owner.isRoom && mine.waiting.isPresent();
        return isAwaited || nanos.getAsLong() - mine.asked < LEASE_NANOS;
    }

    private void pause(Run mine) {
        mine.runs = false;
        mine.answer(asked -> asked.cancel(false));
        forgetAfter(FORGOTTEN_S);
    }

    private void forgetAfter(long seconds) {
        plan(this::forget, seconds * SECOND);
    }

    private void forget() {
        next.cancel(false);
        next = CompletableFuture.completedFuture(null);
        run.ifPresent(gone -> {
            gone.answer(asked -> asked.completeExceptionally(new OrreryException(new RoomError.TrainingGone())));
            gone.memory.close();
        });
        run = Optional.empty();
    }

    /** The number of tasks that are planned or wait to be carried out. */
    int planned() {
        return own.getQueue().size();
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

    private <T> CompletionStage<T> inOwnThread(Owner owner, Callable<T> work) {
        var answer = new CompletableFuture<T>();
        urgent.addAndGet(owner.isRoom ? 1 : 0);
        execute(owner, answer, () -> {
            try {
                answer.complete(work.call());
            } finally {
                urgent.addAndGet(owner.isRoom ? -1 : 0);
            }
        });
        return answer;
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Carries out the work in the own thread. @param answer gets what fails */
    private void execute(Owner owner, CompletableFuture<?> answer, Work work) {
        if (!owner.isRoom && own.getQueue().size() > MOST_WAITING) {
            answer.completeExceptionally(new OrreryException(new RoomError.TrainingBusy()));
            return;
        }
        try {
            own.execute(() -> {
                try {
                    work.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    answer.completeExceptionally(e);
                } catch (Exception e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            // The server ends.
            answer.completeExceptionally(new OrreryException(new RoomError.TrainingGone(), e));
        }
    }

    /** Does something with the owner's training, if that is there. */
    private void ifThere(Owner owner, Consumer<Run> change) {
        var unused = inOwnThread(owner, () -> {
            run.filter(each -> each.owner.equals(owner)).ifPresent(change);
            return owner;
        });
    }

    @Override
    public void close() {
        own.shutdownNow();
        sharing.shutdownNow();
    }
}
