package io.orrery.room.activity.proposals;

import static io.orrery.room.activity.CommandTrait.BRINGS_TEXT;
import static io.orrery.room.activity.CommandTrait.DEPENDS_ON_VIEW;
import static io.orrery.room.activity.CommandTrait.SHOWS_MODEL;
import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.proposals.ProposalsState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.ErrorType;
import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Refusals;
import io.orrery.room.activity.RehearsalState;
import io.orrery.room.activity.Rehearses;
import io.orrery.room.activity.Says;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.generation.GenerationActivity;
import io.orrery.room.activity.proposals.Answers.Proposal;
import io.orrery.room.activity.proposals.ProposalsState.Reading;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.LinkedCancellation;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lets each person propose a text for the model, and vote for those of others. Those who may drive also see what the model would say next, which is
 * computed while nothing else is, and run one; until then the hall's screen is sent nothing of it. A text is erased by its person, with its person, by
 * those who may drive, or with all others.
 */
public final class ProposalsActivity
        implements Says<ProposalsState>,
                Rehearses<ProposalsState>,
                Background.Works<ProposalsState>,
                InRecordings.OfCounts<ProposalsState> {
    /** The most texts at the same time: more than somebody reads during a talk. */
    static final int MOST = 60;

    /** The longest text, in characters: more than the 64 tokens that a model reads by default. */
    private static final int LONGEST_TEXT = 400;

    /** The most votes that are read: also of texts that are gone. */
    private static final int MOST_VOTES = 2 * MOST;

    /** So long a room is left alone before the next text is read, ms. */
    private static final double IDLE_MS = 1_000;

    /** It may take as long as others need the computer. */
    private static final double READING_MS = 600_000;

    /** What a model says that cannot read a text; other failures pass. */
    private static final Set<ErrorType> UNREADABLE =
            Set.of(ErrorType.UNKNOWN_TOKEN, ErrorType.PROMPT_TOO_LONG, ErrorType.EMPTY_PROMPT, ErrorType.CONTEXT_FULL);

    /** @param text empty to take the person's text back @param name empty if the person does not wish to be named */
    private record Wish(Optional<String> text, String name) {
        static Wish read(Fields fields) throws MalformedException {
            return new Wish(
                    fields.has("text") ? Optional.of(fields.passage("text", LONGEST_TEXT)) : Optional.empty(),
                    fields.has("name") ? ClientMessages.name(fields) : "");
        }
    }

    /**
     * What a person is sent of their own.
     *
     * @param text the person's text; empty for none
     * @param votes the ids of the texts for which the person votes
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Own(Optional<OwnText> text, List<String> votes) {
        record OwnText(String id, String text) {}
    }

    @Override
    public StatePart<ProposalsState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("propose", Who.ANYONE, Wish::read, ProposalsActivity::propose),
                Command.of(
                        "vote-texts",
                        Who.ANYONE,
                        fields -> Set.copyOf(fields.texts("texts", MOST_VOTES, ClientMessages.LONGEST_ID)),
                        ProposalsActivity::vote),
                Command.of("run-text", Who.DRIVER, ProposalsActivity::id, ProposalsActivity::run)
                        .with(BRINGS_TEXT, DEPENDS_ON_VIEW, UNDOABLE, SHOWS_MODEL),
                Command.of("drop-text", Who.PRESENTER, ProposalsActivity::id, ProposalsActivity::drop),
                Command.of("drop-texts", Who.PRESENTER, by -> by.change(PART, ProposalsState::withoutTexts)));
    }

    private static String id(Fields fields) throws MalformedException {
        return fields.text("text", ClientMessages.LONGEST_ID);
    }

    /** A person's text takes the place of the one before, whose votes are not for this one. */
    private static Outcome propose(Wish wish, Invocation by) {
        String person = by.sender().id();
        if (wish.text().isEmpty()) {
            return new Outcome.Answer(ballot(by), person, Optional.empty());
        }
        String text = wish.text().get();
        List<Proposal> all = Answers.proposals(counts(by));
        Optional<Proposal> own = of(person, all);
        Optional<Proposal> same =
                all.stream().filter(each -> each.text().equals(text)).findFirst();
        if (same.filter(each -> !each.person().equals(person)).isPresent()) {
            return new Refusal(new RoomError.AlreadyProposed());
        }
        if (own.isEmpty() && all.size() >= MOST) {
            return new Refusal(new RoomError.TooManyProposed(MOST));
        }
        String id = same.map(Proposal::id).orElseGet(() -> Proposal.idAfter(all, by.now()));
        var next = new Proposal(id, person, wish.name(), text);
        return new Outcome.Answer(ballot(by), person, Optional.of(next.answer()));
    }

    /** Sets all votes of a person. Those for texts that have gone since are left out. */
    private static Outcome vote(Set<String> wanted, Invocation by) {
        String person = by.sender().id();
        Ballots ballots = by.ballots();
        Set<String> votes = ballots.given(ballot(by), Proposal.LETTER).stream()
                .map(Proposal::idOf)
                .filter(wanted::contains)
                .collect(Collectors.toSet());
        if (ballots.answer(ballot(by), person)
                .map(Proposal::idOf)
                .filter(wanted::contains)
                .isPresent()) {
            return new Refusal(new RoomError.OwnProposal());
        }
        var later = new HashSet<>(wanted);
        later.removeAll(votesOf(person, ballot(by), by.ballots()));
        if (!votes.containsAll(later)) {
            return new Refusal(new RoomError.ProposalGone());
        }
        return new Outcome.Answer(ballot(by), person + Answers.VOTES, Answers.votes(votes));
    }

    private static Outcome run(String id, Invocation by) {
        String model = WalkState.PART.of(by.state()).trace().model();
        return GenerationActivity.show(
                by.engine().read(model, chosen(id, by).text()),
                by,
                (state, prompt) -> state.update(PART, now -> now.with(id, prompt)));
    }

    private static Outcome drop(String id, Invocation by) {
        return new Outcome.Answer(ballot(by), chosen(id, by).person(), Optional.empty());
    }

    private static Proposal chosen(String id, Invocation by) {
        return Answers.proposals(counts(by)).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new OrreryException(new RoomError.ProposalGone()));
    }

    private static Optional<Proposal> of(String person, List<Proposal> all) {
        return all.stream().filter(each -> each.person().equals(person)).findFirst();
    }

    private static Set<String> votesOf(String person, String ballot, Ballots ballots) {
        return ballots.answer(ballot, person + Answers.VOTES)
                .map(Answers::votes)
                .orElse(Set.of());
    }

    private static String ballot(Invocation by) {
        return PART.of(by.state()).ballot();
    }

    private static Ballots.Counts counts(Invocation by) {
        return by.ballots().counts(ballot(by));
    }

    @Override
    public Optional<ProposalsState> seenBy(Role role, ProposalsState state) {
        ProposalsState seen = role.mayDrive() ? state : role == Role.PROJECTOR ? state.forHall() : state.forAttendees();
        return Optional.of(seen).filter(each -> !each.isEmpty());
    }

    @Override
    public Optional<String> ballot(ProposalsState state) {
        return Optional.of(state.ballot());
    }

    @Override
    public List<String> kinds() {
        return List.of("", Answers.VOTES, Answers.READING);
    }

    @Override
    public List<Said> said(ProposalsState state, Ballots.Counts counts) {
        Map<String, Integer> votes = Answers.votes(counts);
        return Answers.proposals(counts).stream()
                .map(each -> new Said(
                        each.text(),
                        votes.getOrDefault(each.id(), 0),
                        each.at(),
                        "",
                        state.hasRun(each.id()) ? "run" : "shown",
                        each.person(),
                        each.name()))
                .toList();
    }

    @Override
    public void prune(ProposalsState state, Ballots ballots, double oldest) {
        Answers.proposals(ballots.counts(state.ballot())).stream()
                .filter(each -> each.at() < oldest)
                .forEach(each -> {
                    ballots.withdraw(state.ballot(), each.person());
                    ballots.withdraw(state.ballot(), each.person() + Answers.READING);
                });
    }

    @Override
    public boolean isShown(RoomState state, String person, Ballots ballots) {
        ProposalsState now = PART.of(state);
        return now.shownId(WalkState.PART.of(state).trace())
                .filter(id -> person.isEmpty()
                        || of(person, Answers.proposals(ballots.counts(now.ballot())))
                                .filter(own -> own.id().equals(id))
                                .isPresent())
                .isPresent();
    }

    @Override
    public ProposalsState erased(ProposalsState state) {
        return state.withoutTexts();
    }

    /** What is put in depends on the text that the room shows, too. */
    @Override
    public RoomState countedIn(RoomState state, Map<String, Ballots.Counts> counts) {
        TraceSummary shown = WalkState.PART.of(state).trace();
        return state.update(PART, own -> own.counted(counts.getOrDefault(own.ballot(), Ballots.Counts.NONE), shown));
    }

    @Override
    public ProposalsState counted(ProposalsState state, Ballots.Counts counts) {
        return state;
    }

    @Override
    public Optional<Record> ownIn(RoomState state, String person, Ballots ballots) {
        String ballot = PART.of(state).ballot();
        Optional<Own.OwnText> text = ballots.answer(ballot, person)
                .flatMap(Proposal::read)
                .map(own -> new Own.OwnText(own.id(), own.text()));
        List<String> votes = votesOf(person, ballot, ballots).stream().sorted().toList();
        return text.isEmpty() && votes.isEmpty() ? Optional.empty() : Optional.of(new Own(text, votes));
    }

    @Override
    public Optional<String> occasion(RoomState state) {
        return ballotIn(state);
    }

    /** The first propose a text, each second one with a name; the others vote for those that are there. */
    @Override
    public Optional<Deed> deed(InventedPerson who, RoomState state, Ballots ballots) {
        Optional<Deed> written =
                Deed.writing("propose", who, RehearsalState.PART.of(state).texts());
        if (written.isPresent()) {
            return written;
        }
        List<Proposal> all = Answers.proposals(ballots.counts(PART.of(state).ballot()));
        List<String> liked = IntStream.range(0, all.size())
                .filter(i -> who.does(1.0 / (2 + i)))
                .mapToObj(i -> all.get(i).id())
                .toList();
        return liked.isEmpty() ? Optional.empty() : Optional.of(new Deed("vote-texts", Map.of("texts", liked)));
    }

    /** Reads the text with most votes that the shown model has not read yet. */
    @Override
    public Optional<Background> background(RoomState state, Ballots ballots, Engine engine) {
        ProposalsState now = PART.of(state);
        Ballots.Counts counts = ballots.counts(now.ballot());
        if (counts.people() == 0) {
            return Optional.empty();
        }
        String model = WalkState.PART.of(state).trace().model();
        Set<String> readings = ballots.given(now.ballot(), Answers.READ);
        Map<String, Integer> votes = Answers.votes(counts);
        return Answers.proposals(counts).stream()
                .filter(each -> !Answers.isRead(readings, each.id(), model))
                .min(Comparator.comparing(each -> -votes.getOrDefault(each.id(), 0)))
                .map(next -> Background.of(
                        IDLE_MS,
                        List.of(now.round(), next.id(), model),
                        new Background.BackgroundCall<>(
                                later -> reading(engine.whenIdle(), model, next.text()),
                                (later, reading) -> reading.filter(known -> isThere(next, later, ballots))
                                        .<Outcome>map(known -> new Outcome.Answer(
                                                now.ballot(),
                                                next.person() + Answers.READING,
                                                Optional.of(Answers.reading(next.id(), known))))
                                        .orElseGet(() -> new Outcome.Change(later)),
                                (later, refusal) -> later,
                                Outcome.Subject.OWN,
                                READING_MS)));
    }

    /** Whether the text is still proposed: nothing is kept of one that was erased while it was read. */
    private static boolean isThere(Proposal text, RoomState state, Ballots ballots) {
        return ballots.answer(PART.of(state).ballot(), text.person())
                .filter(text.answer()::equals)
                .isPresent();
    }

    /** What a model makes of a text; empty if it has no time for it now. */
    private static CompletionStage<Optional<Reading>> reading(Engine engine, String model, String text) {
        var both = new LinkedCancellation();
        return both.of(both.asked(engine.read(model, text)).handle((trace, failure) -> {
            if (failure == null) {
                TraceSummary.Next next = trace.next().get(0);
                return Optional.of(
                        new Reading(model, trace.tokens().size(), Optional.of(next.text()), Optional.of(next.p())));
            }
            return UNREADABLE.contains(Refusals.of(failure).error().type())
                    ? Optional.of(new Reading(model, Reading.UNREADABLE, Optional.empty(), Optional.empty()))
                    : Optional.empty();
        }));
    }

    @Override
    public ProposalsState withoutPeople(ProposalsState seen) {
        return ProposalsState.inRound(seen.round());
    }
}
