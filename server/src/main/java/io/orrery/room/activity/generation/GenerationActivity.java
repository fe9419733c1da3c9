package io.orrery.room.activity.generation;

import static io.orrery.room.activity.CommandTrait.BEGINS;
import static io.orrery.room.activity.CommandTrait.BRINGS_TEXT;
import static io.orrery.room.activity.CommandTrait.CHOOSES_TOKEN;
import static io.orrery.room.activity.CommandTrait.DEPENDS_ON_VIEW;
import static io.orrery.room.activity.CommandTrait.SHOWS_MODEL;
import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.generation.GenerationActivity.TextState.PART;

import io.orrery.error.RoomError;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.generation.GenerationActivity.TextState;
import io.orrery.room.activity.tour.TourActivity;
import io.orrery.room.activity.walk.TracePair;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.LinkedCancellation;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.trace.Sampling;
import io.orrery.trace.change.Changes;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.SamplingFields;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the text, generates tokens, and adds or removes tokens at the end. */
public final class GenerationActivity
        implements SeenByAll<TextState>,
                Reacts<TextState>,
                Undoes<TextState>,
                Background.Works<TextState>,
                InRecordings.OfNobody<TextState> {
    /**
     * How the text of a room is continued.
     *
     * @param sampling how tokens are chosen
     * @param generating the number of tokens still to be generated without a command
     */
    public record TextState(Sampling sampling, int generating) {
        public static final StatePart<TextState> PART =
                StatePart.flat("text", TextState.class, new TextState(Sampling.GREEDY, 0));

        TextState withSampling(Sampling next) {
            return new TextState(next, generating);
        }

        TextState withGenerating(int tokens) {
            return new TextState(sampling, tokens);
        }

        /** Stops the generation. */
        public TextState stopped() {
            return withGenerating(0);
        }
    }

    /** The time from one generated token to the next: slow enough to read, and for the slowest screen to draw. */
    public static final double TOKEN_MS = 600;

    private static final Logger LOG = LoggerFactory.getLogger(GenerationActivity.class);

    /** More than any context holds: the text ends first, the context is full, or somebody stops it. */
    private static final int MOST_GENERATED = 1_000_000;

    private static final int MOST_FORCED = 64;
    private static final int MOST_BACK = 100_000;

    private static final List<Command<?>> COMMANDS = List.of(
            Command.of("prompt", Who.DRIVER, GenerationActivity::trace, GenerationActivity::prompt)
                    .with(BRINGS_TEXT, DEPENDS_ON_VIEW, UNDOABLE, SHOWS_MODEL),
            Command.of("generate", Who.DRIVER, fields -> tokens(fields, MOST_GENERATED), GenerationActivity::generate)
                    .with(DEPENDS_ON_VIEW, BEGINS, CHOOSES_TOKEN, UNDOABLE, SHOWS_MODEL),
            Command.of(
                            "append",
                            Who.DRIVER,
                            GenerationActivity::forced,
                            (forced, by) ->
                                    byHand(by, by.engine().append(forced.trace(), forced.tokens()), WalkState::grown))
                    .with(DEPENDS_ON_VIEW, BEGINS, CHOOSES_TOKEN, UNDOABLE, SHOWS_MODEL),
            Command.of(
                            "take-back",
                            Who.DRIVER,
                            fields -> tokens(fields, MOST_BACK),
                            (tokens, by) ->
                                    byHand(by, by.engine().back(tokens.trace(), tokens.count()), WalkState::grown))
                    .with(DEPENDS_ON_VIEW, BEGINS, UNDOABLE, SHOWS_MODEL),
            Command.of("reset", Who.DRIVER, GenerationActivity::reset)
                    .with(DEPENDS_ON_VIEW, BEGINS, UNDOABLE, SHOWS_MODEL),
            Command.of("sampling", Who.DRIVER, SamplingFields::read, GenerationActivity::sampling)
                    .with(CHOOSES_TOKEN),
            Command.of("stop", Who.DRIVER, GenerationActivity::stop));

    /** A trace, and a number of tokens to generate after it or to remove from its end. */
    record Tokens(String trace, int count) {}

    /** A trace, and the tokens to append to it. */
    record Forced(String trace, List<Integer> tokens) {
        Forced {
            tokens = List.copyOf(tokens);
        }
    }

    @Override
    public StatePart<TextState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return COMMANDS;
    }

    private static String trace(Fields fields) throws MalformedException {
        return fields.text("trace", ClientMessages.LONGEST_ADDRESS);
    }

    /** Reads the trace and the number of tokens, which is 1 by default. */
    private static Tokens tokens(Fields fields, int most) throws MalformedException {
        return new Tokens(trace(fields), fields.has("tokens") ? fields.count("tokens", 1, most) : 1);
    }

    private static Forced forced(Fields fields) throws MalformedException {
        return new Forced(trace(fields), fields.integers("tokens", MOST_FORCED, 0, Integer.MAX_VALUE));
    }

    /** Changes the text at the driver's request, which stops the generation. */
    private static Outcome byHand(Invocation by, CompletionStage<TraceSummary> question, Change change) {
        return new Outcome.EngineCall<>(
                TracePair.of(by.engine(), question, WalkState.PART.of(by.state())),
                (state, text) -> new Outcome.Change(state.update(
                                WalkState.PART, walk -> change.apply(walk, text, by.walk(text.trace())))
                        .update(PART, TextState::stopped)));
    }

    private static Outcome prompt(String trace, Invocation by) {
        return show(by.engine().find(trace), by, (state, shown) -> state);
    }

    /**
     * Shows another text. In place of a beat's own, it ends what the beat has set.
     *
     * @param also what changes with it, given the new state and the text
     */
    public static Outcome show(
            CompletionStage<TraceSummary> text, Invocation by, BiFunction<RoomState, TraceSummary, RoomState> also) {
        return new Outcome.EngineCall<>(
                TracePair.of(by.engine(), promptOf(text, by), WalkState.PART.of(by.state())), (state, shown) -> {
                    boolean isLeft = TourActivity.isLeftFor(shown.trace(), state);
                    RoomState from = isLeft ? TourActivity.left(state) : state;
                    RoomState next = from.update(WalkState.PART, walk -> walk.on(shown, by.walk(shown.trace())))
                            .update(PART, TextState::stopped);
                    return new Outcome.Change(also.apply(next, shown.trace()));
                });
    }

    /**
     * The trace of another text, which keeps the changes of the present one unless it has its own. Those of a tour's beat stay with it: then it is
     * those of before the tour. Those of another model mean other parts.
     */
    private static CompletionStage<TraceSummary> promptOf(CompletionStage<TraceSummary> text, Invocation by) {
        var both = new LinkedCancellation();
        return both.of(both.asked(text).thenCompose(found -> {
            TraceSummary own = TourActivity.isLeftFor(found, by.state())
                    ? TourActivity.before(by.state())
                    : WalkState.PART.of(by.state()).trace();
            boolean isKept = found.changes().isEmpty()
                    && !own.changes().isEmpty()
                    && own.model().equals(found.model());
            return isKept
                    ? both.asked(by.engine().changed(found.id(), Changes.parse(own.changes())))
                    : CompletableFuture.completedFuture(found);
        }));
    }

    /** Makes the walk's new state from a new text. */
    @FunctionalInterface
    private interface Change {
        WalkState apply(WalkState now, TracePair text, Walk walk);
    }

    private static Outcome reset(Invocation by) {
        TraceSummary present = WalkState.PART.of(by.state()).trace();
        return byHand(by, by.engine().promptOf(present), WalkState::fromStart);
    }

    private static Outcome generate(Tokens command, Invocation by) {
        if (by.isPending("generate")) {
            return new Refusal(new RoomError.Busy());
        }
        return new Outcome.EngineCall<>(
                generated(by.engine(), by.state(), command.trace()),
                (state, text) -> new Outcome.Change(written(state, text, command.count() - 1, by.walk(text.trace()))));
    }

    private static CompletionStage<TracePair> generated(Engine engine, RoomState state, String trace) {
        var token = engine.generate(trace, PART.of(state).sampling());
        return TracePair.of(engine, token, WalkState.PART.of(state));
    }

    /**
     * The state with a text that has a new generated token.
     *
     * @param more the number of tokens still wanted; no more come than the context has room for
     */
    private static RoomState written(RoomState state, TracePair text, int more, Walk walk) {
        TraceSummary trace = text.trace();
        int left =
                trace.ended() ? 0 : Math.min(more, trace.nCtx() - trace.tokens().size());
        return state.update(WalkState.PART, now -> now.grown(text, walk)).update(PART, now -> now.withGenerating(left));
    }

    private static Outcome sampling(Sampling next, Invocation by) {
        return by.change(PART, now -> now.withSampling(next));
    }

    private static Outcome stop(Invocation by) {
        return new Outcome.Cancellation(by.state().update(PART, TextState::stopped));
    }

    /** A command of another activity that changes the trace stops the generation. */
    @Override
    public TextState after(Transition transition, TextState state) {
        boolean isOther = !WalkState.PART
                .of(transition.before())
                .trace()
                .id()
                .equals(WalkState.PART.of(transition.after()).trace().id());
        return isOther && !COMMANDS.contains(transition.command()) ? state.stopped() : state;
    }

    @Override
    public TextState undone(TextState now, TextState then) {
        return now.stopped();
    }

    @Override
    public TextState restored(TextState saved) {
        return saved.stopped();
    }

    /** Generates the next token. */
    @Override
    public Optional<Background> background(RoomState state, Ballots ballots, Engine engine) {
        TextState now = PART.of(state);
        return now.generating() == 0
                ? Optional.empty()
                : Optional.of(Background.of(
                        TOKEN_MS,
                        List.of(now, WalkState.PART.of(state).second()),
                        new Background.BackgroundCall<>(
                                later -> generated(
                                        engine,
                                        later,
                                        WalkState.PART.of(later).trace().id()),
                                (later, text) -> withToken(later, text, engine),
                                GenerationActivity::withoutToken)));
    }

    private static RoomState withToken(RoomState state, TracePair text, Engine engine) {
        int left = PART.of(state).generating();
        return left == 0
                ? state
                : written(state, text, left - 1, engine.walk(text.trace().model()));
    }

    private static RoomState withoutToken(RoomState state, Refusal refusal) {
        if (PART.of(state).generating() > 0) {
            LOG.atInfo().addKeyValue("reason", refusal.error().type().word()).log("A text does not go on.");
        }
        return state.update(PART, TextState::stopped);
    }
}
