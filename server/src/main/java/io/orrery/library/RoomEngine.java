package io.orrery.library;

import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.model.preset.Preset;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.PlaceMeasure;
import io.orrery.room.engine.Trainer;
import io.orrery.tour.Walk;
import io.orrery.trace.Requester;
import io.orrery.trace.Sampling;
import io.orrery.trace.TookTooLongException;
import io.orrery.trace.change.Change;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes for a room, by means of the library. */
public final class RoomEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(RoomEngine.class);

    private final Library library;
    private final StepFrames frames;
    private final Executor executor;
    private final Map<String, Walk> walks;
    private final String tenant;
    private final Trainer trainer;
    private final Optional<TourLibrary> loaded;
    private final boolean idle;

    /** @param executor runs the encoding of frames */
    public RoomEngine(Library library, StepFrames frames, Executor executor) {
        this.library = library;
        this.frames = frames;
        this.executor = executor;
        this.walks = new ConcurrentHashMap<>();
        this.tenant = "rooms";
        this.trainer = Trainer.NONE;
        this.loaded = Optional.empty();
        this.idle = false;
    }

    private RoomEngine(RoomEngine engine, String tenant, Trainer trainer, Optional<TourLibrary> loaded, boolean idle) {
        this.library = engine.library;
        this.frames = engine.frames;
        this.executor = engine.executor;
        this.walks = engine.walks;
        this.tenant = tenant;
        this.trainer = trainer;
        this.loaded = loaded;
        this.idle = idle;
    }

    /** The same engine with a trainer. */
    public RoomEngine with(Trainer other) {
        return new RoomEngine(this, tenant, other, loaded, idle);
    }

    /** Returns this engine with the tours that its rooms can show. */
    public RoomEngine with(TourLibrary tours) {
        return new RoomEngine(this, tenant, trainer, Optional.of(tours), idle);
    }

    @Override
    public Engine in(String room) {
        return new RoomEngine(this, "room " + room, trainer, loaded, idle);
    }

    @Override
    public Engine whenIdle() {
        return new RoomEngine(this, tenant, trainer, loaded, true);
    }

    /** The tokenizer of a long text, and that of each model that could read it instead, would take a turn of the room. */
    @Override
    public CompletionStage<TraceSummary> read(String model, String text) {
        return computed(view -> CompletableFuture.completedFuture(text)
                .thenComposeAsync(typed -> view.prompt(view.catalog().named(model), typed), executor));
    }

    @Override
    public String room() {
        return tenant;
    }

    @Override
    public Trainer trainer() {
        return trainer;
    }

    @Override
    public io.orrery.room.engine.Tours tours() {
        return new RoomTours(loaded.orElseThrow(), this);
    }

    @Override
    public CompletionStage<TraceSummary> run(
            String model, List<Integer> tokens, List<String> changes, int promptLength) {
        return computed(view -> view.run(model, tokens, changes, promptLength));
    }

    @Override
    public CompletionStage<TraceSummary> changed(String trace, List<Change> changes) {
        return computed(view -> view.changed(trace, changes));
    }

    @Override
    public CompletionStage<TraceSummary> find(String trace) {
        return computed(view -> view.summary(trace));
    }

    @Override
    public CompletionStage<List<TraceSummary.Next>> chances(String trace, List<Integer> tokens) {
        return computed(view -> view.chances(trace, tokens));
    }

    @Override
    public CompletionStage<Optional<PlaceMeasure.Found>> largest(String trace, PlaceMeasure measure) {
        return computed(view -> new PlaceAnswers(view).largest(trace, measure));
    }

    @Override
    public CompletionStage<TraceSummary> generate(String trace, Sampling sampling) {
        return computed(view -> view.generate(trace, sampling));
    }

    @Override
    public CompletionStage<TraceSummary> append(String trace, List<Integer> tokens) {
        int[] forced = tokens.stream().mapToInt(token -> token).toArray();
        return computed(view -> view.append(trace, forced));
    }

    @Override
    public CompletionStage<TraceSummary> back(String trace, int tokens) {
        return computed(view -> view.back(trace, tokens));
    }

    @Override
    public CompletionStage<TraceSummary> withModel(TraceSummary trace, String model) {
        return computed(view -> view.withModel(trace.id(), view.catalog().named(model)));
    }

    @Override
    public CompletionStage<TraceSummary> promptOf(TraceSummary trace) {
        return computed(view -> view.prefix(trace, trace.promptLength()));
    }

    @Override
    public CompletionStage<Frame> frame(Cursor cursor, int fresh, int most) {
        return computed(view -> view.find(cursor.trace())).thenCompose(trace -> {
            var step = trace.graph()
                    .step(cursor.step())
                    .orElseThrow(() -> new OrreryException(new RequestError.UnknownStep(cursor.step())));
            return frames.ifEncoded(trace, step, fresh, most)
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(
                            () -> CompletableFuture.supplyAsync(() -> frames.of(trace, step, fresh, most), executor));
        });
    }

    @Override
    public void learn(TraceSummary trace) {
        if (!library.isKnown(trace.id())) {
            library.learn(trace.model(), trace.tokens(), trace.changes());
        }
    }

    @Override
    public void prepare(Cursor cursor, int most) {
        frame(cursor, 0, most).whenComplete((made, failure) -> {
            if (failure != null) {
                LOG.debug("The frame of {} could not be prepared", cursor, failure);
            }
        });
    }

    @Override
    public boolean hasStructure(String id) {
        return library.catalog().structures().stream()
                .anyMatch(structure -> structure.preset().equals(id));
    }

    @Override
    public Walk walk(String model) {
        return walks.computeIfAbsent(
                library.catalog().baseOf(model),
                base -> new Walk(library.model(base).graph()));
    }

    @Override
    public ModelName nameOf(String model) {
        Preset preset = library.model(model).preset();
        return new ModelName(preset.id(), preset.title());
    }

    /** Starts a computation. Errors that are thrown end up in the future, too. Cancelling the result stops the computation. */
    <T> CompletionStage<T> computed(Function<Library, CompletableFuture<T>> computation) {
        var requester = idle ? Requester.whenIdle(tenant) : Requester.ofRoom(tenant);
        CompletableFuture<T> answer;
        try {
            answer = computation.apply(library.forRequester(requester));
        } catch (OrreryException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletionStage<T> known = answer.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return CompletableFuture.failedFuture(
                    cause instanceof TookTooLongException e ? new OrreryException(e.error(), e) : cause);
        });
        known.whenComplete((value, failure) -> {
            if (known.toCompletableFuture().isCancelled()) {
                requester.leave();
            }
        });
        return known;
    }
}
