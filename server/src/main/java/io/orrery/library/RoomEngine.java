package io.orrery.library;

import io.orrery.room.engine.Engine;
import io.orrery.room.engine.RefusedException;
import io.orrery.tour.Walk;
import io.orrery.trace.Requester;
import io.orrery.trace.Sampling;
import io.orrery.trace.TookTooLongException;
import io.orrery.web.http.Problem;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The library as a room asks it. */
public final class RoomEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(RoomEngine.class);

    private final Library library;
    private final StepFrames frames;
    private final Executor executor;
    private final Map<String, Walk> walks;
    private final String party;

    /** @param executor encodes frames */
    public RoomEngine(Library library, StepFrames frames, Executor executor) {
        this.library = library;
        this.frames = frames;
        this.executor = executor;
        this.walks = library.models().stream()
                .collect(Collectors.toUnmodifiableMap(model -> model.id(), model -> new Walk(model.graph())));
        this.party = "rooms";
    }

    private RoomEngine(RoomEngine engine, String party) {
        this.library = engine.library;
        this.frames = engine.frames;
        this.executor = engine.executor;
        this.walks = engine.walks;
        this.party = party;
    }

    @Override
    public Engine in(String room) {
        return new RoomEngine(this, "room " + room);
    }

    @Override
    public CompletionStage<TraceSummary> run(String model, List<Integer> tokens, int promptLength) {
        return answered(asked -> asked.run(model, tokens, promptLength));
    }

    @Override
    public CompletionStage<TraceSummary> find(String trace) {
        return answered(asked -> asked.summary(trace));
    }

    @Override
    public CompletionStage<TraceSummary> generate(String trace, Sampling sampling) {
        return answered(asked -> asked.generate(trace, sampling));
    }

    @Override
    public CompletionStage<TraceSummary> append(String trace, List<Integer> tokens) {
        int[] forced = tokens.stream().mapToInt(token -> token).toArray();
        return answered(asked -> asked.append(trace, forced));
    }

    @Override
    public CompletionStage<TraceSummary> back(String trace, int tokens) {
        return answered(asked -> asked.back(trace, tokens));
    }

    @Override
    public CompletionStage<TraceSummary> beside(TraceSummary trace, String model) {
        return answered(asked -> asked.beside(trace.id(), asked.named(model)));
    }

    @Override
    public CompletionStage<TraceSummary> promptOf(TraceSummary trace) {
        return answered(asked -> asked.beginning(trace, trace.promptLength()));
    }

    @Override
    public CompletionStage<Frame> frame(Cursor cursor, int fresh, int most) {
        return answered(asked -> asked.find(cursor.trace())).thenCompose(trace -> {
            var step = trace.graph().step(cursor.step()).orElseThrow(() -> Problem.unknown("step", cursor.step()));
            return frames.made(trace, step, fresh, most)
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(
                            () -> CompletableFuture.supplyAsync(() -> frames.of(trace, step, fresh, most), executor));
        });
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
        return library.structures().stream()
                .anyMatch(structure -> structure.preset().equals(id));
    }

    @Override
    public Walk walk(String model) {
        return walks.get(model);
    }

    /** A problem, whether thrown or in the future, as a refusal. What is cancelled is computed no further. */
    private <T> CompletionStage<T> answered(Function<Library, CompletableFuture<T>> question) {
        var asker = Requester.of(party);
        CompletableFuture<T> answer;
        try {
            answer = question.apply(library.askedBy(asker));
        } catch (Problem problem) {
            return CompletableFuture.failedFuture(refusal(problem));
        }
        CompletionStage<T> refusable = answer.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof TookTooLongException e) {
                return CompletableFuture.failedFuture(new RefusedException(RefusalReason.BUSY, e.getMessage()));
            }
            return CompletableFuture.failedFuture(cause instanceof Problem problem ? refusal(problem) : cause);
        });
        refusable.whenComplete((known, failure) -> {
            if (refusable.toCompletableFuture().isCancelled()) {
                asker.leave();
            }
        });
        return refusable;
    }

    private static RefusedException refusal(Problem problem) {
        RefusalReason reason = switch (problem.type()) {
            case "context-full" -> RefusalReason.CONTEXT_FULL;
            case "unknown-step" -> RefusalReason.UNKNOWN_STEP;
            case "unknown-model" -> RefusalReason.UNKNOWN_MODEL;
            case "unknown-token" -> RefusalReason.UNKNOWN_TOKEN;
            case "tokenizers-differ" -> RefusalReason.TOKENIZERS_DIFFER;
            default -> RefusalReason.UNKNOWN_TRACE;
        };
        return new RefusedException(reason, problem.getMessage());
    }
}
