package io.orrery.room;

import io.orrery.error.ClusterError;
import io.orrery.error.DomainError;
import io.orrery.error.RoomError;
import io.orrery.error.StorageError;
import io.orrery.room.access.Grant;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.PerPerson.Departure;
import io.orrery.room.activity.RecordingState;
import io.orrery.room.activity.door.DoorActivity.DoorState;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.delivery.Connection;
import io.orrery.room.engine.Engine;
import io.orrery.room.front.ClientSession;
import io.orrery.room.front.Front;
import io.orrery.room.link.Link;
import io.orrery.room.log.LoggedState;
import io.orrery.room.people.KnownPeople;
import io.orrery.room.people.KnownPeople.Met;
import io.orrery.room.people.Participant;
import io.orrery.room.people.Person;
import io.orrery.room.people.PointerLane;
import io.orrery.room.people.Presence;
import io.orrery.room.people.Sender;
import io.orrery.room.recording.Recorder;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.room.storage.Tenure;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Json;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage.Fault;
import io.orrery.wire.ServerMessage.Own;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The owner of a room: its keys, its state, and who is in it. It admits people, performs their commands, and tells its fronts what happens;
 * what pages are sent is each front's matter. {@link Presence} knows who is here; {@link CommandProcessor} checks commands, {@link RoomChanges} has the state. One
 * {@link Front} is in this process, and is told by calls.
 */
public final class Room implements OpenRoom {
    /** After this long away a person is taken out of the state, ms. A phone that slept is back sooner. */
    static final double AWAY_MS = 60_000;

    /** A session ends when the room has been empty for this long, ms. */
    static final double SESSION_MS = 3_600_000;

    private static final double CHECK_MS = 1000;

    /** Each owner has so many bits for the numbers that go on over owners. */
    private static final int OWNERS_SHIFT = 32;

    private final RoomCode code;
    private final RoomLog log;
    private final boolean openedByServer;
    private final Optional<DomainError> notice;
    /** The parties who have been told the notice. */
    private final Set<String> told = new HashSet<>();

    private final Storage storage;
    private final Tenure tenure;
    private volatile Keys keys;
    private volatile double emptySince;
    private volatile boolean entered;
    private volatile int headCount;
    private volatile String address;
    private volatile LoggedState logged;
    private final EventLoop loop;
    private final String epoch;
    private final CommandProcessor processor;
    private final RoomChanges changes;
    private final Presence presence;
    private final PointerLane pointer;
    private final KnownPeople known;
    private final int most;
    private final Front front;
    /** What activities list, by part and role, as bytes of JSON. */
    private final Map<String, Optional<byte[]>> lists = new HashMap<>();
    /** The numbers of the state and of the counts that these are of. */
    private ListsOf listsOf = new ListsOf(0, 0);

    private record ListsOf(long seq, long counts) {}

    private Optional<Recorder> recorder = Optional.empty();
    private long visits;
    /** Whether those who may drive know that what changes cannot be written at present. */
    private boolean changesWait;

    private boolean closed;
    /** Whether another server owns the room from now on. */
    private boolean isGivenAway;

