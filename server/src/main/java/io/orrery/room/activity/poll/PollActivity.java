package io.orrery.room.activity.poll;

import static io.orrery.room.activity.poll.PollState.PART;

import io.orrery.error.JsonError;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Asks;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.textsettings.TextSettingsActivity;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.file.PollSpec;
import io.orrery.tour.file.PollSpec.Kind;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TextSanitizer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Asks the room a question in words: one of some options, several, a value of a scale, or a short text. Nothing is asked of the model. */
public final class PollActivity implements Asks<PollState>, InRecordings.OfCounts<PollState> {
    /** How likely an invented person chooses each option. */
    private static final List<Double> FAVOURED = List.of(2.0, 5.0, 3.0, 1.0, 1.0, 0.5);

    /** An answer, as its command gives it. @param text empty for options */
    private record Given(int number, List<Integer> options, Optional<String> text) {}

    private record Hiding(int number, String id, boolean on) {}

    @Override
    public StatePart<PollState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return course(
                "poll",
                Command.of("poll", Who.DRIVER, PollActivity::read, PollActivity::ask)
                        .with(CommandTrait.BEGINS),
                Command.of("poll-answer", Who.ANYONE, PollActivity::given, this::answered),
                Command.of("poll-hide", Who.DRIVER, PollActivity::hiding, this::hide));
    }

    private static PollQuestion read(Fields fields) throws MalformedException {
        Kind kind = Kind.of(fields.text("kind", ClientMessages.LONGEST_ID))
                .orElseThrow(() -> new MalformedException(
                        new JsonError.FieldNotOneOf("command.kind", String.join(", ", Kind.words()))));
        PollSpec.Words own = words(fields, "command", kind, kind.least(), kind.most());
        int last = kind.size(own.options().size()) - 1;
        List<Integer> right = fields.has("right") ? fields.integers("right", kind.mostRight(), 0, last) : List.of();
        var others = new HashMap<String, PollSpec.Words>();
        if (fields.has("words")) {
            Fields languages = fields.object("words");
            int count = own.options().size();
            for (String language : languages.names(PollSpec.MOST_LANGUAGES, TextSettingsActivity.LONGEST_LANGUAGE)) {
                String where = "command.words." + language;
                others.put(language, words(languages.object(language), where, kind, count, count));
            }
        }
        Optional<String> beat = fields.has("beat")
                ? Optional.of(fields.line("beat", ClientMessages.LONGEST_ADDRESS))
                : Optional.empty();
        List<Integer> numbers =
                right.stream().distinct().map(index -> index + 1).toList();
        return PollQuestion.asked(new PollSpec(kind, own.question(), own.options(), numbers, others), beat);
    }

    /** A poll's words in one language. @param least how many options there may be */
    private static PollSpec.Words words(Fields fields, String where, Kind kind, int least, int most)
            throws MalformedException {
        List<String> options =
                fields.has("options") ? fields.lines("options", PollSpec.MOST, PollSpec.LONGEST_OPTION) : List.of();
        if (!kind.takes(options.size()) || options.size() < least || options.size() > most) {
            throw new MalformedException(new JsonError.FieldNotListOf(where + ".options", least, most));
        }
        long different = options.stream()
                .map(option -> option.toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (different < options.size()) {
            throw new MalformedException(new JsonError.FieldRepeats(where + ".options"));
        }
        return new PollSpec.Words(fields.line("question", PollSpec.LONGEST_QUESTION), options);
    }

    private static Outcome ask(PollQuestion wanted, Invocation by) {
        Asks.check(by.state());
        return new Outcome.Change(asking(wanted, by.state()));
    }

    private static RoomState asking(PollQuestion question, RoomState state) {
        return Asks.asked(state, PART, number -> PollState.asking(number, question));
    }

    /** The state once a beat has asked the room its poll. What is written in its file is cleaned like a name. */
    public static RoomState askedByBeat(PollSpec poll, String beat, RoomState state) {
        var question = PollQuestion.asked(poll.each(TextSanitizer::name), Optional.of(beat));
        return asking(question, state);
    }

    private static Given given(Fields fields) throws MalformedException {
        int number = Asks.number(fields);
        if (fields.has("text")) {
            return new Given(number, List.of(), Optional.of(fields.line("text", PollSpec.LONGEST_OPTION)));
        }
        List<Integer> options = fields.integers("options", PollSpec.MOST, 0, Integer.MAX_VALUE);
        if (options.isEmpty()) {
            throw new MalformedException(new JsonError.FieldNotListOf("command.options", 1, PollSpec.MOST));
        }
        if (new HashSet<>(options).size() < options.size()) {
            throw new MalformedException(new JsonError.FieldRepeats("command.options"));
        }
        return new Given(number, options, Optional.empty());
    }

    private Outcome answered(Given given, Invocation by) {
        return answer(given.number(), by, asked -> {
            PollQuestion poll = asked.question().orElseThrow();
            if (given.text().isPresent()) {
                return poll.isText()
                        ? answered(PollAnswer.written(given.text().get()).answer(), by)
                        : new Refusal(new RoomError.TakesNoWords());
            }
            int most = Collections.max(given.options());
            if (poll.isText()) {
                return new Refusal(new RoomError.TakesWords());
            }
            if (most >= poll.size()) {
                return new Refusal(new RoomError.UnknownOption(most, poll.size() - 1));
            }
            return given.options().size() > 1 && poll.kind() != Kind.SEVERAL
                    ? new Refusal(new RoomError.TakesOneOption())
                    : answered(PollAnswer.ofOptions(given.options()), by);
        });
    }

    private static Hiding hiding(Fields fields) throws MalformedException {
        return new Hiding(Asks.number(fields), fields.text("text", ClientMessages.LONGEST_ID), fields.flag("on"));
    }

    private Outcome hide(Hiding wanted, Invocation by) {
        PollState now = PART.of(by.state());
        if (!now.shows(wanted.number())) {
            return new Refusal(new RoomError.QuestionGone());
        }
        boolean isKnown = now.isText()
                && by.ballots().counts(ballot(now).orElseThrow()).each().keySet().stream()
                        .anyMatch(answer -> PollAnswer.text(answer).id().equals(wanted.id()));
        return isKnown ? by.put(PART, now.hiding(wanted.id(), wanted.on())) : new Refusal(new RoomError.UnknownText());
    }

    /** What people wrote stays in its ballot for as long as the poll is shown. */
    @Override
    public RoomState led(Phase to, RoomState state, Invocation by) {
        return Asks.super.led(to, state, by).update(PART, PollState::kept);
    }

    /** Both rounds of texts have one ballot: what was written in the first is kept with its person, to stand beside the second. */
    @Override
    public Optional<String> ballot(PollState state) {
        return state.isText() ? Optional.of(PART.name() + " " + state.number()) : Asks.super.ballot(state);
    }

    @Override
    public List<Outcome.Answer> beforeAgain(PollState state, Ballots ballots) {
        if (!state.isText()) {
            return List.of();
        }
        String ballot = ballot(state).orElseThrow();
        return ballots.answers(ballot).entrySet().stream()
                .flatMap(answer -> {
                    String first = PollAnswer.text(answer.getValue()).asFirst().answer();
                    return Stream.of(
                            new Outcome.Answer(ballot, answer.getKey(), Optional.empty()),
                            new Outcome.Answer(ballot, answer.getKey() + PollAnswer.FIRST, Optional.of(first)));
                })
                .toList();
    }

    /** Whoever wrote a text that is hidden is counted; the text is not kept. */
    @Override
    public Optional<Result> result(PollState state, Ballots.Counts counts, Map<String, String> answers) {
        return state.question().map(poll -> {
            int[] people = new int[poll.isText() ? 0 : poll.size()];
            var words = new HashMap<String, Result.Own>();
            int answered = 0;
            for (Map.Entry<String, String> each : answers.entrySet()) {
                if (!poll.isText()) {
                    Arrays.stream(PollAnswer.options(each.getValue())).forEach(option -> people[option]++);
                    answered++;
                    continue;
                }
                PollAnswer.Text text = PollAnswer.text(each.getValue());
                if (!text.isFirst()) {
                    answered++;
                    if (!state.hidden().contains(text.id())) {
                        words.put(each.getKey(), Result.Own.word(text.text()));
                    }
                }
            }
            List<Result.Option> options = IntStream.range(0, people.length)
                    .mapToObj(i -> new Result.Option(
                            poll.kind() == Kind.SCALE
                                    ? Integer.toString(i + 1)
                                    : poll.options().get(i),
                            people[i],
                            poll.first().map(first -> first.get(i)),
                            Optional.empty(),
                            poll.right().contains(i)))
                    .toList();
            return Result.of(state.number(), Optional.of(poll.question()), Optional.empty(), answered, options, words)
                    .in(poll.words().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, each -> resultWords(poll.kind(), each.getValue()))));
        });
    }

    private static PollSpec.Words resultWords(Kind kind, PollSpec.Words in) {
        return kind == Kind.SCALE ? new PollSpec.Words(in.question(), List.of()) : in;
    }

    @Override
    public List<String> kinds() {
        return List.of("", PollAnswer.FIRST);
    }

    @Override
    public Optional<PollState> seenBy(Role role, PollState state) {
        return state.phase()
                .map(any -> role.mayDrive() ? state.seen() : state.isPending() ? state.withheld() : state.revealed());
    }

    /** What people wrote is put in whenever people are told; counts that have been revealed stay as they were. */
    @Override
    public PollState counted(PollState state, Ballots.Counts counts) {
        return state.isText() ? state.counted(counts) : Asks.super.counted(state, counts);
    }

    @Override
    public PollState recounted(PollState state, Ballots.Counts counts) {
        return Asks.super.recounted(state, counts).kept();
    }

    @Override
    public Optional<Record> ownOf(PollState state, String answer) {
        return Optional.of(
                state.isText()
                        ? new PollState.Own(
                                state.number(),
                                List.of(),
                                Optional.of(PollAnswer.text(answer).text()))
                        : new PollState.Own(
                                state.number(),
                                Arrays.stream(PollAnswer.options(answer))
                                        .boxed()
                                        .toList(),
                                Optional.empty()));
    }

    /** Both rounds of texts have one ballot, but are two occasions. */
    @Override
    public Optional<String> occasion(RoomState state) {
        return Asks.super.occasion(state).map(ballot -> PART.of(state).again() ? ballot + " again" : ballot);
    }

    /** Invented people have favourites; what they write is an example by name. */
    @Override
    public Optional<Deed> deed(InventedPerson who, RoomState state, Ballots ballots) {
        PollState now = PART.of(state);
        return now.question().filter(any -> who.answers()).map(poll -> {
            int choice = who.choice(FAVOURED.subList(0, poll.isText() ? FAVOURED.size() : poll.size()).stream()
                    .mapToDouble(weight -> weight)
                    .toArray());
            Map<String, Object> answer = poll.isText()
                    ? Map.of("number", now.number(), "text", "Example " + (choice + 1))
                    : Map.of("number", now.number(), "options", List.of(choice));
            return new Deed("poll-answer", answer);
        });
    }

    @Override
    public PollState after(Transition transition, PollState state) {
        return afterBeat(transition, state);
    }

    @Override
    public PollState withoutPeople(PollState seen) {
        return seen.withoutWords();
    }
}
