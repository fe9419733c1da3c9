package io.orrery.room;

import io.orrery.error.DomainError;
import io.orrery.error.RoomError;
import io.orrery.room.access.Ability;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Departure;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.PerPerson;
import io.orrery.room.activity.Refusals;
import io.orrery.room.activity.Trait;
import io.orrery.room.activity.Transition;
import io.orrery.room.activity.driver.DriverState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.log.Entry;
import io.orrery.room.log.Log;
import io.orrery.room.log.LoggedState;
import io.orrery.room.people.Answers.Answer;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    private ConflictCheck conflicts = ConflictCheck.NONE;

    /**
     * @param log to which each change is appended
     * @param answers what people answered before a restart
     * @param presence the people who are told what happens
     * @param listener of changes
     * @param remove removes a person from the room for good, by the person's id
     */
    CommandProcessor(
            Engine engine,
            EventLoop loop,
            Log log,
            LoggedState first,
            List<Ballots.Answer> answers,
            Presence presence,
            RoomChanges.Listener listener,
            Consumer<String> remove) {
        this.engine = engine;
        this.loop = loop;
        this.presence = presence;
        this.remove = remove;
        this.waiting = new WaitingCommands(loop);
        this.questions = new PendingQuestions(loop, new QuestionListener());
        this.timers = new BackgroundTimers(activities.working(), engine, loop, this::runBackground);
        this.changes = new RoomChanges(engine, loop, log, first, answers, presence, listener, timers::plan);
        loop.execute(() -> timers.plan(changes.state()));
    }

    /** The state, which this changes. */
    RoomChanges changes() {
        return changes;
    }

    /** Whether a sender belongs to the party at the wheel. */
    boolean isDrivenBy(Sender sender) {
        return !sender.abilities().equals(Ability.EVERYBODY)
                && DriverState.PART.of(changes.state()).isHeldBy(sender.party());
    }

    /** Commands of those who have no key wait until nothing else is to be done. */
    void perform(Sender by, CommandRequest request) {
        try {
            receive(by, request, activities.read(request.name(), request.fields()));
        } catch (MalformedException e) {
            by.answer(role -> Refused.of(request.id(), e.error()));
        }
    }

    private void receive(Sender by, CommandRequest request, Command.Given<?> given) {
        Optional<Answer> earlier = by.answers().to(request.id());
        if (!given.command().who().isOpenTo(by.abilities())) {
            by.answer(role -> Refused.of(request.id(), new RoomError.NotAllowed()));
        } else if (earlier.isPresent()) {
            repeat(by, request.id(), earlier.get());
        } else if (changes.logged().isDone(by.number(), request.id())) {
            answerWithState(by, request.id());
        } else if (by.abilities().equals(Ability.EVERYBODY)) {
            waiting.add(by, request, () -> perform(by, request, given));
        } else {
            perform(by, request, given);
        }
    }

    private void perform(Sender by, CommandRequest request, Command.Given<?> given) {
        Command<?> command = given.command();
        if (!command.who().includes(by.abilities(), isDrivenBy(by))) {
            refuse(by, request.id(), new RoomError.NotDriving());
        } else if (isStale(by, command, request.at())) {
            refuse(by, request.id(), new RoomError.Stale());
        } else {
            carryOut(by, request.id(), given, outcome(given, by, request.at()));
        }
    }

    /** The outcome of a command. A handler that fails refuses the command, so that its sender is answered. */
    private Outcome outcome(Command.Given<?> given, Sender by, long at) {
        try {
            return given.outcome(invocation(by, at));
        } catch (RuntimeException e) {
            return Refusals.of(e);
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
                id -> presence.find(id).map(Participant::present),
                changes.ballots(),
                engine);
    }

    private void repeat(Sender by, String id, Answer earlier) {
        if (earlier instanceof Answer.No no) {
            by.answer(role -> no.refused());
        } else if (earlier instanceof Answer.Done) {
            answerWithState(by, id);
        }
    }

    private boolean isStale(Sender by, Command<?> command, long at) {
        return command.is(Trait.DEPENDS_ON_VIEW) && (at > changes.seq() || conflicts.isOvertaken(by.id(), at));
    }

    private void refuse(Sender by, String id, DomainError error) {
        var refused = Refused.of(id, error);
        by.answers().remember(id, new Answer.No(refused));
        by.answer(role -> refused);
    }

    /** Answers a command that was accepted with the present state, because nobody was told of a change, or the sender is not among those who were. */
    private void answerWithState(Sender by, String id) {
        by.done(changes.seq(), id, changes::json);
    }

    private void carryOut(Sender by, String id, Command.Given<?> given, Outcome outcome) {
        try {
            new CommandCarrier(by, id, given).carryOut(outcome);
        } catch (RuntimeException e) {
            refuse(by, id, Refusals.of(e).error());
        }
    }

    /** Carries out the outcome of a command. */
    private final class CommandCarrier {
        private final Sender by;
        private final String id;
        private final Command.Given<?> given;
        private final Command<?> command;

        CommandCarrier(Sender by, String id, Command.Given<?> given) {
            this.by = by;
            this.id = id;
            this.given = given;
            this.command = given.command();
        }

        void carryOut(Outcome outcome) {
            if (outcome instanceof Outcome.Change change) {
                apply(change.next());
            } else if (outcome instanceof Outcome.Question<?> question) {
                questions.ask(by, id, given, activities.of(command), question);
            } else if (outcome instanceof Refusal refusal) {
                refuse(by, id, refusal.error());
            } else if (outcome instanceof Outcome.Answer answer) {
                answer(answer);
            } else if (outcome instanceof Outcome.Removal removal) {
                remove(removal);
            } else if (outcome instanceof Outcome.Cancellation cancellation) {
                cancel(cancellation);
            } else if (outcome instanceof Outcome.GoingBack back) {
                goBack(back);
            } else if (outcome instanceof Outcome.Loss loss) {
                changes.wentBackTo(loss.entry().seq());
                refuse(by, id, loss.refusal().error());
            } else if (outcome instanceof Outcome.Instead instead) {
                CommandProcessor.this.carryOut(by, id, instead.given(), instead.outcome());
            } else {
                throw new IllegalStateException("an outcome without a way to carry it out: " + outcome);
            }
        }

        private void remove(Outcome.Removal removal) {
            remove.accept(removal.person());
            removal.noted().ifPresent(this::note);
            apply(changes.without(removal.person(), Departure.REMOVED));
        }

        private void answer(Outcome.Answer answer) {
            String person = answer.person();
            Map<String, Record> before = changes.ownOf(by.id());
            Map<String, Record> theirs = changes.ownOf(person);
            note(answer);
            by.answers().remember(id, new Answer.Done());
            changes.ownIfOther(by.id(), before).ifPresent(own -> by.answer(role -> own));
            if (!person.equals(by.id())) {
                changes.ownIfOther(person, theirs)
                        .ifPresent(own -> presence.find(person).ifPresent(other -> presence.say(other, own)));
            }
            answerWithState(by, id);
        }

        private void note(Outcome.Answer answer) {
            Ballots ballots = changes.ballots();
            answer.answer()
                    .ifPresentOrElse(
                            given -> ballots.put(new Ballots.Answer(answer.ballot(), answer.person(), given), most()),
                            () -> ballots.withdraw(answer.ballot(), answer.person()));
        }

        private int most() {
            return activities.of(command) instanceof PerPerson<?> asking ? asking.most() : Integer.MAX_VALUE;
        }

        private void cancel(Outcome.Cancellation cancellation) {
            questions.cancel();
            try {
                apply(cancellation.next());
            } finally {
                timers.resume(changes.state());
            }
        }

        private void goBack(Outcome.GoingBack back) {
            changes.wentBackTo(back.to().seq());
            RoomState undone = activities.undone(changes.state(), back.shown());
            // A beat's scene comes back, or goes, whole: also what undo leaves alone elsewhere.
            Optional<RoomState> scene = activities.sceneUndone(undone, changes.state(), back.shown());
            apply(scene.orElse(undone), scene.isPresent());
        }

        private void apply(RoomState wanted) {
            apply(wanted, command.is(Trait.SETS_SCENE));
        }

        /** @param isScene whether nothing of what was shown is carried to where the cursor is then */
        private void apply(RoomState wanted, boolean isScene) {
            RoomState state = changes.state();
            RoomState next = activities.after(new Transition(command, state, wanted, loop.now()));
            boolean isUndoable = !next.equals(state) && command.is(Trait.UNDOABLE);
            RoomState named = activities.wouldUndo(
                    next,
                    isUndoable ? command.name() : changes.logged().history().command());
            if (named.equals(state)) {
                by.answers().remember(id, new Answer.Done());
                answerWithState(by, id);
                return;
            }
            RoomChanges.Prepared prepared = changes.prepared(named, isScene);
            by.answers().remember(id, new Answer.Done());
            boolean isMove = !RoomChanges.cursor(named).equals(RoomChanges.cursor(state));
            var who = Entry.By.of(by.role(), by.number());
            changes.change(prepared, by.id(), who, command.name(), id, isUndoable);
            if (isMove) {
                conflicts = conflicts.moved(by.id(), changes.seq());
            }
            if (presence.find(by.id()).isEmpty()) {
                answerWithState(by, id);
            }
        }
    }

    /** Carries out the answers to questions. */
    private final class QuestionListener implements PendingQuestions.Listener {
        @Override
        public RoomState state() {
            return changes.state();
        }

        @Override
        public void answered(Sender by, String id, Command.Given<?> given, Outcome outcome) {
            carryOut(by, id, given, outcome);
        }

        @Override
        public void refused(Sender by, String id, Refusal refusal) {
            refuse(by, id, refusal.error());
        }

        @Override
        public void done(Sender by, String id) {
            by.answers().remember(id, new Answer.Done());
            answerWithState(by, id);
        }

        @Override
        public void failed(Refusal refusal) {
            presence.sayToDrivers(Fault.of(refusal.error()));
        }

        @Override
        public void wentOn(Background.Works<?> activity, Background work, RoomState next) {
            try {
                changes.changeIfOther(next);
            } catch (RuntimeException e) {
                LOG.error("A change that background work has made cannot be shown", e);
            }
            timers.again(activity, work, changes.state());
        }

        @Override
        public boolean isWanted(Background.Works<?> activity, Background waiting) {
            return timers.isWanted(activity, waiting, changes.state());
        }
    }

    /** Carries out background work that is due. */
    private void runBackground(Background.Works<?> activity, Background due) {
        due.question()
                .ifPresentOrElse(
                        question -> questions.ask(activity, due, question),
                        () -> changes.changeIfOther(due.change().apply(changes.state())));
    }

    /** Stops background work, cancels open questions and drops what waits, when the room closes. */
    void stop() {
        waiting.clear();
        questions.stop();
        timers.stop();
        changes.stop();
    }
}
