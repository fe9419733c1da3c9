package io.orrery.room;

import io.orrery.error.LabError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.op.Gelu;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.OwnText;
import io.orrery.room.engine.PlaceMeasure;
import io.orrery.room.engine.Tours;
import io.orrery.room.engine.Trainer;
import io.orrery.tour.Walk;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.trace.Sampling;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.FrameTensor;
import io.orrery.wire.Frames;
import io.orrery.wire.TraceSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * A fake engine with the traces t1 (tokens 0), t2 (0 1) … t5, p3 (2 2 2), and v3, whose walk visits the first of the two layers alone. Generating a token takes t1 to t2. It
 * answers at once or, after {@link #slow}, when the test calls {@link #answerOne}.
 */
final class HandEngine implements Engine {
    static final int N_CTX = 5;

    /** The next tokens of every trace. */
    private static final List<TraceSummary.Next> NEXT = List.of(new TraceSummary.Next(0, "A", 0.5f));

    private static final Tours NO_TOURS = new Tours() {
        @Override
        public ResolvedTour tour(String id, String model) {
            throw new OrreryException(new TourError.UnknownTour(id));
        }

        @Override
        public ResolvedTour beatOf(String talk, TalkBeat beat) {
            throw new OrreryException(new TourError.UnknownTour(talk));
        }

        @Override
        public Map<String, Map<String, Object>> words(BeatOfTalk beat) {
            return Map.of();
        }

        @Override
        public String title(String tour, String model, String beat, String language) {
            return "";
        }

        @Override
        public CompletionStage<Run> run(ResolvedTour tour, ResolvedTour.Beat beat, Optional<OwnText> own) {
            return CompletableFuture.failedFuture(new OrreryException(new TourError.UnknownTour(tour.id())));
        }
    };

    private static final TraceSummary.Next RIVAL = new TraceSummary.Next(1, "B", 0.25f);

    private final Walk walk =
            new Walk(new Graph(Gpt2.declare(new Sizes(4, 2, 8, 3, 2, 2, 2, N_CTX), 1e-5, Gelu.Form.TANH, false)));
    private final List<Runnable> waiting = new ArrayList<>();
    private final List<Integer> fresh = new ArrayList<>();
    private final List<Integer> largest = new ArrayList<>();
    private final List<Cursor> prepared = new ArrayList<>();
    private Sampling sampling = Sampling.GREEDY;
    private int end = Integer.MAX_VALUE;
    private boolean slow;
    private boolean slowFrames;
    private String gone = "";
    private int givenUp;
    private Optional<RuntimeException> failure = Optional.empty();
    private Trainer trainer = Trainer.NONE;
    private Optional<RuntimeException> walkFailure = Optional.empty();
    private int updates;
    private Optional<PlaceMeasure.Found> right = Optional.empty();

    @Override
    public Tours tours() {
        return NO_TOURS;
    }

    static TraceSummary trace(String id) {
        int length = id.charAt(1) - '0';
        boolean grown = id.startsWith("t");
        List<Integer> tokens =
                IntStream.range(0, length).mapToObj(i -> grown ? i % 3 : 2).toList();
        List<String> text =
                tokens.stream().map(token -> "ABC".substring(token, token + 1)).toList();
        List<Integer> visits = id.startsWith("v") ? List.of(0) : List.of();
        return new TraceSummary(
                id, "m", tokens, text, length, N_CTX, NEXT, false, List.of(), "", Optional.of(RIVAL), visits);
    }

    /** Stops offering a model. */
    void without(String model) {
        gone = model;
    }

    /** Makes the next answer fail. */
    void failsOnce(RuntimeException so) {
        failure = Optional.of(so);
    }

    /** Trains with this; weights are models whose ids begin with {@code w}. */
    void trains(Trainer with) {
        trainer = with;
    }

    @Override
    public String room() {
        return "";
    }

    @Override
    public void learn(TraceSummary trace) {}

    @Override
    public Trainer trainer() {
        return trainer;
    }

    /** Makes the next question for a model's walk fail at once. */
    void walkFailsOnce(RuntimeException so) {
        walkFailure = Optional.of(so);
    }

    void slow() {
        slow = true;
    }

    /** Answers at once from now on, after the questions that wait. */
    void prompt() {
        slow = false;
        slowFrames = false;
        walkFailure = Optional.empty();
        failure = Optional.empty();
        while (!waiting.isEmpty()) {
            answerOne();
        }
    }

    /** Generation ends the text at this length. */
    void endsAfter(int length) {
        end = length;
    }

    /** The sampling of the last generated token. */
    Sampling sampling() {
        return sampling;
    }

    void slowFrames() {
        slowFrames = true;
    }

    /** Answers the oldest waiting question. */
    void answerOne() {
        waiting.remove(0).run();
    }

    /** Answers a waiting question, by its place among them. */
    void answer(int index) {
        waiting.remove(index).run();
    }

    int waiting() {
        return waiting.size();
    }

    /** The number of questions that were cancelled before they were answered. */
    int givenUp() {
        return givenUp;
    }

    /** The first fresh position of each requested frame. */
    List<Integer> fresh() {
        return fresh;
    }

    /** The size limit of each requested frame, bytes. */
    List<Integer> largest() {
        return largest;
    }

    /** The cursors whose frames were to be prepared. */
    List<Cursor> prepared() {
        return prepared;
    }

    @Override
    public Engine in(String room) {
        return this;
    }

    @Override
    public CompletionStage<TraceSummary> run(
            String model, List<Integer> tokens, List<String> changes, int promptLength) {
        return answer(slow, () -> {
            if (!model.matches("m2?|w.*") || model.equals(gone)) {
                throw new OrreryException(new LibraryError.UnknownModel(model));
            }
            var trace = trace("t" + tokens.size()).withPromptLength(promptLength);
            return changed(
                    new TraceSummary(
                            trace.id(),
                            model,
                            trace.tokens(),
                            trace.text(),
                            promptLength,
                            N_CTX,
                            NEXT,
                            false,
                            List.of(),
                            "",
                            Optional.of(RIVAL),
                            List.of()),
                    changes);
        });
    }

    @Override
    public CompletionStage<TraceSummary> changed(String trace, List<Change> changes) {
        return answer(slow, () -> {
            for (Change change : changes) {
                if (!change.node().startsWith("blocks.0.") && !change.node().equals(Change.TOKEN)) {
                    throw new OrreryException(new LabError.NoSuchNode(change.node()));
                }
                if (change.text().endsWith("scale:1.0E30")) {
                    throw new OrreryException(new LabError.ResultNotFinite());
                }
            }
            return changed(known(trace), Changes.texts(changes));
        });
    }

    /** A trace with changes: its id has them after a {@code ~}. */
    private static TraceSummary changed(TraceSummary trace, List<String> changes) {
        String id = trace.id().split("~", 2)[0];
        return new TraceSummary(
                changes.isEmpty() ? id : id + "~" + String.join(";", changes),
                trace.model(),
                trace.tokens(),
                trace.text(),
                trace.promptLength(),
                N_CTX,
                NEXT,
                trace.ended(),
                changes,
                changes.isEmpty() ? "" : id,
                Optional.of(RIVAL),
                trace.visits());
    }

    @Override
    public Engine whenIdle() {
        return this;
    }

    /** A text of as many letters of A, B and C as there are tokens in a trace is read; a longer one is too long, and another letter unknown. */
    @Override
    public CompletionStage<TraceSummary> read(String model, String text) {
        return answer(slow, () -> {
            if (!text.matches("[ABC]+")) {
                throw new OrreryException(new LibraryError.NoTokensForText(text));
            }
            if (text.length() > N_CTX) {
                throw new OrreryException(new LibraryError.PromptTooLong(text.length(), N_CTX));
            }
            return known("t" + text.length());
        });
    }

    @Override
    public CompletionStage<TraceSummary> find(String trace) {
        return answer(slow, () -> known(trace));
    }

    @Override
    public CompletionStage<TraceSummary> append(String trace, List<Integer> tokens) {
        return answer(slow, () -> ofLength(trace, known(trace).tokens().size() + tokens.size()));
    }

    /** A has 0.5, B 0.25 and C 0.125. */
    @Override
    public CompletionStage<List<TraceSummary.Next>> chances(String trace, List<Integer> tokens) {
        return answer(slow, () -> {
            known(trace);
            return tokens.stream()
                    .map(token -> {
                        if (token > 2) {
                            throw new OrreryException(new LibraryError.TokenOutOfVocabulary(token, 2));
                        }
                        return new TraceSummary.Next(token, "ABC".substring(token, token + 1), 0.5f / (1 << token));
                    })
                    .toList();
        });
    }

    /** The place that is right from now on; empty for none. */
    void places(Optional<PlaceMeasure.Found> right) {
        this.right = right;
    }

    @Override
    public CompletionStage<Optional<PlaceMeasure.Found>> largest(String trace, PlaceMeasure measure) {
        return answer(slow, () -> {
            known(trace);
            return right;
        });
    }

    @Override
    public CompletionStage<TraceSummary> back(String trace, int tokens) {
        return answer(slow, () -> ofLength(trace, known(trace).tokens().size() - tokens));
    }

    @Override
    public CompletionStage<TraceSummary> withModel(TraceSummary trace, String model) {
        return answer(slow, () -> {
            if (!model.matches("m2?|w.*")) {
                throw new OrreryException(new LibraryError.TokenizersDiffer(trace.model(), model));
            }
            return new TraceSummary(
                    trace.id(),
                    model,
                    trace.tokens(),
                    trace.text(),
                    trace.promptLength(),
                    N_CTX,
                    NEXT,
                    false,
                    trace.changes(),
                    trace.unchanged(),
                    Optional.of(RIVAL),
                    List.of());
        });
    }

    @Override
    public CompletionStage<TraceSummary> generate(String trace, Sampling by) {
        sampling = by;
        return answer(slow, () -> {
            int length = known(trace).tokens().size();
            if (length == N_CTX) {
                throw new OrreryException(new LibraryError.ContextFull(N_CTX));
            }
            var grown = ofLength(trace, length + 1);
            return new TraceSummary(
                    grown.id(),
                    grown.model(),
                    grown.tokens(),
                    grown.text(),
                    grown.promptLength(),
                    N_CTX,
                    NEXT,
                    length + 1 == end,
                    grown.changes(),
                    grown.unchanged(),
                    Optional.of(RIVAL),
                    List.of());
        });
    }

    @Override
    public CompletionStage<TraceSummary> promptOf(TraceSummary trace) {
        return answer(slow, () -> changed(trace(trace.id().substring(0, 1) + trace.promptLength()), trace.changes()));
    }

    @Override
    public CompletionStage<Frame> frame(Cursor cursor, int freshFrom, int most) {
        fresh.add(freshFrom);
        largest.add(most);
        var tensor = new FrameTensor("x", List.of("pos"), new int[] {1}, 0, 1, new float[] {1}, 1);
        return answer(slowFrames, () -> Frames.step("m", cursor, List.of(tensor), most));
    }

    @Override
    public boolean hasStructure(String id) {
        return id.equals("gpt3");
    }

    @Override
    public void prepare(Cursor cursor, int most) {
        prepared.add(cursor);
    }

    @Override
    public ModelName nameOf(String model) {
        return new ModelName("preset-" + model, "The model " + model);
    }

    @Override
    public Walk walk(String model) {
        Optional<RuntimeException> fails = walkFailure;
        walkFailure = Optional.empty();
        fails.ifPresent(failed -> {
            throw failed;
        });
        return walk;
    }

    /** Trains model m by itself: each question makes an update, and is answered as all others are. */
    void trains() {
        trainer = new Trainer() {
            @Override
            public CompletionStage<Progress> begin(String room, String model, long seed) {
                return answer(slow, () -> progress(updates = 0));
            }

            @Override
            public CompletionStage<Progress> next(String room, int after, int perSecond) {
                return answer(slow, () -> progress(updates = after + 1));
            }

            @Override
            public CompletionStage<Progress> step(String room) {
                return answer(slow, () -> progress(++updates));
            }

            @Override
            public CompletionStage<Progress> stand(String room) {
                return answer(slow, () -> progress(updates));
            }

            @Override
            public CompletionStage<Look> look(String room) {
                return answer(slow, () -> new Look(progress(updates), Optional.empty()));
            }

            @Override
            public void leave(String room) {}

            @Override
            public void end(String room) {}

            private Progress progress(int update) {
                return new Progress("m", "m", 1, update, 1_000_000, 1, 0.1, true);
            }
        };
    }

    private static TraceSummary known(String trace) {
        if (!trace.matches("(t[1-5]|p3|v3)(~.+)?")) {
            throw new OrreryException(new LibraryError.UnknownTrace(trace));
        }
        return changed(trace(trace.split("~", 2)[0]), changes(trace));
    }

    private static List<String> changes(String trace) {
        int from = trace.indexOf('~');
        return from < 0 ? List.of() : List.of(trace.substring(from + 1).split(";"));
    }

    /** The trace of another length with the same changes. */
    private static TraceSummary ofLength(String trace, int length) {
        return changed(known("t" + length), changes(trace));
    }

    private <T> CompletionStage<T> answer(boolean later, java.util.function.Supplier<T> answer) {
        var future = new CompletableFuture<T>();
        CompletionStage<T> answered = future;
        answered.whenComplete((known, failure) -> {
            if (future.isCancelled()) {
                givenUp++;
            }
        });
        Runnable completing = () -> {
            Optional<RuntimeException> fails = failure;
            failure = Optional.empty();
            try {
                T known = answer.get();
                fails.ifPresentOrElse(future::completeExceptionally, () -> future.complete(known));
            } catch (OrreryException e) {
                future.completeExceptionally(e);
            }
        };
        if (later) {
            waiting.add(completing);
        } else {
            completing.run();
        }
        return future;
    }
}
