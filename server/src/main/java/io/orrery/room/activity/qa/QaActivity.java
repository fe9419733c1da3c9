package io.orrery.room.activity.qa;

import static io.orrery.room.activity.CommandTrait.BEGINS;
import static io.orrery.room.activity.CommandTrait.DEPENDS_ON_VIEW;
import static io.orrery.room.activity.CommandTrait.SHOWS_MODEL;
import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.qa.QaState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Answer;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.PerPerson.Departure;
import io.orrery.room.activity.RehearsalState;
import io.orrery.room.activity.Rehearses;
import io.orrery.room.activity.Says;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.qa.AudienceQuestion.Status;
import io.orrery.room.activity.qa.QaState.Asked;
import io.orrery.room.activity.qa.QaState.Mark;
import io.orrery.room.activity.qa.QaState.Row;
import io.orrery.room.activity.walk.TracePair;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StateJson;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Cursor;
import io.orrery.wire.Fields;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import io.orrery.wire.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Questions from the audience. Everybody asks, votes for the questions of others, and reports them; those who moderate approve, hide, merge, mark as answered, and
 * pin one to the hall's screen; the driver takes the room back to where one was asked.
 *
 * <p>The ballot has a line for each question, one for each vote and each report, the number that was given last, the pin, the last merge, and the recipe of each text at which
 * somebody asked.
 */
public final class QaActivity implements Says<QaState>, Rehearses<QaState>, InRecordings.OfCounts<QaState> {
    /** The most questions of a person that are not answered yet. */
    static final int MOST_OPEN = 3;

    /** The most questions of a room. */
    static final int MOST = 200;

    /** The most lines of a room: with all its questions, some 200 votes each. */
    static final int MOST_LINES = 40_000;

    /** Of so many questions in a row invented people like the first most, so that votes differ. */
    private static final int VOTED_MOST = 5;

    private static final JsonMapper JSON = StateJson.mapper().build();

    private static final String LAST = "last";
    private static final String PIN = "pin";
    /** With which the line of the last merge begins; it is the key, too. */
    static final String MERGED = "merged ";

    private static final String TEXT = "text ";

    /** A question as it is asked. @param name empty for none */
    private record Wish(String text, String name) {
        static Wish read(Fields fields) throws MalformedException {
            return new Wish(
                    fields.line("text", AudienceQuestion.LONGEST),
                    fields.has("name") ? ClientMessages.name(fields) : "");
        }
    }

    /** What those who moderate make of a question. */
    private enum Change implements Word {
        SHOWN,
        ANSWERED,
        HIDDEN,
        NAMED,
        NAMELESS
    }

    /** A change of the question with this number. */
    private record Verdict(int number, Change change) {
        static Verdict read(Fields fields) throws MalformedException {
            Change change = fields.word("as", ClientMessages.LONGEST_ID, Change.class);
            return new Verdict(QaActivity.number(fields), change);
        }
    }

    /** Two questions that are one. */
    private record Pair(int number, int into) {}

    /** What a person is sent of their own. @param asked the person's questions, also those that are not shown */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Own(int round, List<Row> asked, List<Integer> votes, List<Integer> reports) {}

    /** The list of questions that a page fetches. */
    record QuestionList(String version, List<Row> questions) {}

