package io.orrery.room;

import io.orrery.room.access.Ability;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.PerPerson.Departure;
import io.orrery.room.activity.RehearsalState;
import io.orrery.room.activity.door.DoorActivity.DoorState;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.front.StateViews;
import io.orrery.room.link.Link;
import io.orrery.room.link.Link.Counted;
import io.orrery.room.log.Log;
import io.orrery.room.log.LogEntry;
import io.orrery.room.log.LoggedState;
import io.orrery.room.people.Presence;
import io.orrery.room.people.Sender;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import io.orrery.tour.Walk;
import io.orrery.wire.Cursor;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage.Own;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The state of a room, and its changes. Each change, whether by a command or by an activity's background work, is made here: it is appended to
 * the log, and told to the fronts.
 */
final class RoomChanges {
    private final Activities activities = Activities.ALL;
    private final Engine engine;
    private final EventLoop loop;
    private final Log log;
    private final Presence presence;
    private final BiConsumer<RoomState, RoomState> changed;
    private final Tally tally;
    private final Afterwards afterwards;
    private Consumer<RoomState> told = any -> {};
    private RoomState state;
    /** What the log says: the state with the number of the last change, and the undo history. */
    private LoggedState logged;

    /** The number of the change that brought the present trace. */
    private long traceSince;

    private boolean isStopped;

    /**
     * @param log to which each change is appended
     * @param answers what people answered before a restart
     * @param store where answers are stored
     * @param firstCount the number of the first counts, which is larger than those of owners before
     * @param presence the people who are told what happens
     * @param changed is given the states before and after a change, of which nobody has been told yet
     */
    RoomChanges(
            Engine engine,
            EventLoop loop,
            Log log,
            LoggedState first,
            List<Ballots.Answer> answers,
            Ballots.Store store,
            long firstCount,
            Presence presence,
            BiConsumer<RoomState, RoomState> changed) {
        this.engine = engine;
        this.loop = loop;
        this.log = log;
        this.logged = first;
        this.state = first.state();
        this.traceSince = first.seq();
        this.presence = presence;
        this.changed = changed;
        this.tally = new Tally(Afterwards.withoutLines(answers), store, loop, firstCount, this::counted);
        this.afterwards = new Afterwards(answers, store);
    }

    private void counted() {
        presence.tell(counts());
        if (!isStopped) {
            told.accept(state);
        }
    }

    /** Plans what follows each change, and new answers of people, once everybody has been told of it. */
    void whenTold(Consumer<RoomState> plan) {
        told = plan;
    }

    RoomState state() {
        return state;
    }

