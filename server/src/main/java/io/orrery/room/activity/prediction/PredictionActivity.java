package io.orrery.room.activity.prediction;

import static io.orrery.room.activity.prediction.PredictionState.PART;

import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.PerPerson;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Transition;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.Withholds;
import io.orrery.room.activity.prediction.Poll.Origin;
import io.orrery.room.activity.prediction.QuestionReader.PollRequest;
import io.orrery.room.activity.tour.TourState;
import io.orrery.room.activity.training.TrainingState;
import io.orrery.room.activity.visibility.VisibilityState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.tour.file.SceneSpec.AskSpec;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the room a question: what comes next, or the driver's own. Everybody has one answer, which they can change until the
 * question is closed. How the answers fall is seen by those who may drive at once, by all others after the reveal; who
 * answered what is seen by nobody.
 *
 * <p>The walk may go on meanwhile: a question stays, with its text, until the driver ends it or asks the next one.
 */
public final class PredictionActivity
        implements PerPerson<PredictionState>,
                Withholds<PredictionState>,
                Reacts<PredictionState>,
                Undoes<PredictionState> {
    /** @param number the question's number */
    private record Guess(int number, int option) {}

    @Override
    public StatePart<PredictionState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("predict", Who.DRIVER, QuestionReader::read, PredictionActivity::ask)
                        .with(CommandTrait.BEGINS, CommandTrait.SHOWS_MODEL),
                Command.of("guess", Who.ANYONE, PredictionActivity::guessed, PredictionActivity::guess),
                to("predict-close", Phase.CLOSED),
                to("predict-reveal", Phase.REVEALED),
                Command.of("predict-end", Who.DRIVER, PredictionActivity::number, PredictionActivity::end));
    }

    private static Outcome ask(PollRequest wanted, Invocation by) {
        Optional<Refusal> refusal = refusal(wanted, by.state());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (wanted instanceof PollRequest.Next next) {
            return new Outcome.EngineCall<>(
                    by.engine().chances(next.trace(), next.tokens()),
                    (state, chances) -> refusal(next, state)
                            .<Outcome>map(no -> no)
                            .orElseGet(() -> asked(state, of(next, chances, state))),
                    Outcome.Subject.OWN,
                    Outcome.EngineCall.DEADLINE_MS);
        }
        return asked(by.state(), own((PollRequest.Free) wanted));
    }

    private static Optional<Refusal> refusal(PollRequest wanted, RoomState state) {
        if (PART.of(state).isPending()) {
            return Optional.of(new Refusal(new RoomError.AlreadyAsked()));
        }
        String shown = WalkState.PART.of(state).trace().id();
        return wanted instanceof PollRequest.Next next && !next.trace().equals(shown)
                ? Optional.of(new Refusal(new RoomError.Stale()))
                : Optional.empty();
    }

    private static Outcome asked(RoomState state, Poll question) {
        return new Outcome.Change(asking(state, question));
    }

    private static RoomState asking(RoomState state, Poll question) {
        String about = question.about().isPresent()
                ? String.join("", WalkState.PART.of(state).trace().text())
                : "";
        return state.update(PART, now -> now.asking(question, about));
    }

    /**
     * The state once a beat has asked the room its question.
     *
     * @param chances what the run of {@code state} gives to each token of the question
     */
    public static RoomState askedByBeat(AskSpec ask, String beat, List<TraceSummary.Next> chances, RoomState state) {
        var origin = new Origin(
                Optional.of(beat),
                ask.right().stream().boxed().map(right -> right - 1).findFirst());
        if (ask.next().isEmpty()) {
            return asking(
                    state, own(new PollRequest.Free(ask.question().orElse(""), ask.options(), ask.other(), origin)));
        }
        var tokens = chances.stream().map(TraceSummary.Next::token).toList();
        String trace = WalkState.PART.of(state).trace().id();
        return asking(
                state, of(new PollRequest.Next(trace, ask.question(), tokens, ask.other(), origin), chances, state));
    }

    private static Poll own(PollRequest.Free free) {
        var options = free.options().stream()
                .map(text -> new Poll.Option(text, Optional.empty()))
                .toList();
        return Poll.asked(
                Optional.empty(), Optional.of(free.question()), options, free.other(), Optional.empty(), free.origin());
    }

    private static Poll of(PollRequest.Next next, List<TraceSummary.Next> chances, RoomState state) {
        var options = chances.stream()
                .map(each -> new Poll.Option(each.text(), Optional.of(each.token())))
                .toList();
        var model = new ArrayList<>(chances.stream().map(TraceSummary.Next::p).toList());
        if (next.other()) {
            double named = chances.stream().mapToDouble(TraceSummary.Next::p).sum();
            model.add((float) Math.max(0, 1 - named));
        }
        TraceSummary trace = WalkState.PART.of(state).trace();
        var text = Poll.Text.endOf(trace.id(), trace.text());
        return Poll.asked(Optional.of(text), next.question(), options, next.other(), Optional.of(model), next.origin());
    }

    private static Guess guessed(Fields fields) throws MalformedException {
        return new Guess(number(fields), fields.count("option", 0, Integer.MAX_VALUE));
    }

    private static int number(Fields fields) throws MalformedException {
        return fields.count("number", 0, Integer.MAX_VALUE);
    }

    private static Outcome guess(Guess guess, Invocation by) {
        if (by.sender().role() == Role.PROJECTOR) {
            return new Refusal(new RoomError.ScreenCannotGuess());
        }
        Optional<Poll> question = PART.of(by.state()).shown(guess.number());
        if (question.isEmpty()) {
            return new Refusal(new RoomError.QuestionGone());
        }
        if (question.get().phase() != Phase.OPEN) {
            return new Refusal(new RoomError.GuessesClosed());
        }
        int options = question.get().size();
        if (guess.option() >= options) {
            return new Refusal(new RoomError.UnknownOption(guess.option(), options - 1));
        }
        return new Outcome.Answer(
                PART.of(by.state()).ballot().orElseThrow(),
                by.sender().id(),
                Optional.of(Integer.toString(guess.option())));
    }

    /** A command that leads to a phase. A question that is further already stays as it is. */
    private static Command<?> to(String name, Phase phase) {
        return Command.of(name, Who.DRIVER, PredictionActivity::number, (number, by) -> {
            Optional<Poll> question = PART.of(by.state()).shown(number);
            if (question.isEmpty()) {
                return new Refusal(new RoomError.QuestionGone());
            }
            if (question.get().phase().compareTo(phase) >= 0) {
                return by.unchanged();
            }
            // The reveal tells what follows the text, also where that text came as the room was to be told.
            boolean tells = phase == Phase.REVEALED
                    && PredictionState.hidesNext(
                            by.state(), by.walk(WalkState.PART.of(by.state()).trace()));
            RoomState next = by.state()
                    .update(
                            PART,
                            now -> phase == Phase.REVEALED
                                    ? now.in(phase)
                                            .counted(by.ballots()
                                                    .counts(now.ballot().orElseThrow()))
                                    : now.in(phase));
            return new Outcome.Change(tells ? next.update(VisibilityState.PART, VisibilityState::withoutFresh) : next);
        });
    }

    private static Outcome end(int number, Invocation by) {
        return by.change(PART, now -> now.shown(number).isPresent() ? now.ended() : now);
    }

    @Override
    public Optional<PredictionState> seenBy(Role role, PredictionState state) {
        if (state.question().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(role.mayDrive() || !state.isPending() ? state.seen() : state.withheld());
    }

    /**
     * As long as the room guesses what follows the text that it shows, the most probable tokens are hidden, as if the
     * presenter had hidden them; the audience is not sent them either, nor an open question of why or a look at an update of a
     * training, whose numbers would tell.
     */
    @Override
    public RoomState withheld(Role role, RoomState state, Walk walk) {
        if (!PredictionState.hidesNext(state, walk)) {
            return state;
        }
        RoomState hidden =
                state.with(VisibilityState.PART, VisibilityState.keptHidden()).update(PART, PredictionState::hiding);
        return role.mayDrive()
                ? hidden
                : hidden.update(WalkState.PART, WalkState::withoutNext)
                        .with(WhyState.PART, WhyState.NONE)
                        .update(TrainingState.PART, TrainingState::withoutLook);
    }

    @Override
    public boolean showsNumbers(Role role, RoomState state, Walk walk) {
        String step = WalkState.PART.of(state).cursor().step();
        return role.mayDrive() || !walk.tellsNext(step) || !PredictionState.hidesNext(state, walk);
    }

    @Override
    public Optional<String> ballot(PredictionState state) {
        return state.ballot();
    }

    /** What was revealed stays, also where a beat's question is shown again, whose ballot has ended. */
    @Override
    public PredictionState counted(PredictionState state, Ballots.Counts counts) {
        return state.isPending() ? state.counted(counts) : state;
    }

    @Override
    public PredictionState recounted(PredictionState state, Ballots.Counts counts) {
        return state.isPending() ? state : state.counted(counts);
    }

    @Override
    public Optional<Record> ownOf(PredictionState state, String option) {
        return Optional.of(new PredictionState.Own(state.number(), Integer.parseInt(option)));
    }

    /** Undo goes back to what was shown; it takes no answer back and asks nothing again. */
    @Override
    public PredictionState undone(PredictionState now, PredictionState then) {
        return now;
    }

    @Override
    public PredictionState remembered(PredictionState state) {
        return PredictionState.NONE;
    }

    /**
     * Opening a tool of why after the reveal closes the question, unless a tour's beat asked it: such a question ends with its beat.
     */
    @Override
    public PredictionState after(Transition transition, PredictionState state) {
        TourState before = TourState.PART.of(transition.before());
        TourState now = TourState.PART.of(transition.after());
        boolean isBeatOver = state.question()
                .flatMap(Poll::beat)
                .filter(beat -> before.isAt(before.tour(), beat) && !now.isAt(before.tour(), beat))
                .isPresent();
        if (isBeatOver) {
            return state.ended();
        }
        boolean opens = WhyState.PART.of(transition.after()).hasTool()
                && !WhyState.PART.of(transition.before()).hasTool();
        boolean isOver = state.question()
                .filter(asked -> asked.phase() == Phase.REVEALED && asked.beat().isEmpty())
                .isPresent();
        return opens && isOver ? state.ended() : state;
    }
}
