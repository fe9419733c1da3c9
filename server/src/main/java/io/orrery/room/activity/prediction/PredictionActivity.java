package io.orrery.room.activity.prediction;

import static io.orrery.room.activity.prediction.PredictionState.PART;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Asks;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.Withholds;
import io.orrery.room.activity.prediction.Poll.Origin;
import io.orrery.room.activity.prediction.QuestionReader.PollRequest;
import io.orrery.room.activity.training.TrainingState;
import io.orrery.room.activity.visibility.VisibilityActivity.VisibilityState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyActivity.WhyState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.tour.file.SceneSpec.AskSpec;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Asks the room a question: what comes next, or the driver's own. Everybody has one answer, which they can change until the
 * question is closed. To what comes next somebody may also type a word: its first token counts, read with a space before it.
 *
 * <p>The walk may go on meanwhile: a question stays, with its text, until the driver ends it or asks the next one.
 */
public final class PredictionActivity implements Asks<PredictionState>, Withholds<PredictionState> {
    /** An answer, as its command gives it. */
    private sealed interface Given {
        /** The question's. */
        int number();
    }

    private record Guess(int number, int option) implements Given {}

    private record Typing(int number, TypedWord typed) implements Given {}

    @Override
    public StatePart<PredictionState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return course(
                "predict",
                Command.of("predict", Who.DRIVER, QuestionReader::read, PredictionActivity::ask)
                        .with(CommandTrait.BEGINS, CommandTrait.SHOWS_MODEL),
                Command.of("guess", Who.ANYONE, PredictionActivity::given, this::guess));
    }

    private static Outcome ask(PollRequest wanted, Invocation by) {
        check(wanted, by.state());
        if (wanted instanceof PollRequest.Next next) {
            return new Outcome.EngineCall<>(
                    by.engine().chances(next.trace(), next.tokens()),
                    (state, chances) -> {
                        check(next, state);
                        return new Outcome.Change(asking(state, of(next, chances, state), by.engine()));
                    },
                    Outcome.Subject.OWN,
                    Outcome.EngineCall.DEADLINE_MS);
        }
        return new Outcome.Change(asking(by.state(), own((PollRequest.Free) wanted), by.engine()));
    }

    /** @throws OrreryException if the question cannot be asked now */
    private static void check(PollRequest wanted, RoomState state) {
        Asks.check(state);
        String shown = WalkState.PART.of(state).trace().id();
        if (wanted instanceof PollRequest.Next next && !next.trace().equals(shown)) {
            throw new OrreryException(new RoomError.Stale());
        }
    }

    private static RoomState asking(RoomState state, Poll question, Engine engine) {
        Optional<TraceSummary> about =
                question.about().map(any -> WalkState.PART.of(state).trace());
        return Asks.asked(state, PART, number -> PredictionState.asking(number, question, about, engine::nameOf));
    }

    /**
     * The state once a beat has asked the room its question.
     *
     * @param chances what the run of {@code state} gives to each token of the question
     */
    public static RoomState askedByBeat(
            AskSpec ask, String beat, List<TraceSummary.Next> chances, RoomState state, Engine engine) {
        var origin = new Origin(
                Optional.of(beat),
                ask.right().stream().boxed().map(right -> right - 1).findFirst());
        if (ask.next().isEmpty()) {
            return asking(
                    state,
                    own(new PollRequest.Free(ask.question().orElse(""), ask.options(), ask.other(), origin)),
                    engine);
        }
        var tokens = chances.stream().map(TraceSummary.Next::token).toList();
        String trace = WalkState.PART.of(state).trace().id();
        return asking(
                state,
                of(new PollRequest.Next(trace, ask.question(), tokens, ask.other(), origin), chances, state),
                engine);
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

    @Override
    public Optional<Deed> deed(InventedPerson who, RoomState state, Ballots ballots) {
        PredictionState asked = PART.of(state);
        return asked.question()
                .filter(any -> who.answers())
                .map(question -> new Deed("guess", InventedGuess.of(who, asked, question, WalkState.PART.of(state))));
    }

    private static Given given(Fields fields) throws MalformedException {
        int number = Asks.number(fields);
        return fields.has("token")
                ? new Typing(
                        number,
                        new TypedWord(
                                fields.count("token", 0, Integer.MAX_VALUE), fields.line("word", TypedWord.LONGEST)))
                : new Guess(number, fields.count("option", 0, Integer.MAX_VALUE));
    }

    private Outcome guess(Given given, Invocation by) {
        return answer(given.number(), by, asked -> {
            Poll question = asked.question().orElseThrow();
            return given instanceof Typing typing
                    ? typed(typing.typed(), question, asked, by)
                    : chosen(((Guess) given).option(), question, by);
        });
    }

    private Outcome chosen(int option, Poll question, Invocation by) {
        int last = question.size() - 1;
        return option > last
                ? new Refusal(new RoomError.UnknownOption(option, last))
                : answered(Integer.toString(option), by);
    }

    /** A word whose token is an option counts as that option. */
    private Outcome typed(TypedWord typed, Poll question, PredictionState asked, Invocation by) {
        Optional<Integer> offered = IntStream.range(0, question.options().size())
                .boxed()
                .filter(option -> question.options().get(option).token().equals(Optional.of(typed.token())))
                .findFirst();
        if (offered.isPresent()) {
            return chosen(offered.get(), question, by);
        }
        Optional<String> model =
                asked.reader().filter(any -> question.takesWords()).map(PredictionState.Reader::model);
        if (model.isEmpty()) {
            return new Refusal(new RoomError.TakesNoWords());
        }
        int last = by.engine().walk(model.get()).graph().sizes().d_vocab() - 1;
        return typed.token() > last
                ? new Refusal(new LibraryError.TokenOutOfVocabulary(typed.token(), last))
                : answered(typed.answer(), by);
    }

    @Override
    public Outcome lead(int number, Phase to, RoomState state, Invocation by) {
        return lead(number, to, state, by, Optional.of(Map.of()));
    }

    /** @param chances what the model gives to tokens that were typed, as far as it was asked; empty if it cannot be asked any more */
    private Outcome lead(
            int number, Phase to, RoomState state, Invocation by, Optional<Map<Integer, TraceSummary.Next>> chances) {
        return lead(number, to, state, () -> {
            PredictionState asked = PART.of(state);
            String ballot = ballot(asked).orElseThrow();
            Ballots.Counts counts = by.ballots().counts(ballot);
            List<Integer> unknown = chances.stream()
                    .flatMap(known ->
                            TypedWord.counts(counts).keySet().stream().filter(token -> !known.containsKey(token)))
                    .toList();
            if (unknown.isEmpty()) {
                Map<Integer, TraceSummary.Next> known = chances.orElse(Map.of());
                RoomState named = known.isEmpty() ? state : state.update(PART, now -> now.naming(known, counts));
                RoomState next = led(to, named, by);
                return chances.isPresent()
                        ? SeriesActivity.scored(next, by.ballots().answers(ballot), known, by)
                        : new Outcome.Change(next);
            }
            String trace = asked.question().flatMap(Poll::about).orElseThrow().trace();
            return new Outcome.EngineCall<>(
                    by.engine()
                            .chances(trace, unknown)
                            .thenApply(Optional::of)
                            .exceptionally(failure -> Optional.empty()),
                    (later, found) -> lead(number, to, later, by, found.map(more -> joined(chances, more))),
                    Outcome.Subject.OWN,
                    Outcome.EngineCall.DEADLINE_MS);
        });
    }

    private static Map<Integer, TraceSummary.Next> joined(
            Optional<Map<Integer, TraceSummary.Next>> known, List<TraceSummary.Next> more) {
        var all = new TreeMap<>(known.orElse(Map.of()));
        more.forEach(next -> all.put(next.token(), next));
        return all;
    }

    /** The reveal tells what follows the text, also where that text came as the room was to be told. */
    @Override
    public RoomState led(Phase to, RoomState state, Invocation by) {
        boolean tells = to == Phase.REVEALED
                && PredictionState.hidesNext(
                        state, by.walk(WalkState.PART.of(state).trace()));
        RoomState next = Asks.super.led(to, state, by);
        return tells ? next.update(VisibilityState.PART, VisibilityState::withoutFresh) : next;
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
    public Optional<Record> ownOf(PredictionState state, String answer) {
        Optional<TypedWord> typed = TypedWord.read(answer);
        int option =
                typed.isPresent() ? state.question().orElseThrow().options().size() : Integer.parseInt(answer);
        return Optional.of(new PredictionState.Own(
                state.number(), option, typed.map(TypedWord::token), typed.map(TypedWord::word)));
    }

    @Override
    public Optional<Result> result(PredictionState state, Ballots.Counts counts, Map<String, String> answers) {
        return state.question().map(asked -> {
            List<Result.Option> options = IntStream.range(0, asked.size())
                    .mapToObj(i -> new Result.Option(
                            i < asked.options().size() ? asked.options().get(i).text() : "",
                            counts.of(Integer.toString(i)),
                            asked.first().map(first -> first.get(i)),
                            asked.model().filter(model -> i < model.size()).map(model -> model.get(i)),
                            asked.right().filter(right -> right == i).isPresent()))
                    .toList();
            var words = new HashMap<String, Result.Own>();
            answers.forEach((person, answer) ->
                    TypedWord.read(answer).ifPresent(typed -> words.put(person, Result.Own.word(typed.word()))));
            return Result.of(
                    state.number(),
                    asked.question(),
                    asked.about().map(text -> String.join("", text.text())),
                    counts.people(),
                    options,
                    words);
        });
    }

    @Override
    public PredictionState withoutPeople(PredictionState seen) {
        return seen.withoutWords();
    }

    @Override
    public String markKind() {
        return "guess";
    }
}