    /**
     * Opens a room, or reopens a saved one.
     *
     * @param first the state to start from; its traces must have been computed in this process
     * @param notice a message for those who may drive, sent to each of them once; empty for what the storage has to say
     * @param most the most people without a key, whatever the presenter sets
     * @param own the loop with the clock of this server
     * @param storage keeps every change
     * @param secrets generates the room's epoch and the secrets by which people are recognised
     * @param links the link to the front in this process
     * @param front uses the same loop, and may have people already
     */
    Room(
            SavedRoom saved,
            LoggedState first,
            Optional<DomainError> notice,
            int most,
            Engine engine,
            EventLoop own,
            Storage storage,
            Supplier<String> secrets,
            BiFunction<Room, Link.Front, Link.Owner> links,
            Front front) {
        this.code = saved.code();
        this.log = new RoomLog(code);
        this.keys = saved.keys();
        this.openedByServer = saved.openedByServer();
        this.emptySince = saved.usedAt();
        this.entered = !saved.people().isEmpty();
        this.notice = notice.or(() -> storage.damage(saved.code()));
        this.most = most;
        this.storage = storage;
        this.tenure = storage.tenure(saved.code());
        this.loop = own.ahead(tenure.ahead()).within(tenure::together);
        this.epoch = tenure.run().isEmpty() ? secrets.get() : tenure.run();
        this.visits = tenure.number() << OWNERS_SHIFT;
        this.known = new KnownPeople(saved, storage, secrets);
        this.presence = new Presence(loop, () -> WalkState.PART.of(state()).cursor(), first.seq());
        this.pointer = new PointerLane(presence::tell);
        this.address = Activities.ALL.address(first.state());
        this.logged = first;
        this.changes = new RoomChanges(
                engine,
                loop,
                storage.log(code),
                first,
                saved.answers(),
                storage.answers(code),
                (tenure.number() << OWNERS_SHIFT) + 1,
                presence,
                this::changed);
        this.processor = new CommandProcessor(engine, loop, presence, changes, this::remove);
        this.front = front;
        loop.execute(() -> {
            front.follow(links.apply(this, front));
            recorder = Optional.of(new Recorder(
                    code,
                    engine,
                    loop,
                    storage.recordings(),
                    changes.ballots(),
                    this::recordingEnded,
                    why -> presence.sayToDrivers(Fault.of(why)),
                    newest()));
            presence.follows(tenure.confirmed(recorder.get(), loop));
        });
        loop.execute(this::closeExpired);
        loop.after(AWAY_MS, () -> known.all().forEach(this::forgetIfAway));
    }

    @Override
    public RoomCode code() {
        return code;
    }

    /** Starts a session for a connection that has been opened. May be called from any thread. */
    public ClientSession connect(Connection connection) {
        return front.connect(connection);
    }

    /** Connects a front, which begins to follow the room by the link. */
    Link.Owner link(Link.Front to) {
        return new FrontLink(to);
    }

    /** Performs a command, in the room's thread. */
    void perform(Sender by, CommandRequest request) {
        processor.perform(by, request);
    }

    @Override
    public boolean isOpenedByServer() {
        return openedByServer;
    }

    /** The keys that admit people to the room. May be called from any thread. */
    public Keys keys() {
        return keys;
    }

    /** The number of people present. May be called from any thread. */
    public int headCount() {
        return headCount;
    }

    /** Whether anybody has ever entered the room. May be called from any thread. */
    boolean wasEntered() {
        return entered;
    }

    /** The address of the room: scheme, host and port; empty until it is known. May be called from any thread. */
    public String address() {
        return address;
    }

    /** What the room's log says. May be called from any thread. */
    LoggedState logged() {
        return logged;
    }

    /** The content ids of the models that the room shows or can go back to. May be called from any thread. */
    public Set<String> models() {
        return logged.models();
    }

    @Override
    public <S extends Record> S part(StatePart<S> part) {
        return part.of(logged.state());
    }

    /**
     * The time since which the room has been empty, ms of the room's clock; infinite while somebody is present. May
     * be called from any thread.
     */
    public double emptySince() {
        return emptySince;
    }

    /**
     * Replaces the keys, and closes the connections of the role whose key was replaced. May be called from any thread.
     */
    void rekey(Keys next, Role replaced) {
        keys = next;
        loop.execute(() -> List.copyOf(presence.all()).stream()
                .filter(participant -> participant.role() == replaced)
                .forEach(participant -> close(participant, CloseCode.NOT_ALLOWED)));
    }

    /** Takes in keys that another server has changed. May be called from any thread. */
    void rekey(Keys next) {
        if (next.equals(keys)) {
            return;
        }
        for (Role role : Role.values()) {
            if (!next.newest(role).equals(keys.newest(role))) {
                rekey(next, role);
            }
        }
        keys = next;
    }

    /**
     * Closes all connections for a restart; pages reconnect. May be called from any thread.
     *
     * @return completes when all connections have been closed
     */
    public CompletionStage<Void> close() {
        return close(CloseCode.RESTART);
    }

    /** Closes all connections, and the room. @param why what pages are told */
    CompletionStage<Void> close(CloseCode why) {
        return stored(CompletableFuture.runAsync(
                () -> {
                    storage.used(code, Math.min(emptySince, loop.now()));
                    closed = true;
                    processor.stop();
                    presence.tell(new Link.Ended(why));
                },
                loop::execute));
    }