    @Override
    public StatePart<QaState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("qa-ask", Who.ANYONE, Wish::read, QaActivity::ask),
                Command.of("qa-take-back", Who.ANYONE, QaActivity::number, QaActivity::takeBack),
                Command.of("qa-vote", Who.ANYONE, QaActivity::numbers, (all, by) -> mark(Mark.VOTE, all, by)),
                Command.of("qa-report", Who.ANYONE, QaActivity::numbers, (all, by) -> mark(Mark.REPORT, all, by)),
                Command.of("qa-set", Who.MODERATOR, Verdict::read, QaActivity::set),
                Command.of(
                        "qa-merge",
                        Who.MODERATOR,
                        fields -> new Pair(QaActivity.number(fields), fields.count("into", 0, Integer.MAX_VALUE)),
                        QaActivity::merge),
                Command.of("qa-unmerge", Who.MODERATOR, QaActivity::unmerge),
                Command.of(
                        "qa-pin",
                        Who.MODERATOR,
                        fields -> fields.has("number") ? Optional.of(number(fields)) : Optional.<Integer>empty(),
                        QaActivity::pin),
                Command.of("qa-approval", Who.PRESENTER, fields -> fields.flag("on"), QaActivity::approval),
                Command.of("qa-clear", Who.PRESENTER, QaActivity::clear),
                Command.of("qa-go", Who.DRIVER, QaActivity::number, QaActivity::go)
                        .with(DEPENDS_ON_VIEW, BEGINS, UNDOABLE, SHOWS_MODEL));
    }

    private static int number(Fields fields) throws MalformedException {
        return fields.count("number", 0, Integer.MAX_VALUE);
    }

    private static Set<Integer> numbers(Fields fields) throws MalformedException {
        return Set.copyOf(new HashSet<>(fields.integers("numbers", MOST, 0, Integer.MAX_VALUE)));
    }

    private static String ballot(Invocation by) {
        return PART.of(by.state()).ballot();
    }

    private static Asked asked(Invocation by) {
        return Asked.of(by.ballots().counts(ballot(by)));
    }

    private static OrreryException gone() {
        return new OrreryException(new RoomError.QuestionGone());
    }

    private static AudienceQuestion question(int number, Invocation by) {
        return asked(by).find(number).orElseThrow(QaActivity::gone);
    }

    private static Outcome ask(Wish wish, Invocation by) {
        if (by.sender().role() == Role.PROJECTOR) {
            return new Refusal(new RoomError.ScreenCannotGuess());
        }
        List<AudienceQuestion> questions = asked(by).questions();
        String person = by.sender().id();
        if (questions.stream().anyMatch(each -> AudienceQuestion.isSame(each.text(), wish.text()))) {
            return new Refusal(new RoomError.AskedBefore());
        }
        if (questions.stream()
                        .filter(each -> each.isOpen() && each.by().equals(person))
                        .count()
                >= MOST_OPEN) {
            return new Refusal(new RoomError.TooManyOpenQuestions(MOST_OPEN));
        }
        if (questions.size() >= MOST || isFull(by, 0)) {
            return new Refusal(new RoomError.TooManyQuestions(MOST));
        }
        int number = last(by) + 1;
        WalkState walk = WalkState.PART.of(by.state());
        var question = new AudienceQuestion(
                number,
                PART.of(by.state()).approval() ? Status.WAITING : Status.SHOWN,
                false,
                person,
                Math.round(by.now()),
                walk.cursor(),
                wish.name(),
                wish.text());
        return new Outcome.Answers(
                List.of(
                        put(by, question),
                        answer(by, LAST, Optional.of(LAST + " " + number)),
                        answer(by, TEXT + walk.trace().id(), Optional.of(TextRecipe.of(walk.trace())))),
                Set.of(person));
    }

    private static int last(Invocation by) {
        return by.ballots()
                .answer(ballot(by), LAST)
                .map(given -> Integer.parseInt(given.substring(LAST.length() + 1)))
                .orElse(0);
    }

    private static boolean isFull(Invocation by, int more) {
        return by.ballots().answers(ballot(by)).size() + more > MOST_LINES;
    }

    private static Answer answer(Invocation by, String key, Optional<String> line) {
        return new Answer(ballot(by), key, line);
    }

    private static Answer put(Invocation by, AudienceQuestion question) {
        return answer(by, question.key(), Optional.of(question.line()));
    }

    private static Outcome takeBack(int number, Invocation by) {
        String person = by.sender().id();
        if (!question(number, by).by().equals(person)) {
            throw gone();
        }
        return new Outcome.Answers(
                withdrawn(by.ballots(), ballot(by), Set.of(number)).stream()
                        .map(key -> answer(by, key, Optional.empty()))
                        .toList(),
                Set.of(person));
    }

    /** For whom there are answers that go with these questions: the questions themselves, what people say of them, and texts at which nobody else has asked. */
    private static List<String> withdrawn(Ballots ballots, String ballot, Set<Integer> numbers) {
        Map<String, String> all = ballots.answers(ballot);
        var gone = new ArrayList<String>();
        var texts = new HashSet<String>();
        for (int number : numbers) {
            gone.add(AudienceQuestion.key(number));
        }
        for (Map.Entry<String, String> each : all.entrySet()) {
            boolean isAbout = numbers.stream()
                    .anyMatch(number -> each.getValue().equals(pin(number))
                            || Stream.of(Mark.values())
                                    .anyMatch(mark -> each.getValue().equals(mark.answer(number))));
            if (isAbout) {
                gone.add(each.getKey());
            }
            AudienceQuestion.read(each.getValue())
                    .filter(other -> !numbers.contains(other.number()))
                    .ifPresent(other -> texts.add(TEXT + other.place().trace()));
        }
        all.keySet().stream()
                .filter(key -> key.startsWith(TEXT) && !texts.contains(key))
                .forEach(gone::add);
        return gone;
    }

    /** The answer that pins a question. */
    static String pin(int number) {
        return PIN + " " + number;
    }

    /**
     * The person's marks of a kind are these from now on. Those that were there stay also if a question is not shown any more; a new one of a question that is not shown
     * is refused, unless it came with others: it may have gone meanwhile.
     */
    private static Outcome mark(Mark mark, Set<Integer> numbers, Invocation by) {
        Ballots ballots = by.ballots();
        String ballot = ballot(by);
        String person = by.sender().id();
        var answers = new ArrayList<Answer>();
        boolean isAnyGone = false;
        // Of the questions only these are read: a full room votes at once.
        for (int number : numbers) {
            Optional<AudienceQuestion> question =
                    ballots.answer(ballot, AudienceQuestion.key(number)).flatMap(AudienceQuestion::read);
            int reports = ballots.count(ballot, Mark.REPORT.answer(number));
            boolean isMarked = isMarked(mark, number, person, ballots, ballot);
            boolean isGone = !isMarked
                    && question.filter(each -> QaState.isShown(each, reports)).isEmpty();
            isAnyGone |= isGone;
            if (question.filter(each -> each.by().equals(person)).isPresent()) {
                return new Refusal(new RoomError.OwnQuestion());
            }
            if (!isMarked && !isGone) {
                answers.add(answer(by, mark.key(number, person), Optional.of(mark.answer(number))));
            }
        }
        if (isFull(by, answers.size())) {
            return new Refusal(new RoomError.TooManyQuestions(MOST));
        }
        mark.of(person, ballots, ballot).stream()
                .filter(number -> !numbers.contains(number))
                .forEach(number -> answers.add(answer(by, mark.key(number, person), Optional.empty())));
        if (answers.isEmpty()) {
            return isAnyGone ? new Refusal(new RoomError.QuestionGone()) : by.unchanged();
        }
        return new Outcome.Answers(answers, Set.of(person));
    }

    private static boolean isMarked(Mark mark, int number, String person, Ballots ballots, String ballot) {
        return ballots.answer(ballot, mark.key(number, person)).isPresent();
    }

    /** A question that is answered or hidden goes from the hall's screen. */
    private static Outcome set(Verdict verdict, Invocation by) {
        AudienceQuestion question = question(verdict.number(), by);
        AudienceQuestion changed = switch (verdict.change()) {
            case SHOWN -> question.with(Status.APPROVED);
            case ANSWERED -> question.with(Status.ANSWERED);
            case HIDDEN -> question.with(Status.HIDDEN);
            case NAMED -> question.nameless(false);
            case NAMELESS -> question.nameless(true);
        };
        var answers = new ArrayList<>(List.of(put(by, changed)));
        boolean ends = verdict.change() == Change.ANSWERED || verdict.change() == Change.HIDDEN;
        if (ends && by.ballots().answer(ballot(by), PIN).equals(Optional.of(pin(question.number())))) {
            answers.add(answer(by, PIN, Optional.empty()));
        }
        return new Outcome.Answers(answers, Set.of(question.by()));
    }

    /** The first question goes. Who asked it, and who voted for it, votes for the other one. The last merge can be undone. */
    private static Outcome merge(Pair pair, Invocation by) {
        AudienceQuestion from = question(pair.number(), by);
        AudienceQuestion into = question(pair.into(), by);
        if (pair.number() == pair.into()) {
            return by.unchanged();
        }
        List<String> votes = marking(Mark.VOTE, pair.number(), by);
        var people = new HashSet<>(votes);
        people.add(from.by());
        List<String> later = people.stream()
                .filter(person -> !person.equals(into.by())
                        && !isMarked(Mark.VOTE, pair.into(), person, by.ballots(), ballot(by)))
                .sorted()
                .toList();
        var merged = new Merged(pair.into(), from.line(), votes, marking(Mark.REPORT, pair.number(), by), later);
        String itsText = TEXT + from.place().trace();
        var answers = new ArrayList<>(withdrawn(by.ballots(), ballot(by), Set.of(pair.number())).stream()
                .filter(key -> !key.equals(itsText))
                .map(key -> answer(by, key, Optional.empty()))
                .toList());
        later.forEach(person -> answers.add(mark(Mark.VOTE, pair.into(), person, true, by)));
        answers.add(answer(by, MERGED, Optional.of(merged.line())));
        return new Outcome.Answers(answers, people);
    }

    /** The question that was merged last comes back with its votes and reports, and the votes go that the other one got by that. */
    private static Outcome unmerge(Invocation by) {
        Optional<Merged> last = by.ballots().answer(ballot(by), MERGED).flatMap(Merged::read);
        Optional<AudienceQuestion> question = last.flatMap(merged -> AudienceQuestion.read(merged.question()));
        if (question.isEmpty()) {
            throw gone();
        }
        if (asked(by).questions().size() >= MOST) {
            return new Refusal(new RoomError.TooManyQuestions(MOST));
        }
        Merged merged = last.get();
        int number = question.get().number();
        var answers = new ArrayList<>(List.of(put(by, question.get()), answer(by, MERGED, Optional.empty())));
        merged.votes().forEach(person -> answers.add(mark(Mark.VOTE, number, person, true, by)));
        merged.reports().forEach(person -> answers.add(mark(Mark.REPORT, number, person, true, by)));
        merged.later().forEach(person -> answers.add(mark(Mark.VOTE, merged.into(), person, false, by)));
        return new Outcome.Answers(answers, merged.people(question.get()));
    }

    /** Who marks a question. */
    private static List<String> marking(Mark mark, int number, Invocation by) {
        String line = mark.answer(number);
        return by.ballots().answers(ballot(by)).entrySet().stream()
                .filter(each -> each.getValue().equals(line))
                .map(each -> each.getKey().substring(line.length() + 1))
                .toList();
    }

    private static Answer mark(Mark mark, int number, String person, boolean on, Invocation by) {
        return answer(
                by, mark.key(number, person), Optional.of(mark.answer(number)).filter(any -> on));
    }

    /** One that waited is shown from now on. */
    private static Outcome pin(Optional<Integer> number, Invocation by) {
        if (number.isEmpty()) {
            return new Outcome.Answers(List.of(answer(by, PIN, Optional.empty())), Set.of());
        }
        AudienceQuestion question = question(number.get(), by);
        return new Outcome.Answers(
                List.of(
                        answer(by, PIN, Optional.of(pin(question.number()))),
                        put(by, asked(by).isShown(question) ? question : question.with(Status.APPROVED))),
                Set.of(question.by()));
    }

    private static Outcome approval(boolean on, Invocation by) {
        return by.change(PART, now -> QaState.inRound(now.round(), on));
    }

    private static Outcome clear(Invocation by) {
        return by.change(PART, now -> QaState.inRound(now.round() + 1, now.approval()));
    }

    /** Goes to the step and the text at which a question was asked; to the first step if the model has no such step any more. */
    private static Outcome go(int number, Invocation by) {
        Cursor place = question(number, by).place();
        String trace = place.trace();
        String step = place.step();
        WalkState now = WalkState.PART.of(by.state());
        if (trace.equals(now.trace().id()) && by.walk(now.trace()).contains(step)) {
            return by.put(WalkState.PART, now.at(step));
        }
        TextRecipe recipe = by.ballots()
                .answer(ballot(by), TEXT + trace)
                .flatMap(TextRecipe::read)
                .orElseThrow(QaActivity::gone);
        return new Outcome.EngineCall<>(
                TracePair.of(by.engine(), recipe.run(by.engine()), now),
                (state, text) -> new Outcome.Change(at(state, text, step, by)));
    }

    private static RoomState at(RoomState state, TracePair text, String step, Invocation by) {
        var walk = by.walk(text.trace());
        return state.update(WalkState.PART, shown -> shown.on(text, walk.contains(step) ? step : walk.first()));
    }

    @Override
    public Optional<QaState> seenBy(Role role, QaState state) {
        return state.seenBy(role);
    }

    @Override
    public Optional<String> ballot(QaState state) {
        return Optional.of(state.ballot());
    }

    @Override
    public QaState counted(QaState state, Ballots.Counts counts) {
        return state.counted(counts);
    }

    @Override
    public Optional<Record> list(Role role, RoomState state, Map<String, Ballots.Counts> counts) {
        QaState now = PART.of(state);
        Ballots.Counts given = counts.getOrDefault(now.ballot(), Ballots.Counts.NONE);
        QaState counted = now.counted(given);
        return Optional.of(new QuestionList(
                role.moderates() ? counted.moderated() : counted.version(),
                Asked.of(given).list(role)));
    }

    @Override
    public Optional<String> occasion(RoomState state) {
        return ballotIn(state);
    }

    /** The first ask, each second one with a name; the others vote for what is asked then. */
    @Override
    public Optional<Deed> deed(InventedPerson who, RoomState state, Ballots ballots) {
        Optional<Deed> written =
                Deed.writing("qa-ask", who, RehearsalState.PART.of(state).questions());
        if (written.isPresent()) {
            return written;
        }
        Asked asked = Asked.of(ballots.counts(PART.of(state).ballot()));
        List<AudienceQuestion> shown =
                asked.questions().stream().filter(asked::isShown).toList();
        List<Integer> numbers = IntStream.range(0, shown.size())
                .filter(at -> who.does(1.0 / (2 + at % VOTED_MOST)))
                .mapToObj(at -> shown.get(at).number())
                .toList();
        return numbers.isEmpty() ? Optional.empty() : Optional.of(new Deed("qa-vote", Map.of("numbers", numbers)));
    }

    @Override
    public List<Said> said(QaState state, Ballots.Counts counts) {
        Asked asked = Asked.of(counts);
        return asked.list(Role.PRESENTER).stream()
                .map(row -> new Said(
                        row.text(),
                        row.people(),
                        row.at(),
                        row.step(),
                        row.state(),
                        asked.find(row.number()).orElseThrow().by(),
                        row.name()))
                .toList();
    }

    @Override
    public void prune(QaState state, Ballots ballots, double oldest) {
        Set<Integer> numbers = Asked.of(ballots.counts(state.ballot())).questions().stream()
                .filter(each -> each.at() < oldest)
                .map(AudienceQuestion::number)
                .collect(Collectors.toSet());
        if (!numbers.isEmpty()) {
            withdrawn(ballots, state.ballot(), numbers).forEach(key -> ballots.withdraw(state.ballot(), key));
        }
    }

    @Override
    public QaState erased(QaState state) {
        return QaState.inRound(state.round() + 1, state.approval());
    }

    /** A limit of its own refuses what is too much: nobody's line goes because of others. */
    @Override
    public int most() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Optional<Record> ownIn(RoomState state, String person, Ballots ballots) {
        QaState now = PART.of(state);
        if (ballots.answers(now.ballot()).isEmpty()) {
            return Optional.empty();
        }
        // Everybody who votes is sent this, so only the person's own questions are read.
        List<AudienceQuestion> theirs = ballots.given(now.ballot(), AudienceQuestion.KIND).stream()
                .filter(AudienceQuestion.mayBeBy(person))
                .flatMap(line -> AudienceQuestion.read(line).stream())
                .filter(each -> each.by().equals(person))
                .sorted(Comparator.comparingInt(AudienceQuestion::number))
                .toList();
        var own = new Own(
                now.round(),
                theirs.isEmpty() ? List.of() : new Asked(theirs, ballots.counts(now.ballot())).list(Role.PRESENTER),
                Mark.VOTE.of(person, ballots, now.ballot()),
                Mark.REPORT.of(person, ballots, now.ballot()));
        return own.asked().isEmpty() && own.votes().isEmpty() && own.reports().isEmpty()
                ? Optional.empty()
                : Optional.of(own);
    }

    /** With a person who is removed go the questions, votes and reports of that person. */
    @Override
    public RoomState withoutAnswerIn(RoomState state, String person, Departure why, Ballots ballots) {
        if (!keepsAnswersOf(why)) {
            String ballot = PART.of(state).ballot();
            Set<Integer> numbers = new HashSet<>();
            var gone = new ArrayList<String>();
            ballots.answers(ballot).forEach((key, line) -> {
                AudienceQuestion.read(line)
                        .filter(each -> each.by().equals(person))
                        .ifPresent(each -> numbers.add(each.number()));
                if (key.endsWith(" " + person)) {
                    gone.add(key);
                }
            });
            // A question that could come back with an answer of this person does not.
            ballots.answers(ballot).values().stream()
                    .flatMap(line -> Merged.read(line).stream())
                    .filter(merged -> AudienceQuestion.read(merged.question())
                            .filter(question -> merged.people(question).contains(person))
                            .isPresent())
                    .forEach(any -> gone.add(MERGED));
            gone.addAll(numbers.isEmpty() ? List.of() : withdrawn(ballots, ballot, numbers));
            gone.forEach(key -> ballots.withdraw(ballot, key));
        }
        return state;
    }

    /**
     * The last merge, as a line.
     *
     * @param question the line of the question that went
     * @param votes the ids of the people who had voted for it; likewise {@code reports}
     * @param later those whose vote for the other one comes from the merge
     */
    private record Merged(int into, String question, List<String> votes, List<String> reports, List<String> later) {
        String line() {
            return MERGED + Json.write(this);
        }

        static Optional<Merged> read(String line) {
            return line.startsWith(MERGED)
                    ? QaActivity.read(line.substring(MERGED.length()), Merged.class)
                    : Optional.empty();
        }

        Set<String> people(AudienceQuestion asked) {
            return Stream.of(List.of(asked.by()), votes, reports, later)
                    .flatMap(List::stream)
                    .collect(Collectors.toSet());
        }
    }

    /** What a line has behind its word; empty if this version cannot read it. */
    private static <T> Optional<T> read(String json, Class<T> type) {
        try {
            return Optional.of(JSON.readValue(json, type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What a text is computed from. */
    private record TextRecipe(String model, int promptLength, List<Integer> tokens, List<String> changes) {
        /** As a line. */
        static String of(TraceSummary trace) {
            return TEXT
                    + Json.write(new TextRecipe(trace.model(), trace.promptLength(), trace.tokens(), trace.changes()));
        }

        static Optional<TextRecipe> read(String line) {
            return QaActivity.read(line.substring(TEXT.length()), TextRecipe.class);
        }

        CompletionStage<TraceSummary> run(Engine engine) {
            return engine.run(model, tokens, changes, promptLength);
        }
    }

    @Override
    public QaState withoutPeople(QaState seen) {
        return QaState.inRound(seen.round(), seen.approval());
    }
}