    /** Tells people the counts of answers at once. */
    void tellCounts() {
        tally.tell();
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

    /** The presentation begins, or people have come after the room was empty for long: what changes from now on is another session. */
    void beginSession() {
        logged = logged.nextSession();
    }

    /** Undo has taken back the change of this number, with all later ones. */
    void wentBackTo(long seq) {
        logged = logged.wentBackTo(seq);
    }

    /** The number of the change that brought the present trace. */
    long traceSince() {
        return traceSince;
    }

    Ballots ballots() {
        return tally.ballots();
    }

    /** Whether people are invented, of whom nothing is kept. */
    private static boolean isRehearsed(RoomState state) {
        return RehearsalState.PART.of(state).isOn();
    }

    /** Keeps that somebody has just given a signal. */
    void signalled(String signal) {
        if (!isRehearsed(state)) {
            afterwards.signal(signal, cursor(state).step(), loop.now());
        }
    }

    /** Keeps that a command was done which made no entry. */
    void did(Sender by, String id) {
        if (by.number() > 0) {
            afterwards.did(by.id(), id, loop.now());
        }
    }

    /** Whether a command was done, by this owner of the room or by one before. */
    boolean isDone(Sender by, String id) {
        return logged.isDone(by.number(), id) || (by.number() > 0 && afterwards.isDone(by.id(), id, loop.now()));
    }

    /** What is kept of what has ended. */
    Afterwards afterwards() {
        return afterwards;
    }

    /** Whether new people from a network are kept out. */
    boolean keepsOut(String network) {
        return tally.ballots()
                .answer(DoorState.PART.of(state).ballot(), network)
                .isPresent();
    }

    /** Whether a sender belongs to the party that drives. */
    boolean isDrivenBy(Sender sender) {
        return !sender.abilities().equals(Ability.EVERYBODY)
                && DriverState.PART.of(state).isHeldBy(sender.party());
    }

    /** Makes a change that no person asked for, unless the state is the same, or the room has closed. */
    void changeIfOther(RoomState next) {
        if (!isStopped && !next.equals(state)) {
            change(prepared(next, false), "", LogEntry.By.ROOM, "", "", false);
        }
    }

    /**
     * Updates who drives when the driver, or somebody who could take control, has come or gone.
     *
     * @param audience how many pages are there that may not drive
     */
    void attended(boolean isDriverHere, boolean isAnyoneHere, int audience) {
        changeIfOther(state.update(DriverState.PART, driver -> driver.attended(isDriverHere, isAnyoneHere, loop.now()))
                .update(RehearsalState.PART, rehearsal -> rehearsal.among(audience)));
    }

    /** Ends the rehearsal of a driver who is gone. */
    void endRehearsal() {
        changeIfOther(state.with(RehearsalState.PART, RehearsalState.NONE));
    }

    /** Takes a person who has been away for too long out of the state. */
    void departed(String person) {
        changeIfOther(without(person, Departure.AWAY));
    }

    /** Changes to a state without keeping anything of what was before: undo reaches no further back, and what is stored next has the whole state. */
    void forgetBefore(RoomState next) {
        logged = logged.withoutPast();
        change(prepared(activities.wouldUndo(next, ""), false), "", LogEntry.By.ROOM, "", "", false);
    }

    /** The state after a person has left, whose answers are deleted as far as they are not kept. */
    RoomState without(String person, Departure why) {
        return activities.departed(state, person, why, tally.ballots());
    }

    /** A state that the room can change to. All that can fail has been done: a change is made as a whole, or not at all. */
    record Prepared(RoomState next, Optional<Counted> counts) {}

    /** @param isScene whether nothing of what was shown is carried to where the cursor is then */
    Prepared prepared(RoomState wanted, boolean isScene) {
        boolean isMoved = !isScene && !cursor(wanted).equals(cursor(state));
        RoomState moved = isMoved ? activities.moved(state, wanted, engine) : wanted;
        walk(moved);
        boolean endsRehearsal = RehearsalState.ends(state, moved);
        RoomState next = endsRehearsal ? activities.rehearsed(moved, tally.ballots()) : moved;
        if (!endsRehearsal && !activities.isOtherForCounts(state, next)) {
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
    void change(Prepared prepared, String by, LogEntry.By who, String command, String id, boolean isUndoable) {
        RoomState before = state;
        RoomState next = prepared.next();
        Map<String, Record> own = ownOf(by);
        double now = loop.now();
        if (activities.beginsSession(before, next)) {
            beginSession();
        }
        LogEntry entry = logged.change(now, now + presence.startDelay(), who, command, id, isUndoable, next);
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
        changed.accept(before, next);
        tellIfOther(by, own);
        boolean isMove = !cursor(next).equals(cursor(before));
        presence.tell(
                new Link.EntryMessage(entry.seq(), entry.start(), entry.changed(), prepared.counts(), by, id), isMove);
        if (!isRehearsed(before)) {
            afterwards.ended(activities.ended(before, next, tally.ballots()), now);
        }
        tally.ballots().keepOnly(activities.ballots(next));
        if (isRehearsed(before) != isRehearsed(next)) {
            tally.ballots().hold(isRehearsed(next) ? InventedPerson::isIn : any -> false);
        }
        told.accept(next);
    }

    /** What a person is sent of their own answers, by part of the state. */
    Map<String, Record> ownOf(String person) {
        return activities.ownOf(person, state, tally.ballots());
    }

    /** Does some work, and tells these people, as far as they are here, what of their own is another one by it. @param people their ids */
    void tellingOwn(Set<String> people, Runnable work) {
        Map<String, Map<String, Record>> before =
                people.stream().collect(Collectors.toMap(person -> person, this::ownOf));
        work.run();
        before.forEach(this::tellIfOther);
    }

    private void tellIfOther(String person, Map<String, Record> before) {
        Map<String, Record> now = ownOf(person);
        if (!now.equals(before)) {
            presence.find(person).ifPresent(page -> presence.say(page, new Own(now)));
        }
    }

    static Cursor cursor(RoomState state) {
        return WalkState.PART.of(state).cursor();
    }

    /** The present state as a role sees it, JSON. */
    String json(Role role) {
        return new StateViews(state, walk(state), counts().byBallot()).json(role);
    }

    /** The room closes. */
    void stop() {
        isStopped = true;
        activities.changed(state, Optional.empty(), engine);
    }
}
