package io.orrery.room.activity.training;

import static io.orrery.room.activity.CommandTrait.BEGINS;
import static io.orrery.room.activity.CommandTrait.SHOWS_MODEL;
import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.training.TrainingState.PART;

import io.orrery.error.JsonError;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.ShowsModels;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.focus.FocusActivity.FocusState;
import io.orrery.room.activity.training.TrainingState.Course;
import io.orrery.room.activity.training.TrainingState.Look;
import io.orrery.room.activity.training.TrainingState.Phase;
import io.orrery.room.activity.walk.TracePair;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.Trainer;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.scene.Focus;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the room's model anew while everybody watches: the room's trace is that of its text with the newest weights, at the
 * same step.
 */
public final class TrainingActivity
        implements Reacts<TrainingState>,
                Undoes<TrainingState>,
                ShowsModels<TrainingState>,
                Background.Works<TrainingState>,
                InRecordings.OfNobody<TrainingState> {
    /** The least time from one set of weights to the next: every screen loads them. */
    static final double SHOW_MS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(TrainingActivity.class);

    private static final int FASTEST = 1000;

    private static final int LONGEST_PHASE = 16;

    private static final List<Command<?>> COMMANDS = List.of(
            Command.of("train", Who.DRIVER, TrainingActivity::seed, TrainingActivity::begin)
                    .with(BEGINS, UNDOABLE, SHOWS_MODEL),
            Command.of("train-on", Who.DRIVER, by -> asked(by, Trainer::stand, now -> now.running(true)))
                    .with(SHOWS_MODEL),
            Command.of("train-pause", Who.DRIVER, by -> asked(by, Trainer::stand, now -> now.running(false))),
            Command.of("train-step", Who.DRIVER, by -> asked(by, Trainer::step, now -> now.running(false)))
                    .with(SHOWS_MODEL),
            Command.of("train-look", Who.DRIVER, TrainingActivity::phase, TrainingActivity::look)
                    .with(SHOWS_MODEL),
            Command.of(
                    "train-speed",
                    Who.DRIVER,
                    fields -> fields.count("perSecond", 0, FASTEST),
                    TrainingActivity::atSpeed),
            Command.of("train-stop", Who.DRIVER, TrainingActivity::stop));

    /** A training's progress, and the room's text with its weights. */
    private record TrainedRun(Trainer.Progress progress, TracePair text) {}

    /** The room's text with the weights before an update. */
    private record Looked(TrainedRun shown, Optional<Trainer.Update> update) {}

    @Override
    public StatePart<TrainingState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return COMMANDS;
    }

    private static long seed(Fields fields) throws MalformedException {
        return fields.has("seed") ? fields.count("seed", 0, Integer.MAX_VALUE) : 1;
    }

    private static Outcome begin(long seed, Invocation by) {
        if (PART.of(by.state()).isRunning()) {
            return new Refusal(new RoomError.TrainingRuns());
        }
        String model = WalkState.PART.of(by.state()).trace().model();
        return new Outcome.EngineCall<>(
                shown(by.engine(), by.state(), (trainer, room) -> trainer.begin(room, model, seed)),
                (state, shown) -> new Outcome.Change(onText(state, shown, by.engine())
                        .with(PART, PART.of(state).with(Course.begun(shown.progress())))));
    }

    /** Asks the trainer, and shows its weights. */
    private static Outcome asked(
            Invocation by,
            BiFunction<Trainer, String, CompletionStage<Trainer.Progress>> ask,
            UnaryOperator<Course> change) {
        if (PART.of(by.state()).course().isEmpty()) {
            return new Refusal(new RoomError.TrainingGone());
        }
        return new Outcome.EngineCall<>(
                shown(by.engine(), by.state(), ask),
                (state, shown) -> new Outcome.Change(onText(state, shown, by.engine())
                        .update(PART, now -> now.map(course -> change.apply(course.at(shown.progress()))))));
    }

    /** Empty for the end of the look. */
    private static Optional<Phase> phase(Fields fields) throws MalformedException {
        String word = fields.text("phase", LONGEST_PHASE);
        var phase = Stream.of(Phase.values())
                .filter(each -> each.word().equals(word))
                .findFirst();
        if (phase.isEmpty() && !word.equals(TrainingState.END)) {
            throw new MalformedException(new JsonError.FieldNotOneOf(
                    "command.phase",
                    Stream.concat(Stream.of(Phase.values()).map(Phase::word), Stream.of(TrainingState.END))
                            .collect(Collectors.joining(", "))));
        }
        return phase;
    }

    /** Makes an update to look at, or shows another phase of the one that is looked at. */
    private static Outcome look(Optional<Phase> phase, Invocation by) {
        var course = PART.of(by.state()).course();
        if (course.isEmpty()) {
            return new Refusal(new RoomError.TrainingGone());
        }
        boolean looks = course.get().look().isPresent();
        if (phase.isPresent()) {
            return looks ? new Outcome.Change(inPhase(by.state(), phase.get())) : lookAtNext(phase.get(), by);
        }
        if (!looks) {
            return by.unchanged();
        }
        return new Outcome.EngineCall<>(
                shown(by.engine(), by.state(), Trainer::stand),
                (state, shown) -> new Outcome.Change(onText(state, shown, by.engine())
                        .update(PART, now -> now.map(was -> was.at(shown.progress())))
                        .with(FocusState.PART, FocusState.NONE)));
    }

    private static Outcome lookAtNext(Phase phase, Invocation by) {
        Engine engine = by.engine();
        WalkState walk = WalkState.PART.of(by.state());
        return new Outcome.EngineCall<>(
                engine.trainer()
                        .look(engine.room())
                        .thenCompose(look -> TracePair.of(
                                        engine,
                                        engine.withModel(
                                                walk.trace(), look.before().model()),
                                        walk)
                                .thenApply(text -> new Looked(new TrainedRun(look.before(), text), look.update()))),
                (state, looked) -> {
                    var on = onText(state, looked.shown(), engine)
                            .update(
                                    PART,
                                    now -> now.map(was -> was.at(looked.shown().progress())
                                            .running(false)
                                            .looking(looked.update().map(update -> new Look(phase, update)))));
                    return new Outcome.Change(looked.update().isPresent() ? inPhase(on, phase) : on);
                });
    }

    /** The state in which everyone looks at a phase of the update. */
    private static RoomState inPhase(RoomState state, Phase phase) {
        Focus on = phase == Phase.LOSS ? new Focus.Section(Focus.End.OUTPUT) : new Focus.Everything();
        String step = WalkState.PART.of(state).cursor().step();
        return state.update(
                        PART,
                        now -> now.map(course ->
                                course.looking(course.look().map(look -> new Look(phase, look.update())))))
                .with(FocusState.PART, FocusState.of(step, on, Optional.empty(), List.of()));
    }

    private static Outcome atSpeed(int perSecond, Invocation by) {
        return by.change(PART, now -> now.map(course -> course.withSpeed(perSecond)));
    }

    /** Ends the training. The room keeps the weights that it has; exactly, if they can be had. */
    private static Outcome stop(Invocation by) {
        if (!PART.of(by.state()).isRunning()) {
            return new Outcome.Change(stopped(by.state(), by.engine()));
        }
        return new Outcome.EngineCall<>(
                shown(by.engine(), by.state(), Trainer::stand).handle((shown, failure) -> Optional.ofNullable(shown)),
                (state, shown) -> new Outcome.Change(stopped(
                        shown.map(exact -> onText(state, exact, by.engine())).orElse(state), by.engine())));
    }

    private static RoomState stopped(RoomState state, Engine engine) {
        engine.trainer().end(engine.room());
        return state.with(PART, TrainingState.NONE);
    }

    private static CompletionStage<TrainedRun> shown(
            Engine engine, RoomState state, BiFunction<Trainer, String, CompletionStage<Trainer.Progress>> ask) {
        WalkState walk = WalkState.PART.of(state);
        return ask.apply(engine.trainer(), engine.room())
                .thenCompose(progress -> TracePair.of(engine, engine.withModel(walk.trace(), progress.model()), walk)
                        .thenApply(text -> new TrainedRun(progress, text)));
    }

    private static RoomState onText(RoomState state, TrainedRun shown, Engine engine) {
        return state.update(
                WalkState.PART,
                walk -> walk.on(shown.text(), engine.walk(shown.text().trace().model())));
    }

    @Override
    public Optional<TrainingState> seenBy(Role role, TrainingState state) {
        return state.course().isPresent() ? Optional.of(state) : Optional.empty();
    }

    /**
     * A command of another activity that shows another model ends the training: nobody would see it. One that goes to
     * another step or text ends the look at an update.
     */
    @Override
    public TrainingState after(Transition transition, TrainingState state) {
        if (COMMANDS.contains(transition.command())) {
            return state;
        }
        WalkState before = WalkState.PART.of(transition.before());
        WalkState after = WalkState.PART.of(transition.after());
        if (state.course()
                .filter(course -> !course.model().equals(after.trace().model()))
                .isPresent()) {
            return TrainingState.NONE;
        }
        return before.cursor().equals(after.cursor()) ? state : state.map(now -> now.looking(Optional.empty()));
    }

    @Override
    public TrainingState undone(TrainingState now, TrainingState then) {
        return then.paused();
    }

    /**
     * While a training runs, its weights pass: all entries of that time have those of the newest, because each that is named is
     * kept.
     */
    public static RoomState overtaken(RoomState older, RoomState newer) {
        return PART.of(newer)
                .course()
                .filter(course -> course.running()
                        && PART.of(older)
                                .course()
                                .filter(before -> before.running() && before.isSame(course))
                                .isPresent())
                .map(course -> older.update(WalkState.PART, walk -> walk.withModel(course.model()))
                        .with(PART, PART.of(newer)))
                .orElse(older);
    }

    @Override
    public Stream<String> models(RoomState state) {
        return PART.of(state).course().stream()
                .flatMap(course -> Stream.concat(
                        Stream.of(course.model(), course.of()),
                        course.look().stream().map(look -> look.update().model())));
    }

    /** Nobody sees a training that the room no longer has: it makes way for others. @param after empty when the room closes */
    public static void changed(RoomState before, Optional<RoomState> after, Engine engine) {
        if (after.isEmpty()) {
            engine.trainer().end(engine.room());
        } else if (PART.of(before).course().isPresent()
                && PART.of(after.get()).course().isEmpty()) {
            engine.trainer().leave(engine.room());
        }
    }

    @Override
    public TrainingState restored(TrainingState saved) {
        return saved.paused();
    }

    /** While the training runs, shows its newest weights. */
    @Override
    public Optional<Background> background(RoomState state, Ballots ballots, Engine engine) {
        return PART.of(state)
                .course()
                .filter(Course::running)
                .map(course -> Background.of(
                        SHOW_MS,
                        List.of(course.seed(), course.update(), course.perSecond()),
                        new Background.BackgroundCall<>(
                                later -> newest(later, engine),
                                (later, shown) -> PART.of(later).isRunning()
                                        ? onText(later, shown, engine)
                                                .update(PART, now -> now.map(was -> was.at(shown.progress())))
                                        : later,
                                TrainingActivity::failed)));
    }

    private static CompletionStage<TrainedRun> newest(RoomState state, Engine engine) {
        Course course = PART.of(state).course().orElseThrow();
        return shown(engine, state, (trainer, room) -> trainer.next(room, course.update(), course.perSecond()));
    }

    private static RoomState failed(RoomState state, Refusal refusal) {
        LOG.atInfo().addKeyValue("reason", refusal.error().type().word()).log("A training does not go on.");
        return state.update(PART, TrainingState::paused);
    }
}
