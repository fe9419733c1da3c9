package io.orrery.room.activity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.tour.TourState;
import io.orrery.room.activity.why.WhyActivity.WhyState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.Word;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An activity that asks the room questions, one at a time. The life cycle of a question is the same for every kind: it is open, then closed, then
 * revealed; once closed it may be open again, in a second round, whose answers stand beside those of the first; and it ends. A kind of question has its
 * own answers, its counts and its pictures.
 *
 * <p>How a question is recorded, for the page of afterwards, each kind says in {@link #result(Record, Ballots.Counts, Map)}, of the state with its counts put in.
 *
 * <p>How the answers fall is seen by those who may drive at once, by all others after the reveal; who answered what is seen by nobody.
 */
public interface Asks<S extends Record & Asks.Asked<?, S>>
        extends Recorded<S>, Rehearses<S>, Reacts<S>, Undoes<S>, InRecordings<S>, Marked<S> {
    /** How far a question is. */
    enum Phase implements Word {
        /** Answers are taken, and can be changed. */
        OPEN,
        /** No more answers are taken; nobody but those who may drive sees how they fall. */
        CLOSED,
        /** Everybody sees how the answers fall, and what is right. */
        REVEALED
    }

    /** A question. */
    interface Question<Q> {
        Phase phase();

        /** The beat of a tour that asks, with which the question ends; empty for none. */
        Optional<String> beat();

        /** Of a question in its second round, the counts of the first. */
        Optional<?> first();

        Q in(Phase next);

        /** Open for its second round. */
        Q asking();
    }

    /** The activity's part of the state: the question that is shown, or none. */
    interface Asked<Q extends Question<Q>, S> {
        /** The number of this kind's last question, from 1; 0 before the first. The questions of a room are numbered together. */
        int number();

        /** The question that is shown; empty for none. */
        Optional<Q> question();

        S with(Optional<Q> next);

        /** The phase of the question that is shown; empty for none. */
        default Optional<Phase> phase() {
            return question().map(Question::phase);
        }

        /** Whether the question is in its second round. */
        default boolean again() {
            return question().flatMap(Question::first).isPresent();
        }

        default S in(Phase next) {
            return with(question().map(asked -> asked.in(next)));
        }

        /** The beat of a tour that asks; empty for none. */
        default Optional<String> beat() {
            return question().flatMap(Question::beat);
        }

        /** With the present counts, which a question that is revealed keeps. */
        S counted(Ballots.Counts counts);

        /** The question is open for its second round. */
        default S asking() {
            return with(question().map(Question::asking));
        }

        /** Without a question. The next one has a number of its own. */
        S ended();

        /** As those who may drive see it, and everybody after the reveal. */
        S seen();

        /** As the audience sees it before the reveal. */
        S withheld();

        /** The words of the question that is shown; empty for those of its kind. */
        Optional<String> words();

        /** The words of the question in other languages, by language. */
        default Map<String, String> otherWords() {
            return Map.of();
        }

        /** Whether the shown question has not been revealed yet. */
        @JsonIgnore
        default boolean isPending() {
            return phase().filter(now -> now != Phase.REVEALED).isPresent();
        }

        /** Whether the question with this number is shown. */
        default boolean shows(int which) {
            return phase().isPresent() && which == number();
        }
    }

    /** The questions that are shown, of all kinds: one, or none. */
    private static Stream<Map.Entry<String, Asked<?, ?>>> shown(RoomState state) {
        return state.parts().entrySet().stream()
                .flatMap(part -> part.getValue() instanceof Asked<?, ?> asked
                                && asked.phase().isPresent()
                        ? Stream.of(Map.entry(part.getKey(), asked))
                        : Stream.of());
    }

    /** Whether a question of any kind is shown. */
    static boolean isShown(RoomState state) {
        return shown(state).findAny().isPresent();
    }

    /** Whether a question of any kind has not been revealed yet. */
    static boolean isPending(RoomState state) {
        return shown(state).anyMatch(asked -> asked.getValue().isPending());
    }

    /** @throws OrreryException if no question of any kind can be asked now: one is asked at a time, and one that has not been revealed stays */
    static void check(RoomState state) {
        if (isPending(state)) {
            throw new OrreryException(new RoomError.AlreadyAsked());
        }
    }

    /** The state without a question of any kind. */
    static RoomState ended(RoomState state) {
        return state.with(shown(state).collect(Collectors.toMap(Map.Entry::getKey, asked ->
                (Record) asked.getValue().ended())));
    }

    /** The number of the next question of a room. All kinds count together, since people are told it. */
    static int nextNumber(RoomState state) {
        return 1
                + state.parts().values().stream()
                        .mapToInt(part -> part instanceof Asked<?, ?> asked ? asked.number() : 0)
                        .max()
                        .orElse(0);
    }

    /** The state in which a question is asked, in the place of any other. @param part its kind's @param ask that kind's state, by the question's number */
    static <S extends Record> RoomState asked(RoomState state, StatePart<S> part, IntFunction<S> ask) {
        return ended(state).with(part, ask.apply(nextNumber(state)));
    }

    @Override
    default S after(Transition transition, S state) {
        return afterTool(transition, afterBeat(transition, state));
    }

    /** This kind's state after a command. What the beat of a tour asks ends with that beat. */
    default S afterBeat(Transition transition, S state) {
        TourState before = TourState.PART.of(transition.before());
        TourState now = TourState.PART.of(transition.after());
        return state.phase()
                        .flatMap(any -> state.beat())
                        .filter(beat -> before.isAt(before.tour(), beat) && !now.isAt(before.tour(), beat))
                        .isPresent()
                ? state.ended()
                : state;
    }

    /** This kind's state after a command. A tool of why that is opened after the reveal takes the question's place, unless a beat asked it. */
    private S afterTool(Transition transition, S state) {
        boolean opens = WhyState.PART.of(transition.after()).hasTool()
                && !WhyState.PART.of(transition.before()).hasTool();
        return opens
                        && state.phase().filter(Phase.REVEALED::equals).isPresent()
                        && state.beat().isEmpty()
                ? state.ended()
                : state;
    }

    /**
     * The commands of a kind of question: those that lead it through its life, {@code name-close}, {@code name-reveal}, {@code name-again} and
     * {@code name-end}, and others.
     */
    default List<Command<?>> course(String name, Command<?>... others) {
        List<Command<?>> course = List.of(
                Command.of(
                        name + "-close",
                        Who.DRIVER,
                        Asks::number,
                        (number, by) -> lead(number, Phase.CLOSED, by.state(), by)),
                Command.of(
                        name + "-reveal",
                        Who.DRIVER,
                        Asks::number,
                        (number, by) -> lead(number, Phase.REVEALED, by.state(), by)),
                Command.of(name + "-again", Who.DRIVER, Asks::number, this::again),
                Command.of(
                        name + "-end",
                        Who.DRIVER,
                        Asks::number,
                        (number, by) -> by.change(part(), now -> now.shows(number) ? now.ended() : now)));
        return Stream.concat(course.stream(), Stream.of(others)).toList();
    }

    /** The number of the question that a command is about. */
    static int number(Fields fields) throws MalformedException {
        return fields.count("number", 0, Integer.MAX_VALUE);
    }

    /** Leads a question to a phase. */
    default Outcome lead(int number, Phase to, RoomState state, Invocation by) {
        return lead(number, to, state, () -> new Outcome.Change(led(to, state, by)));
    }

    /** Leads a question to a phase. One that is further already stays as it is. @param later leads there */
    default Outcome lead(int number, Phase to, RoomState state, Supplier<Outcome> later) {
        S now = part().of(state);
        if (!now.shows(number)) {
            return new Refusal(new RoomError.QuestionGone());
        }
        return now.phase().filter(phase -> phase.compareTo(to) >= 0).isPresent()
                ? new Outcome.Change(state)
                : later.get();
    }

    /** The state once the question that is shown is in a later phase. */
    default RoomState led(Phase to, RoomState state, Invocation by) {
        return state.update(
                part(),
                now -> to == Phase.REVEALED ? now.in(to).counted(by.ballots().counts(ballotOf(now))) : now.in(to));
    }

    private Outcome again(int number, Invocation by) {
        S now = part().of(by.state());
        if (!now.shows(number)) {
            return new Refusal(new RoomError.QuestionGone());
        }
        if (now.phase().filter(phase -> phase == Phase.OPEN).isPresent()) {
            return by.unchanged();
        }
        if (now.again()) {
            return new Refusal(new RoomError.AskedTwice());
        }
        S first = counted(now, by.ballots().counts(ballotOf(now)));
        // Everybody is told that they have no answer yet.
        return new Outcome.Noted(by.state().with(part(), first.asking()), beforeAgain(now, by.ballots()));
    }

    /** Answers of the first round that change before the second. */
    default List<Outcome.Answer> beforeAgain(S state, Ballots ballots) {
        return List.of();
    }

    /** The outcome of a person's answer. @param read the kind's: the answer as its ballot has it, or why it is none */
    default Outcome answer(int number, Invocation by, Function<S, Outcome> read) {
        if (by.sender().role() == Role.PROJECTOR) {
            return new Refusal(new RoomError.ScreenCannotGuess());
        }
        S now = part().of(by.state());
        if (!now.shows(number)) {
            return new Refusal(new RoomError.QuestionGone());
        }
        return now.phase().filter(phase -> phase == Phase.OPEN).isPresent()
                ? read.apply(now)
                : new Refusal(new RoomError.GuessesClosed());
    }

    default Outcome answered(String answer, Invocation by) {
        return new Outcome.Answer(ballotOf(part().of(by.state())), by.sender().id(), Optional.of(answer));
    }

    private String ballotOf(S asked) {
        return ballot(asked).orElseThrow();
    }

    /** Each round has a ballot. */
    @Override
    default Optional<String> ballot(S state) {
        return state.phase().map(any -> part().name() + " " + state.number() + (state.again() ? " again" : ""));
    }

    @Override
    default Optional<S> seenBy(Role role, S state) {
        return state.phase().map(any -> role.mayDrive() || !state.isPending() ? state.seen() : state.withheld());
    }

    @Override
    default Optional<Integer> shownNumber(S state) {
        return state.phase().map(any -> state.number());
    }

    /** A question that nobody answered leaves nothing. */
    @Override
    default Optional<Result> resultIn(RoomState state, Ballots ballots) {
        S asked = part().of(state);
        return ballot(asked)
                .filter(ballot -> asked.again() || ballots.counts(ballot).people() > 0)
                .flatMap(ballot -> {
                    Ballots.Counts counts = ballots.counts(ballot);
                    return result(counted(asked, counts), counts, ballots.answers(ballot));
                });
    }

    /** Nothing, unless the kind says how its questions are recorded. */
    @Override
    default Optional<Result> result(S counted, Ballots.Counts counts, Map<String, String> answers) {
        return Optional.empty();
    }

    @Override
    default S erased(S state) {
        return state.phase().isPresent() ? state.ended() : state;
    }

    /** Counts that have been revealed stay as they were. */
    @Override
    default S counted(S state, Ballots.Counts counts) {
        return state.isPending() ? state.counted(counts) : state;
    }

    @Override
    default S recounted(S state, Ballots.Counts counts) {
        return state.isPending() ? state : state.counted(counts);
    }

    /** Invented people answer each round of a question. */
    @Override
    default Optional<String> occasion(RoomState state) {
        return ballotIn(state)
                .filter(ballot -> part().of(state)
                        .phase()
                        .filter(now -> now == Phase.OPEN)
                        .isPresent());
    }

    @Override
    default boolean hasAnswers(RoomState state, Ballots ballots) {
        S now = part().of(state);
        return now.isPending() && ballots.counts(ballotOf(now)).people() > 0;
    }

    @Override
    default RoomState rehearsed(RoomState state) {
        return state.update(part(), now -> now.phase().isPresent() ? now.ended() : now);
    }

    /** Undo goes back to what was shown; it takes no answer back and asks nothing again. */
    @Override
    default S undone(S now, S then) {
        return now;
    }

    @Override
    default S remembered(S state) {
        return part().first().orElseThrow();
    }

    /** The kind of this activity's marks in recordings. */
    default String markKind() {
        return part().name();
    }

    @Override
    default Optional<Mark> mark(Optional<S> before, S now) {
        return now.phase().isPresent()
                        && before.filter(old -> old.shows(now.number())).isEmpty()
                ? Optional.of(Mark.question(markKind(), now.words().orElse("")).in(now.otherWords()))
                : Optional.empty();
    }

    @Override
    default boolean isRevealed(Optional<S> before, S now) {
        return now.phase().filter(Phase.REVEALED::equals).isPresent()
                && before.flatMap(Asked::phase).filter(Phase.REVEALED::equals).isEmpty();
    }
}
