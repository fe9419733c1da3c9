package io.orrery.room;

import io.orrery.error.DomainError;
import io.orrery.error.RoomError;
import io.orrery.room.BackgroundTimers.Work;
import io.orrery.room.access.Ability;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Activity;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.PerPerson;
import io.orrery.room.activity.PerPerson.Departure;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.Refusals;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.log.LogEntry;
import io.orrery.room.people.CommandReplies.Reply;
import io.orrery.room.people.Participant;
import io.orrery.room.people.Presence;
import io.orrery.room.people.Sender;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.MalformedException;
import io.orrery.wire.ServerMessage.Fault;
import io.orrery.wire.ServerMessage.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks each command against its declaration, and carries out its outcome. What a command, or an activity's background work, changes is
 * {@link RoomChanges}' matter.
 *
 * <p>The answer to each command is remembered by the command's id. A page that lost the answer can repeat the command:
 * it gets the same answer, and the command takes effect once. Those that changed the state are in the log, so this holds
 * after a restart, too.
 */
final class CommandProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(CommandProcessor.class);

    private final Activities activities = Activities.ALL;
    private final Engine engine;
    private final EventLoop loop;
    private final Presence presence;
    private final RoomChanges changes;
    private final Consumer<String> remove;
    private final PendingQuestions questions;
    private final BackgroundTimers timers;
    private final WaitingCommands waiting;
    private final InventedAudience invented;
    private ConflictCheck conflicts = ConflictCheck.NONE;

    /** A command that a sender has given. Its answer names it by its id. */
    record Order(Sender by, String id, Command.Given<?> given) {
        Command<?> command() {
            return given.command();
        }
    }

    /**
     * Detects commands that were given before their sender saw another person's move. For that it is enough to remember the
     * last person who moved the cursor, and the last move by anybody else.
     *
     * @param by the id of the person who moved last; empty if nobody did
     * @param seq the number of that person's last move
     * @param othersSeq the number of the last move by anybody else
     */
    private record ConflictCheck(String by, long seq, long othersSeq) {
        static final ConflictCheck NONE = new ConflictCheck("", 0, 0);

        /**
         * The check after another move.
         *
         * @param sender the id of the person who moves
         * @param atSeq the number of the move
         */
        ConflictCheck moved(String sender, long atSeq) {
            return new ConflictCheck(sender, atSeq, by.equals(sender) ? othersSeq : seq);
        }

        /** Whether somebody else has moved since change {@code at}, the latest that the person had seen. */
        boolean isOvertaken(String sender, long at) {
            return at < (by.equals(sender) ? othersSeq : seq);
        }
    }

    /**
     * @param presence the people who are told what happens
     * @param remove removes a person from the room for good, by the person's id
     */
    CommandProcessor(Engine engine, EventLoop loop, Presence presence, RoomChanges changes, Consumer<String> remove) {
        this.engine = engine;
        this.loop = loop;
        this.presence = presence;
        this.changes = changes;
        this.remove = remove;
        this.waiting = new WaitingCommands(loop);
        this.questions = new PendingQuestions(loop, this);
        this.timers = new BackgroundTimers(activities.working(), engine, changes.ballots(), loop, this::runBackground);
        this.invented = new InventedAudience(loop, changes, this::perform);
        changes.whenTold(state -> {
            timers.plan(state);
            invented.plan(state);
        });
        loop.execute(() -> timers.plan(changes.state()));
    }

    /** Commands of those who have no key wait until nothing else is to be done. */
    void perform(Sender by, CommandRequest request) {
        try {
            receive(new Order(by, request.id(), activities.read(request.name(), request.fields())), request);
        } catch (MalformedException e) {
            by.answer(role -> Refused.of(request.id(), e.error()));
        }
    }

    private void receive(Order order, CommandRequest request) {
        Sender by = order.by();
        Optional<Reply> earlier = by.replies().to(order.id());
        if (!order.command().who().isOpenTo(by.abilities())) {
            by.answer(role -> Refused.of(order.id(), new RoomError.NotAllowed()));
        } else if (earlier.isPresent()) {
            repeat(order, earlier.get());
        } else if (changes.isDone(by, order.id())) {
            answerWithState(order);
        } else if (by.abilities().equals(Ability.EVERYBODY)) {
            waiting.add(by, request, () -> perform(order, request.at()));
        } else {
            perform(order, request.at());
        }
    }

    /** @param at the number of the last change that the sender had seen */
    private void perform(Order order, long at) {
        Sender by = order.by();
        if (!order.command().who().includes(by.abilities(), changes.isDrivenBy(by))) {
            refuse(order, new RoomError.NotDriving());
        } else if (isStale(order, at)) {
            refuse(order, new RoomError.Stale());
        } else {
            carryOut(order, Refusals.orRefusal(() -> order.given().outcome(invocation(by, at))));
        }
    }

    private Invocation invocation(Sender by, long at) {
        return new Invocation(
                changes.state(),
                changes.logged().history(),
                new Invocation.By(by.id(), by.party(), by.role()),
                at >= changes.traceSince(),
                loop.now(),
                presence::startDelay,
                questions.commands(),
                id -> presence.find(id).map(Participant::present).or(() -> invented.present(id)),
                presence.audience(),
                changes.ballots(),
                engine);
    }

    private void repeat(Order order, Reply earlier) {
        if (earlier instanceof Reply.No no) {
            order.by().answer(role -> no.refused());
        } else if (earlier instanceof Reply.Done) {
            answerWithState(order);
        }
    }

    private boolean isStale(Order order, long at) {
        return order.command().is(CommandTrait.DEPENDS_ON_VIEW)
                && (at > changes.seq() || conflicts.isOvertaken(order.by().id(), at));
    }

    private void refuse(Order order, DomainError error) {
        var refused = Refused.of(order.id(), error);
        order.by().replies().remember(order.id(), new Reply.No(refused));
        order.by().answer(role -> refused);
    }

    /** A command is done that made no entry. */
    void done(Order order) {
        changes.did(order.by(), order.id());
        order.by().replies().remember(order.id(), new Reply.Done());
        answerWithState(order);
    }

    /** Answers a command that was accepted with the present state, because nobody was told of a change, or the sender is not among those who were. */
    private void answerWithState(Order order) {
        order.by().done(changes.seq(), order.id(), changes::json);
    }

    /** Carries out what a command has come to, once its question, if it has one, is answered. */
    void carryOut(Order order, Outcome outcome) {
        try {
            follow(order, outcome);
        } catch (RuntimeException e) {
            refuse(order, Refusals.of(e).error());
        }
    }

    private void follow(Order order, Outcome outcome) {
        if (outcome instanceof Outcome.Change change) {
            apply(order, change.next());
        } else if (outcome instanceof Outcome.EngineCall<?> question) {
            questions.ask(order, activities.of(order.command()), question);
        } else if (outcome instanceof Refusal refusal) {
            refuse(order, refusal.error());
        } else if (outcome instanceof Outcome.Answer answer) {
            answer(order, List.of(answer), Set.of(answer.person()));
        } else if (outcome instanceof Outcome.Answers answers) {
            answer(order, answers.all(), answers.concerned());
        } else if (outcome instanceof Outcome.Noted noted) {
            note(order, noted);
        } else if (outcome instanceof Outcome.Removal removal) {
            remove.accept(removal.person());
            removal.noted().ifPresent(noted -> note(activities.of(order.command()), noted));
            apply(order, changes.without(removal.person(), Departure.REMOVED));
        } else if (outcome instanceof Outcome.Cancellation cancellation) {
            cancel(order, cancellation);
        } else if (outcome instanceof Outcome.GoingBack back) {
            goBack(order, back);
        } else if (outcome instanceof Outcome.Loss loss) {
            changes.wentBackTo(loss.entry().seq());
            refuse(order, loss.refusal().error());
        } else if (outcome instanceof Outcome.Instead instead) {
            carryOut(new Order(order.by(), order.id(), instead.given()), instead.outcome());
        } else {
            throw new IllegalStateException("an outcome without a way to carry it out: " + outcome);
        }
    }

    /** @param concerned the ids of people whose own part may become another one */
    private void answer(Order order, List<Outcome.Answer> answers, Set<String> concerned) {
        Sender by = order.by();
        Set<String> people =
                Stream.concat(Stream.of(by.id()), concerned.stream()).collect(Collectors.toSet());
        changes.tellingOwn(people, () -> answers.forEach(answer -> note(activities.of(order.command()), answer)));
        // else what a presenter has lowered or hidden would be back on their page until the counts are told
        if (!by.abilities().equals(Ability.EVERYBODY)) {
            changes.tellCounts();
        }
        done(order);
    }

    /** Everybody who is here is told what has become of their own answers. */
    private void note(Order order, Outcome.Noted noted) {
        Set<String> others = presence.all().stream()
                .map(Participant::id)
                .filter(person -> !person.equals(order.by().id()))
                .collect(Collectors.toSet());
        changes.tellingOwn(others, () -> {
            noted.answers().forEach(answer -> note(activities.of(order.command()), answer));
            apply(order, noted.next());
        });
    }

    private void note(Activity<?> activity, Outcome.Answer answer) {
        Ballots ballots = changes.ballots();
        Optional<PerPerson<?>> asking =
                activity instanceof PerPerson<?> perPerson ? Optional.of(perPerson) : Optional.empty();
        boolean isNew = ballots.answer(answer.ballot(), answer.person()).isEmpty();
        answer.answer()
                .ifPresentOrElse(
                        given -> ballots.put(
                                new Ballots.Answer(answer.ballot(), answer.person(), given),
                                asking.map(PerPerson::most).orElse(Integer.MAX_VALUE)),
                        () -> ballots.withdraw(answer.ballot(), answer.person()));
        if (isNew && answer.answer().isPresent()) {
            asking.flatMap(each -> each.signalOf(answer)).ifPresent(changes::signalled);
        }
    }

    private void cancel(Order order, Outcome.Cancellation cancellation) {
        questions.cancel();
        try {
            apply(order, cancellation.next());
        } finally {
            timers.resume(changes.state());
        }
    }

    private void goBack(Order order, Outcome.GoingBack back) {
        changes.wentBackTo(back.to().seq());
        RoomState undone = activities.undone(changes.state(), back.shown());
        // A beat's scene comes back, or goes, whole: also what undo leaves alone elsewhere.
        Optional<RoomState> scene = activities.sceneUndone(undone, changes.state(), back.shown());
        apply(order, scene.orElse(undone), scene.isPresent());
    }

    private void apply(Order order, RoomState wanted) {
        apply(order, wanted, order.command().is(CommandTrait.SETS_SCENE));
    }

    /** @param isScene whether nothing of what was shown is carried to where the cursor is then */
    private void apply(Order order, RoomState wanted, boolean isScene) {
        Sender by = order.by();
        Command<?> command = order.command();
        RoomState state = changes.state();
        RoomState next = activities.after(new Transition(command, state, wanted, loop.now()));
        boolean isUndoable = !next.equals(state) && command.is(CommandTrait.UNDOABLE);
        RoomState named = activities.wouldUndo(
                next, isUndoable ? command.name() : changes.logged().history().command());
        if (named.equals(state)) {
            done(order);
            return;
        }
        RoomChanges.Prepared prepared = changes.prepared(named, isScene);
        by.replies().remember(order.id(), new Reply.Done());
        boolean isMove = !RoomChanges.cursor(named).equals(RoomChanges.cursor(state));
        var who = LogEntry.By.of(by.role(), by.number());
        changes.change(prepared, by.id(), who, command.name(), order.id(), isUndoable);
        if (isMove) {
            conflicts = conflicts.moved(by.id(), changes.seq());
        }
        if (presence.find(by.id()).isEmpty()) {
            answerWithState(order);
        }
    }

    /** The present state. */
    RoomState state() {
        return changes.state();
    }

    /** Background work has produced this state, which may be the present one. */
    void wentOn(Work work, RoomState next) {
        try {
            changes.changeIfOther(next);
        } catch (RuntimeException e) {
            LOG.error("A change that background work has made cannot be shown", e);
        }
        timers.again(work, changes.state());
    }

    /** Background work has found what is noted in a ballot. */
    void noted(Work work, Outcome.Answer answer) {
        note(work.activity(), answer);
        timers.again(work, changes.state());
    }

    /** Background work could not go on. */
    void failed(Refusal refusal) {
        presence.sayToDrivers(Fault.of(refusal.error()));
    }

    /** Whether an activity still wants the work that has waited in line. */
    boolean isWanted(Work waiting) {
        return timers.isWanted(waiting, changes.state());
    }

    private void runBackground(Work due) {
        due.background()
                .question()
                .ifPresentOrElse(
                        question -> questions.ask(due, question),
                        () -> changes.changeIfOther(due.background().change().apply(changes.state())));
    }

    /** Stops background work, cancels open questions and drops what waits, when the room closes. */
    void stop() {
        waiting.clear();
        invented.stop();
        questions.stop();
        timers.stop();
        changes.stop();
    }
}