    /** Stops without a word, for another server owns the room from now on: its fronts follow that one then. May be called from any thread. */
    CompletionStage<Void> giveAway() {
        return stored(CompletableFuture.runAsync(
                () -> {
                    if (!closed) {
                        closed = true;
                        isGivenAway = true;
                        processor.stop();
                        recorder.ifPresent(following -> following.hear(new Link.Ended(CloseCode.RESTART)));
                        presence.end();
                    }
                },
                loop::execute));
    }

    /** Completes one turn of the room after a task: all that the task decided is in the storage then, for others to read. */
    private <T> CompletableFuture<T> stored(CompletableFuture<T> task) {
        return task.thenApplyAsync(result -> result, loop::execute);
    }

    /** The loop in which the room does everything, with the room's clock. */
    EventLoop loop() {
        return loop;
    }

    @Override
    public boolean isDrivers(String key) {
        return keys.driver(key, loop.now()).isPresent();
    }

    @Override
    public boolean isMovedBy(String key) {
        return keys.moves(key, loop.now());
    }

    @Override
    public void asked(String address) {
        loop.execute(() -> recorder.ifPresent(following -> following.asked(address)));
    }

    @Override
    public CompletableFuture<Optional<byte[]>> list(String part, String me) {
        return CompletableFuture.supplyAsync(
                () -> known.find(Optional.of(me)).flatMap(presence::find).flatMap(by -> list(part, by.role())),
                loop::execute);
    }

    /**
     * What is kept of the room for afterwards. May be called from any thread.
     *
     * @param days how long it is kept
     * @param areNamed whether names and ids of people are given out
     */
    CompletableFuture<Afterwards.Report> afterwards(int days, boolean areNamed) {
        return CompletableFuture.supplyAsync(
                () -> changes.afterwards()
                        .report(
                                code.text(),
                                loop.now(),
                                days,
                                areNamed,
                                state(),
                                changes.ballots(),
                                known.all().stream().map(Person::saved)),
                loop::execute);
    }

    /**
     * Erases what a person gave, or everybody: names, answers, what they wrote, and all earlier states of the room, which may have shown it. May be called from any thread.
     *
     * @param person the id of a person; empty for everybody
     * @return why it cannot be erased now; empty if it is
     */
    CompletableFuture<Optional<DomainError>> erase(String person) {
        return stored(CompletableFuture.supplyAsync(
                () -> {
                    RecordingState recorded = RecordingState.PART.of(state());
                    if (recorded.on() && recorded.people()) {
                        return Optional.of(new RoomError.StillRecorded());
                    }
                    if (Afterwards.isShown(person, state(), changes.ballots())) {
                        return Optional.of(new RoomError.TextOfPersonShown());
                    }
                    // What names invented people is not stored while they are there, so nothing of it could be erased
                    // there.
                    changes.endRehearsal();
                    Set<String> here =
                            presence.all().stream().map(Participant::id).collect(Collectors.toSet());
                    changes.tellingOwn(here, () -> {
                        known.erase(id -> person.isEmpty() || id.equals(person), presence);
                        changes.forgetBefore(changes.afterwards().erased(person, state(), changes.ballots()));
                        if (person.isEmpty()) {
                            changes.afterwards().clear();
                        }
                    });
                    presence.planPeople();
                    return Optional.empty();
                },
                loop::execute));
    }

