package io.orrery.room.activity.walk;

import static io.orrery.room.activity.CommandTrait.BEGINS;
import static io.orrery.room.activity.CommandTrait.DEPENDS_ON_VIEW;
import static io.orrery.room.activity.CommandTrait.SHOWS_MODEL;
import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.walk.WalkState.PART;

import io.orrery.error.RequestError;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Marked;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.ShowsModels;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Cursor;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Moves through the steps of a trace, by hand or playing, optionally compared with a second model. */
public final class WalkActivity
        implements SeenByAll<WalkState>,
                Undoes<WalkState>,
                ShowsModels<WalkState>,
                Background.Works<WalkState>,
                InRecordings.OfNobody<WalkState>,
                Marked<WalkState> {
    /** The time from step to step while playing: the camera's flight, the animation, and time to look. */
    public static final double STEP_MS = 2600;

    private static final List<Command<?>> COMMANDS = List.of(
            Command.of("go", Who.MOVER, fields -> ClientMessages.cursor(fields.object("cursor")), WalkActivity::go)
                    .with(DEPENDS_ON_VIEW, BEGINS, UNDOABLE, SHOWS_MODEL),
            Command.of("play", Who.MOVER, WalkActivity::play).with(DEPENDS_ON_VIEW, BEGINS, UNDOABLE, SHOWS_MODEL),
            Command.of("pause", Who.MOVER, WalkActivity::pause).with(SHOWS_MODEL),
            Command.of(
                            "compare",
                            Who.DRIVER,
                            fields -> fields.optionalText("model", ClientMessages.LONGEST_ADDRESS),
                            WalkActivity::compare)
                    .with(DEPENDS_ON_VIEW, UNDOABLE));

    @Override
    public StatePart<WalkState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return COMMANDS;
    }

    /** Goes to a step of the present trace, or of another one after looking it up. */
    private static Outcome go(Cursor target, Invocation by) {
        WalkState now = PART.of(by.state());
        // The sender has not seen the present trace. The command is not stale, so nobody else brought that trace: only
        // the step counts.
        if (target.trace().equals(now.trace().id()) || !by.sawTrace()) {
            return by.walk(now.trace()).contains(target.step())
                    ? by.put(PART, now.at(target.step()))
                    : unknownStep(target.step());
        }
        return new Outcome.EngineCall<>(
                TracePair.of(by.engine(), by.engine().find(target.trace()), now),
                (state, text) -> by.walk(text.trace()).contains(target.step())
                        ? new Outcome.Change(state.with(PART, PART.of(state).on(text, target.step())))
                        : unknownStep(target.step()));
    }

    private static Outcome.Refusal unknownStep(String step) {
        return new Outcome.Refusal(new RequestError.UnknownStep(step));
    }

    private static Outcome play(Invocation by) {
        WalkState now = PART.of(by.state());
        return by.put(PART, now.played(by.walk(now.trace())));
    }

    private static Outcome pause(Invocation by) {
        return by.change(PART, WalkState::paused);
    }

    private static Outcome compare(Optional<String> model, Invocation by) {
        return model.<Outcome>map(other -> new Outcome.EngineCall<>(
                        by.engine().withModel(PART.of(by.state()).trace(), other),
                        (state, second) ->
                                new Outcome.Change(state.update(PART, walk -> walk.withSecond(Optional.of(second))))))
                .orElseGet(() -> by.change(PART, walk -> walk.withSecond(Optional.empty())));
    }

    @Override
    public Stream<String> models(RoomState state) {
        WalkState now = PART.of(state);
        return Stream.concat(Stream.of(now.trace()), now.second().stream()).map(TraceSummary::model);
    }

    @Override
    public WalkState undone(WalkState now, WalkState then) {
        return then.paused();
    }

    /** While playing, goes to the next step. */
    @Override
    public Optional<Background> background(RoomState state, Ballots ballots, Engine engine) {
        WalkState now = PART.of(state);
        return now.playing()
                ? Optional.of(Background.of(STEP_MS, now.cursor(), later -> playedOn(later, engine)))
                : Optional.empty();
    }

    private static RoomState playedOn(RoomState state, Engine engine) {
        Walk walk = engine.walk(PART.of(state).trace().model());
        return state.update(PART, now -> now.playedOn(walk));
    }

    /** A text that has grown is the same text. */
    @Override
    public Optional<Mark> mark(Optional<WalkState> before, WalkState now) {
        String step = now.cursor().step();
        TraceSummary trace = now.trace();
        boolean isSameText = before.map(WalkState::trace)
                .filter(old ->
                        trace.tokens().equals(old.tokens()) || trace.sharedWith(old) > 0 || old.sharedWith(trace) > 0)
                .isPresent();
        if (!isSameText) {
            return Optional.of(Mark.text(step, String.join("", trace.text())));
        }
        return before.filter(old -> !old.cursor().step().equals(step)).map(old -> Mark.step(step));
    }
}
