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
import io.orrery.room.activity.door.DoorState;
import io.orrery.room.activity.driver.DriverState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.front.StateViews;
import io.orrery.room.link.Link;
import io.orrery.room.link.Link.Counted;
import io.orrery.room.log.Entry;
import io.orrery.room.log.Log;
import io.orrery.room.log.LoggedState;
import io.orrery.room.people.Answers.Answer;
import io.orrery.room.people.Participant;
import io.orrery.room.people.Presence;
import io.orrery.room.people.Sender;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import io.orrery.tour.Walk;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.Cursor;
import io.orrery.wire.MalformedException;
import io.orrery.wire.ServerMessage.Fault;
import io.orrery.wire.ServerMessage.Own;
import io.orrery.wire.ServerMessage.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks each command against its declaration and carries out its outcome. All changes of the room's state are made
 * here, whether by a command or by an activity's background work.
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
    private final Listener listener;
    private final PendingQuestions questions;
    private final BackgroundTimers timers;
    private final WaitingCommands waiting;
    private final Tally tally;
    private final Log log;
    private RoomState state;
    /** What the log says: the state with the number of the last change, and the undo history. */
    private LoggedState logged;

    private ConflictCheck conflicts = ConflictCheck.NONE;
    /** The number of the change that brought the present trace. */
    private long traceSince;

    private boolean isStopped;

    /** The room, which logs and stores changes. */
    interface Listener extends Ballots.Store {
        /** The state has changed; nobody has been told yet. */
        void changed(Change change);

        /** Removes a person from the room for good. @param person the person's id */
        void remove(String person);
    }

    /** A change of the state. */
    record Change(RoomState before, RoomState after) {}

    /**
     * @param log to which each change is appended
     * @param answers what people answered before a restart
     * @param presence the people who are told what happens
     */
    CommandProcessor(
            Engine engine,
            EventLoop loop,
            Log log,
            LoggedState first,
            List<Ballots.Answer> answers,
            Presence presence,
            Listener listener) {
        this.engine = engine;
        this.loop = loop;
        this.presence = presence;
        this.listener = listener;
        this.log = log;
        this.logged = first;
        this.state = first.state();
        this.tally = new Tally(answers, listener, loop, () -> presence.tell(counts()));
        this.traceSince = first.seq();
        this.waiting = new WaitingCommands(loop);
        this.questions = new PendingQuestions(loop, new QuestionListener());
        this.timers = new BackgroundTimers(activities.working(), engine, loop, this::runBackground);
        loop.execute(() -> timers.plan(state));
    }

    RoomState state() {
        return state;
    }

    /** The counts of answers with which the state is shown. */
    Counted counts() {
        return tally.announced();
    }

    long seq() {
        return logged.seq();
    }

    LoggedState logged() {
        return logged;
    }

    /** People have come after the room was empty for long: what changes from now on is another session. */
    void beginSession() {
        logged = logged.nextSession();
    }

    /** What a person is sent of their own answers, by part of the state. */
    Map<String, Record> ownOf(String person) {
        return own(person, state);
    }

    /** Whether new people from a network are kept out. */
    boolean keepsOut(String network) {
        return tally.ballots()
                .answer(DoorState.PART.of(state).ballot(), network)
                .isPresent();
    }

    /** Whether a sender belongs to the party at the wheel. */
    boolean isDrivenBy(Sender sender) {
        return !sender.abilities().equals(Ability.EVERYBODY)
                && DriverState.PART.of(state).isHeldBy(sender.party());
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
        } else if (logged.isDone(by.number(), request.id())) {
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
                state,
                logged.history(),
                new Invocation.By(by.id(), by.party(), by.role()),
                at >= traceSince,
                loop.now(),
                presence::startDelay,
                questions.commands(),
                id -> presence.find(id).map(Participant::present),
                tally.ballots(),
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
        return command.is(Trait.DEPENDS_ON_VIEW) && (at > seq() || conflicts.isOvertaken(by.id(), at));
    }

    private void refuse(Sender by, String id, DomainError error) {
        var refused = Refused.of(id, error);
        by.answers().remember(id, new Answer.No(refused));
        by.answer(role -> refused);
    }

    /** Answers a command that was accepted with the present state, because nobody was told of a change, or the sender is not among those who were. */
    private void answerWithState(Sender by, String id) {
        by.done(seq(), id, role -> new StateViews(state, walk(state), counts().byBallot()).json(role));
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
                logged = logged.wentBackTo(loss.entry().seq());
                refuse(by, id, loss.refusal().error());
            } else if (outcome instanceof Outcome.Instead instead) {
                CommandProcessor.this.carryOut(by, id, instead.given(), instead.outcome());
            } else {
                throw new IllegalStateException("an outcome without a way to carry it out: " + outcome);
            }
        }

        private void remove(Outcome.Removal removal) {
            listener.remove(removal.person());
            removal.noted().ifPresent(this::note);
            apply(without(removal.person(), Departure.REMOVED));
        }

        private void answer(Outcome.Answer answer) {
            Map<String, Record> before = own(by.id(), state);
            note(answer);
            by.answers().remember(id, new Answer.Done());
            ownIfOther(by.id(), before).ifPresent(own -> by.answer(role -> own));
            answerWithState(by, id);
        }

        private void note(Outcome.Answer answer) {
            Ballots ballots = tally.ballots();
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
                timers.resume(state);
            }
        }

        private void goBack(Outcome.GoingBack back) {
            logged = logged.wentBackTo(back.to().seq());
            RoomState undone = activities.undone(state, back.shown());
            // A beat's scene comes back, or goes, whole: also what undo leaves alone elsewhere.
            Optional<RoomState> scene = activities.sceneUndone(undone, state, back.shown());
            apply(scene.orElse(undone), scene.isPresent());
        }

        private void apply(RoomState wanted) {
            apply(wanted, command.is(Trait.SETS_SCENE));
        }

        /** @param isScene whether nothing of what was shown is carried to where the cursor is then */
        private void apply(RoomState wanted, boolean isScene) {
            RoomState next = activities.after(new Transition(command, state, wanted, loop.now()));
            boolean isUndoable = !next.equals(state) && command.is(Trait.UNDOABLE);
            RoomState named = activities.wouldUndo(
                    next, isUndoable ? command.name() : logged.history().command());
            if (named.equals(state)) {
                by.answers().remember(id, new Answer.Done());
                answerWithState(by, id);
                return;
            }
            Prepared prepared = prepared(named, isScene);
            by.answers().remember(id, new Answer.Done());
            boolean isMove = !cursor(named).equals(cursor(state));
            var who = Entry.By.of(by.role(), by.number());
            CommandProcessor.this.change(prepared, by.id(), who, command.name(), id, isUndoable);
            if (isMove) {
                conflicts = conflicts.moved(by.id(), seq());
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
            return CommandProcessor.this.state;
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
                changeIfOther(next);
            } catch (RuntimeException e) {
                LOG.error("A change that background work has made cannot be shown", e);
            }
            timers.again(activity, work, state);
        }

        @Override
        public boolean isWanted(Background.Works<?> activity, Background waiting) {
            return timers.isWanted(activity, waiting, state);
        }
    }

    /** Carries out background work that is due. */
    private void runBackground(Background.Works<?> activity, Background due) {
        due.question()
                .ifPresentOrElse(
                        question -> questions.ask(activity, due, question),
                        () -> changeIfOther(due.change().apply(state)));
    }

    /** Makes a change that no person asked for, unless the state is the same, or the room has closed. */
    private void changeIfOther(RoomState next) {
        if (!isStopped && !next.equals(state)) {
            change(prepared(next, false), "", Entry.By.ROOM, "", "", false);
        }
    }

    /** Updates the wheel when the driver, or somebody who could take the wheel, has come or gone. */
    void attended(boolean isDriverHere, boolean isAnyoneHere) {
        changeIfOther(state.update(DriverState.PART, wheel -> wheel.attended(isDriverHere, isAnyoneHere, loop.now())));
    }

    /** Takes a person who has been away for too long out of the state. */
    void departed(String person) {
        changeIfOther(without(person, Departure.AWAY));
    }

    /** The state after a person has left, whose answers are deleted as far as they are not kept. */
    private RoomState without(String person, Departure why) {
        return activities.departed(state, person, why, tally.ballots());
    }

    /** A state that the room can change to. All that can fail has been done: a change is made as a whole, or not at all. */
    private record Prepared(RoomState next, Optional<Counted> counts) {}

    /** @param isScene whether nothing of what was shown is carried to where the cursor is then */
    private Prepared prepared(RoomState wanted, boolean isScene) {
        boolean isMoved = !isScene && !cursor(wanted).equals(cursor(state));
        RoomState next = isMoved ? activities.moved(state, wanted, engine) : wanted;
        walk(next);
        if (!activities.isOtherForCounts(state, next)) {
            return new Prepared(next, Optional.empty());
        }
        tally.announceNow();
        return new Prepared(next, Optional.of(counts()));
    }

    /** The walk through the steps of a state's model. Fails if the model is gone. */
    private Walk walk(RoomState of) {
        return engine.walk(WalkState.PART.of(of).trace().model());
    }

    /** @param by the id of the person who made the change; empty if the room changed by itself */
    private void change(Prepared prepared, String by, Entry.By who, String command, String id, boolean isUndoable) {
        RoomState before = state;
        RoomState next = prepared.next();
        Map<String, Record> own = own(by, before);
        double now = loop.now();
        Entry entry = logged.change(now, now + presence.startDelay(), who, command, id, isUndoable, next);
        log.append(logged.seq(), entry);
        logged = logged.after(entry);
        state = next;
        boolean isNewTrace = !WalkState.PART
                .of(next)
                .trace()
                .id()
                .equals(WalkState.PART.of(before).trace().id());
        traceSince = isNewTrace ? seq() : traceSince;
        activities.changed(before, Optional.of(next), engine);
        listener.changed(new Change(before, next));
        ownIfOther(by, own).ifPresent(other -> presence.find(by).ifPresent(maker -> presence.say(maker, other)));
        boolean isMove = !cursor(next).equals(cursor(before));
        presence.tell(new Link.Entry(entry.seq(), entry.start(), entry.changed(), prepared.counts(), by, id), isMove);
        tally.ballots().keepOnly(activities.ballots(next));
        timers.plan(next);
    }

    private Map<String, Record> own(String person, RoomState in) {
        return activities.ownOf(person, in, tally.ballots());
    }

    /** The private part of the state of a person, if it is other than before. Only a person's own commands change it. */
    private Optional<Own> ownIfOther(String person, Map<String, Record> before) {
        Map<String, Record> now = own(person, state);
        return now.equals(before) ? Optional.empty() : Optional.of(new Own(now));
    }

    private static Cursor cursor(RoomState state) {
        return WalkState.PART.of(state).cursor();
    }

    /** Stops background work, cancels open questions and drops what waits, when the room closes. */
    void stop() {
        isStopped = true;
        waiting.clear();
        questions.stop();
        timers.stop();
        activities.changed(state, Optional.empty(), engine);
    }
}