    /** Erases what is kept for too long, and people who were not here for so long. May be called from any thread. @param oldest ms */
    void prune(double oldest) {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            Activities.ALL.prune(state(), changes.ballots(), oldest);
            changes.afterwards().prune(oldest).forEach(person -> {
                known.erase(person::equals, presence);
                changes.changeIfOther(changes.without(person, Departure.REMOVED));
            });
        });
    }

    /** All who ask between two changes are sent the same bytes. */
    private Optional<byte[]> list(String part, Role role) {
        var now = new ListsOf(changes.seq(), changes.counts().number());
        if (!now.equals(listsOf)) {
            lists.clear();
            listsOf = now;
        }
        return lists.computeIfAbsent(
                part + " " + role,
                any -> Activities.ALL
                        .list(part, role, state(), changes.counts().byBallot())
                        .map(Json::bytes));
    }

    /** Why a person may not enter. People with a key always may. */
    private Optional<CloseCode> refusal(Link.Join join) {
        Hello hello = join.hello();
        Optional<Person> before = known.find(hello.me());
        Optional<Participant> here = before.flatMap(presence::find);
        if (join.visit() > 0
                && here.filter(newer -> newer.visit() > join.visit()).isPresent()) {
            return Optional.of(CloseCode.REPLACED);
        }
        if (before.filter(Person::isKicked).isPresent()) {
            return Optional.of(CloseCode.KICKED);
        }
        if (hello.key().flatMap(key -> keys.grant(key, loop.now())).isPresent()) {
            return Optional.empty();
        }
        DoorState door = DoorState.PART.of(state());
        if (before.isEmpty() && door.locked()) {
            return Optional.of(CloseCode.LOCKED);
        }
        if (before.isEmpty() && changes.keepsOut(join.network())) {
            return Optional.of(CloseCode.KEPT_OUT);
        }
        return here.isPresent() || presence.audience() < door.capacity(most)
                ? Optional.empty()
                : Optional.of(CloseCode.FULL);
    }

    private RoomState state() {
        return changes.state();
    }

    private void recordingEnded(DomainError why) {
        changes.changeIfOther(state().with(RecordingState.PART, RecordingState.NONE));
        presence.sayToDrivers(Fault.of(why));
    }

    private Link.Newest newest() {
        return new Link.Newest(epoch, changes.seq(), state().parts(), changes.counts(), pointer.said());
    }

    private void lookForDriver() {
        boolean isDriverHere = presence.drivers().stream().anyMatch(changes::isDrivenBy);
        changes.attended(isDriverHere, !presence.drivers().isEmpty(), presence.audience());
    }

    private void forgetIfAway(Person person) {
        if (!closed && !presence.has(person)) {
            changes.departed(person.id());
            if (presence.drivers().stream().noneMatch(changes::isDrivenBy)) {
                changes.endRehearsal();
            }
        }
    }

    private void closeExpired() {
        List.copyOf(presence.all()).stream()
                .filter(page -> page.isOver(loop.now()))
                .forEach(page -> close(page, CloseCode.NOT_ALLOWED));
        tellWhetherChangesAreKept();
        recorder.ifPresent(Recorder::check);
        if (!closed) {
            loop.after(CHECK_MS, this::closeExpired);
        }
    }

    /** What is not stored is shown all the same, unless another server may become the owner. */
    private DomainError changesWait() {
        return tenure.number() > 0 ? new ClusterError.RoomWaits() : new StorageError.ChangesWait();
    }

    private void tellWhetherChangesAreKept() {
        if (storage.isFailing() != changesWait) {
            changesWait = !changesWait;
            presence.sayAtOnceToDrivers(Fault.of(changesWait ? changesWait() : new StorageError.ChangesKeptAgain()));
        }
    }

    private void close(Participant page, CloseCode why) {
        page.front().hear(new Link.Closed(page.page(), why));
        // A front on another node says so later.
        left(page);
    }

    /** A person's page is gone; the person may come back. */
    private void left(Participant participant) {
        if (!presence.leave(participant)) {
            return;
        }
        headCount = presence.size();
        if (participant.role().mayDrive()) {
            log.left(participant.role(), headCount);
        }
        known.left(participant.person(), presence);
        if (changes.isDrivenBy(participant)) {
            pointer.putAway();
        }
        if (presence.isEmpty()) {
            emptySince = loop.now();
            storage.used(code, emptySince);
        }
        loop.after(AWAY_MS, () -> forgetIfAway(participant.person()));
        lookForDriver();
        presence.planPeople();
    }

    /** The owner's end of the link to a front. */
    private final class FrontLink implements Link.Owner {
        private final Link.Front front;
        /** The pages that were admitted, by their numbers at the front. */
        private final Map<Long, Participant> pages = new HashMap<>();

        FrontLink(Link.Front front) {
            this.front = tenure.confirmed(front, loop);
        }

        @Override
        public void hear(Link.FromFront said) {
            if (!isGivenAway) {
                tenure.together(() -> hears(said));
            }
        }

        private void hears(Link.FromFront said) {
            if (said instanceof Link.Command command) {
                by(command.page()).ifPresent(page -> perform(page, command.request()));
            } else if (said instanceof Link.Follow asked) {
                follow(asked);
            } else if (said instanceof Link.Join join) {
                admit(join);
            } else if (said instanceof Link.Left gone) {
                Optional.ofNullable(pages.remove(gone.page())).ifPresent(Room.this::left);
            } else if (said instanceof Link.Pointed pointed) {
                by(pointed.page()).ifPresent(page -> points(page, pointed.point()));
            } else if (said instanceof Link.Renamed renamed) {
                by(renamed.page()).ifPresent(page -> renames(page.person(), renamed.name()));
            } else if (said instanceof Link.PeopleChanged) {
                presence.planPeople();
            } else if (said instanceof Link.Ping ping) {
                front.hear(new Link.Pong(ping.t(), loop.now()));
            }
        }

        @Override
        public void lost() {
            presence.lost(front);
            if (isGivenAway) {
                return;
            }
            List.copyOf(pages.values()).forEach(Room.this::left);
            pages.clear();
        }

        /** The person with this page, if it is the person's newest. */
        private Optional<Participant> by(long page) {
            return Optional.ofNullable(pages.get(page))
                    .filter(by -> presence.find(by.person()).filter(by::equals).isPresent());
        }

        private void follow(Link.Follow asked) {
            if (closed) {
                front.hear(new Link.Ended(CloseCode.RESTART));
                return;
            }
            presence.follows(front);
            front.hear(newest());
            asked.pages().forEach(this::admit);
        }

        private void admit(Link.Join join) {
            if (pages.containsKey(join.page())) {
                // The front asks twice, and has its answer.
                return;
            }
            Optional<Grant> grant = join.hello().key().flatMap(key -> keys.grant(key, loop.now()));
            Optional<Role> role = Keys.role(join.hello().view(), grant);
            if (role.isEmpty()) {
                log.wrongKey();
            }
            role.map(known -> refusal(join))
                    .orElse(Optional.of(CloseCode.NOT_ALLOWED))
                    .ifPresentOrElse(
                            why -> front.hear(new Link.Closed(join.page(), why)),
                            () -> welcome(join, role.get(), grant));
        }

        private void welcome(Link.Join join, Role role, Optional<Grant> grant) {
            Hello hello = join.hello();
            Met met = known.meet(hello.me(), role == Role.REMOTE);
            Person person = met.person();
            presence.find(person).ifPresent(older -> close(older, CloseCode.REPLACED));
            if (!hello.name().isEmpty()) {
                person.rename(hello.name());
            }
            known.keep(person);
            changes.afterwards().sees(person.id(), loop.now());
            Optional<Grant> shown = grant.filter(key -> role.needsKey());
            var participant = new Participant(
                    person,
                    presence,
                    front,
                    join.page(),
                    join.visit() > 0 && tenure.number() > 0 ? join.visit() : ++visits,
                    hello.view(),
                    role,
                    shown,
                    join.network());
            pages.put(join.page(), participant);
            presence.enter(participant);
            headCount = presence.size();
            if (loop.now() - emptySince > SESSION_MS) {
                changes.beginSession();
            }
            emptySince = Double.POSITIVE_INFINITY;
            entered = true;
            if (role.mayDrive()) {
                log.came(role, headCount);
            }
            presence.welcome(participant, met.secret(), met.before());
            Map<String, Record> own = changes.ownOf(person.id());
            if (!own.isEmpty()) {
                presence.say(participant, new Own(own));
            }
            if (role.mayDrive() && notice.isPresent() && told.add(participant.party())) {
                presence.say(participant, Fault.of(notice.get()));
            }
            if (role.mayDrive() && changesWait) {
                presence.say(participant, Fault.of(changesWait()));
            }
            lookForDriver();
            presence.planPeople();
        }
    }

    /** Only the driver's pointer is shown. */
    private void points(Participant by, Point point) {
        if (changes.isDrivenBy(by)) {
            pointer.take(by.id(), point, Activities.ALL.isCameraShared(state()));
        }
    }

    private void renames(Person person, String name) {
        person.choose(name);
        known.keep(person);
        presence.planPeople();
    }

    /** Logs a change, and lets what belongs to the driver end with the driver. */
    private void changed(RoomState before, RoomState after) {
        address = Activities.ALL.address(after);
        logged = changes.logged();
        log.changed(before, after, headCount);
        if (!DriverState.PART.of(after).isHeldBy(DriverState.PART.of(before).holder())) {
            pointer.clear();
        }
        if (!Activities.ALL.isCameraShared(after)) {
            pointer.unshare();
        }
    }

    /** Removes a person for good. */
    private void remove(String person) {
        presence.find(person).ifPresent(participant -> {
            participant.person().kick();
            known.keep(participant.person());
            close(participant, CloseCode.KICKED);
            log.sentOut(headCount);
        });
    }
}
