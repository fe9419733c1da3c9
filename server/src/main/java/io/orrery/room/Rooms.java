package io.orrery.room;

import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.error.RoomError;
import io.orrery.room.access.KeyMaker;
import io.orrery.room.access.Keys;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.walk.WalkRecovery;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.delivery.Connection;
import io.orrery.room.engine.Engine;
import io.orrery.room.front.ClientSession;
import io.orrery.room.front.Front;
import io.orrery.room.link.Link;
import io.orrery.room.log.LoggedState;
import io.orrery.room.state.RoomState;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.room.time.EventLoop;
import io.orrery.tour.Walk;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Role;
import io.orrery.wire.TraceSummary;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of a server. All methods may be called from any thread.
 *
 * <p>After a restart a saved room is asleep until its trace has been computed again. People who connect to it in the
 * meantime are told to try again. A room in which nobody was for long is closed: only its keys are in memory, and it does not count. The key of
 * somebody who may drive opens it again; others are told to wait for that.
 */
public final class Rooms {
    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    /** Rooms that visitors of one network may have at the same time: enough for a class in which groups present to each other. */
    public static final int ROOMS_PER_NETWORK = 10;

    /** A visitor's room that nobody has entered for this long after it was opened is closed, ms. */
    public static final double UNENTERED_MS = 600_000;

    public static final int DEFAULT_ANSWERS_DAYS = 30;

    private static final double CHECK_MS = 60_000;

    /** So often, and after such a pause, a server looks for the room that another one opens at the same moment, ms. */
    private static final int HOUSE_TRIES = 100;

    private static final long HOUSE_MS = 50;

    /** How often what is stored is limited, ms. */
    private static final double LIMIT_MS = 3_600_000;

    /** The share of the places that visitors may take, in tenths; the others are kept for the operator. */
    private static final int VISITORS_TENTHS = 9;

    private final Engine engine;
    private final Supplier<EventLoop> loops;
    private final EventLoop own;
    private final Storage storage;
    private final KeyMaker keyMaker;
    private final Limits limits;
    private final RandomGenerator random;
    private final Supplier<String> secrets;
    private final Neighbours neighbours;
    private final SharedRooms shared;
    private final KeptRooms kept;

    private final Map<RoomCode, KnownRoom> entries = new ConcurrentHashMap<>();
    /** Known from {@link #restore} on. */
    private volatile Optional<Beginning> beginning = Optional.empty();

    private volatile boolean closed;

    /** What rooms begin with that cannot go on from where they were. */
    private record Beginning(TraceSummary first, UnaryOperator<String> addresses) {}

    /**
     * Limits that the operator sets.
     *
     * @param rooms the largest number of open rooms; the server's own room is opened even beyond it
     * @param people the most people without a key in one room
     * @param idleMs after this long empty, a room closes, ms
     * @param answersDays for how many days it is kept what people answer and write, and their names
     */
    public record Limits(int rooms, int people, double idleMs, int answersDays) {
        /** Visitors may open rooms up to this number; the places beyond it, at least one, are kept for the operator. */
        int roomsForVisitors() {
            return rooms * VISITORS_TENTHS / 10;
        }
    }

    /** The code and keys in a new room's links. Only the person who opened the room receives them. */
    public record Opening(RoomCode code, String presenterKey, String coPresenterKey) {
        @Override
        public String toString() {
            return "Opening[" + code + "]";
        }
    }

    private sealed interface KnownRoom {
        Opener opener();

        /** A room that is opened for the first time. */
        record Reserved(Opener opener) implements KnownRoom {}

        /** @param since when a key opened the room again, ms; 0 if none did */
        record Awake(Room room, double since, Opener opener) implements KnownRoom {}

        record Asleep(SavedRoom saved, double since, Opener opener) implements KnownRoom {}

        /** @param models the content ids of those that it shows or can go back to */
        record Closed(Keys keys, Set<String> models, Opener opener) implements KnownRoom {}
    }

    /**
     * @param loops makes an event loop for each room
     * @param secrets generates secrets that cannot be guessed
     * @param neighbours with whom this server shares its rooms
     */
    public Rooms(
            Engine engine,
            Supplier<EventLoop> loops,
            Storage storage,
            KeyMaker keyMaker,
            Limits limits,
            RandomGenerator random,
            Supplier<String> secrets,
            Neighbours neighbours) {
        this.engine = engine;
        this.loops = loops;
        this.own = loops.get();
        this.storage = storage;
        this.keyMaker = keyMaker;
        this.limits = limits;
        this.random = random;
        this.secrets = secrets;
        this.neighbours = neighbours;
        this.shared = new SharedRooms(engine, loops, neighbours, this);
        this.kept = new KeptRooms(engine, storage, neighbours, this);
        for (SavedRoom room : neighbours.areThere() ? List.<SavedRoom>of() : storage.rooms()) {
            boolean isClosed = !room.openedByServer() && own.now() - room.usedAt() > limits.idleMs();
            entries.put(
                    room.code(),
                    isClosed
                            ? closed(room.code(), room.keys(), room.models(), Opener.OPERATOR)
                            : new KnownRoom.Asleep(room, 0, Opener.OPERATOR));
        }
        own.execute(this::limit);
        own.after(CHECK_MS, this::closeIdleRooms);
    }

    private KnownRoom.Closed closed(RoomCode code, Keys keys, Set<String> models, Opener opener) {
        storage.closed(code);
        return new KnownRoom.Closed(keys, models, opener);
    }

    /**
     * Opens a room at the first step of a trace.
     *
     * @param address the address of the room: scheme, host and port; empty if the presenter's page will report it
     * @return the room's code and keys; empty if the opener may not open another room
     */
    public Optional<Opening> open(TraceSummary first, String address, Opener opener) {
        return opener instanceof Opener.Server && neighbours.areThere()
                ? openHouse(first, address)
                : reserve(opener).map(code -> openReserved(code, first, address, opener));
    }

    /** Servers that start at the same moment have one room of their own together: whoever is first opens it. */
    private Optional<Opening> openHouse(TraceSummary first, String address) {
        RoomCode code = neighbours.house(RoomCode.random(random));
        entries.put(code, new KnownRoom.Reserved(Opener.SERVER));
        try {
            return Optional.of(openReserved(code, first, address, Opener.SERVER));
        } catch (OrreryException e) {
            for (int tries = 0; tries < HOUSE_TRIES && opening(code).isEmpty(); tries++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(HOUSE_MS));
            }
            return Optional.of(opening(code).orElseThrow(() -> e));
        }
    }

    private Opening openReserved(RoomCode code, TraceSummary first, String address, Opener opener) {
        try {
            return open(code, first, address, opener);
        } catch (RuntimeException e) {
            entries.remove(code);
            shared.end(code, CloseCode.NO_SUCH_ROOM);
            throw e;
        }
    }

    private Opening open(RoomCode code, TraceSummary first, String address, Opener opener) {
        boolean openedByServer = opener instanceof Opener.Server;
        KeyMaker.Issued presenter = keyMaker.issue();
        KeyMaker.Issued coPresenter = keyMaker.issue();
        var keys = Keys.of(presenter.kept(), coPresenter.kept(), own.now());
        var saved = SavedRoom.of(code, keys, openedByServer, first.model(), own.now());
        if (neighbours.areThere()) {
            shared.open(code);
        }
        storage.add(saved);
        entries.put(code, new KnownRoom.Awake(room(saved, begun(saved, first, address), Optional.empty()), 0, opener));
        new RoomLog(code).opened(openedByServer);
        return new Opening(code, presenter.key(), coPresenter.key());
    }

    /** The code and keys of an existing room; empty if the keys were issued under another operator key. */
    public Optional<Opening> opening(RoomCode code) {
        return keys(code)
                .flatMap(keys -> again(keys, Role.PRESENTER)
                        .flatMap(key -> again(keys, Role.CO_PRESENTER).map(coKey -> new Opening(code, key, coKey))));
    }

    private Optional<String> again(Keys keys, Role role) {
        return keys.newest(role).flatMap(grant -> keyMaker.again(grant.key()));
    }

    private Optional<Keys> keys(RoomCode code) {
        KnownRoom entry = entries.get(code);
        if (entry instanceof KnownRoom.Asleep asleep) {
            return Optional.of(asleep.saved().keys());
        }
        return entry instanceof KnownRoom.Closed room
                ? Optional.of(room.keys())
                : find(code).map(Room::keys).or(() -> neighbours.known(code).map(Neighbours.Known::keys));
    }

    /** Starts a session for a connection; closes it if there is no such room, or it cannot be entered yet. */
    public Optional<ClientSession> connect(RoomCode code, Connection connection) {
        KnownRoom entry = entries.get(code);
        if (entry instanceof KnownRoom.Awake awake) {
            return Optional.of(awake.room().connect(connection));
        }
        Optional<Neighbours.Known> known = neighbours.known(code);
        if (entry instanceof KnownRoom.Closed
                || known.filter(Neighbours.Known::isClosed).isPresent()) {
            return Optional.of(new ClosedRoom(code).front.connect(connection));
        }
        if (known.isPresent() && !closed) {
            return Optional.of(shared.of(code).connect(connection));
        }
        connection.close(entry == null ? CloseCode.NO_SUCH_ROOM : CloseCode.RESTART);
        return Optional.empty();
    }

    /** Stands in for the owner of a closed room while a page shows its key. */
    private final class ClosedRoom implements Link.Owner {
        private final RoomCode code;
        private final Front front;

        ClosedRoom(RoomCode code) {
            this.code = code;
            front = new Front(engine, own, new RoomLog(code)::cutOff);
            own.execute(() -> front.follow(this));
        }

        @Override
        public void hear(Link.FromFront said) {
            if (said instanceof Link.Join join) {
                front.hear(new Link.Ended(comesToClosed(code, join.hello())));
            } else if (said instanceof Link.Left) {
                front.hear(new Link.Ended(CloseCode.CLOSED));
            }
        }

        @Override
        public void lost() {}
    }

    /** The key of somebody who may drive opens the room; the page connects again, as after a restart. */
    private synchronized CloseCode comesToClosed(RoomCode code, Hello hello) {
        KnownRoom entry = entries.get(code);
        boolean isShared = entry == null && neighbours.known(code).isPresent();
        if (!(entry instanceof KnownRoom.Closed || isShared) || beginning.isEmpty()) {
            return CloseCode.RESTART;
        }
        Opener opener = isShared ? Opener.OPERATOR : entry.opener();
        Optional<Keys> keys = keys(code);
        Optional<Role> role =
                Keys.role(hello.view(), hello.key().flatMap(key -> keys.flatMap(all -> all.grant(key, own.now()))));
        if (role.isEmpty()) {
            new RoomLog(code).wrongKey();
            return CloseCode.NOT_ALLOWED;
        }
        if (!role.get().mayDrive()) {
            return CloseCode.CLOSED;
        }
        if (!mayOpen(opener)) {
            return CloseCode.TOO_MANY_ROOMS;
        }
        if (isShared) {
            storage.opened(code);
            return CloseCode.RESTART;
        }
        return storage.room(code)
                .map(saved -> {
                    var asleep = new KnownRoom.Asleep(saved, own.now(), opener);
                    entries.put(code, asleep);
                    wake(asleep);
                    return CloseCode.RESTART;
                })
                .orElse(CloseCode.NO_SUCH_ROOM);
    }

    public Optional<Room> find(RoomCode code) {
        return entries.get(code) instanceof KnownRoom.Awake awake ? Optional.of(awake.room()) : Optional.empty();
    }

    /** A room that can be entered here, whichever server owns it. */
    public Optional<OpenRoom> anywhere(RoomCode code) {
        return find(code).<OpenRoom>map(room -> room).or(() -> shared.known(code));
    }

    /** The content ids of the models that any room shows or can go back to, whether it is open at present or not. */
    public Set<String> models() {
        return entries.values().stream().flatMap(Rooms::models).collect(Collectors.toSet());
    }

    private static Stream<String> models(KnownRoom entry) {
        Set<String> models = Set.of();
        if (entry instanceof KnownRoom.Awake awake) {
            models = awake.room().models();
        } else if (entry instanceof KnownRoom.Asleep asleep) {
            models = asleep.saved().models();
        } else if (entry instanceof KnownRoom.Closed room) {
            models = room.models();
        }
        return models.stream();
    }

    /** The clock of all rooms, ms. */
    public double now() {
        return own.now();
    }

    /** The largest number of open rooms. */
    public int most() {
        return limits.rooms();
    }

    /** The rooms that can be entered. */
    public Collection<Room> awake() {
        return entries.values().stream()
                .filter(KnownRoom.Awake.class::isInstance)
                .map(entry -> ((KnownRoom.Awake) entry).room())
                .toList();
    }

    /**
     * Replaces the lost key of a role, and closes the connections that used it.
     *
     * @return the new key; empty if there is no such room, or it cannot be entered yet
     */
    public synchronized Optional<String> reissue(RoomCode code, Role role) {
        KeyMaker.Issued issued = keyMaker.issue();
        return rekey(code, role, before -> before.with(role, issued.kept(), own.now()))
                .map(keys -> {
                    new RoomLog(code).keyIssued(role);
                    return issued.key();
                });
    }

    /** Withdraws the key of a role, and closes the connections that used it. */
    public synchronized void withdraw(RoomCode code, Role role) {
        rekey(code, role, before -> before.without(role, own.now()))
                .ifPresent(keys -> new RoomLog(code).keyWithdrawn(role));
    }

    private Optional<Keys> rekey(RoomCode code, Role role, UnaryOperator<Keys> change) {
        KnownRoom entry = entries.get(code);
        return keys(code).filter(before -> !(entry instanceof KnownRoom.Asleep)).map(before -> {
            Keys keys = change.apply(before);
            storage.keys(code, keys);
            if (entry instanceof KnownRoom.Closed room) {
                entries.put(code, new KnownRoom.Closed(keys, room.models(), room.opener()));
            } else {
                // Where servers share rooms, the owner hears of it from the storage.
                find(code).ifPresent(room -> room.rekey(keys, role));
            }
            return keys;
        });
    }

    /**
     * A key that was handed out.
     *
     * @param key empty if it was issued under another operator key
     * @param made when, ms
     */
    public record Handed(Optional<String> key, double made) {}

    /** The key of a room for a role; empty if there is none. */
    public Optional<Handed> handed(RoomCode code, Role role) {
        return keys(code)
                .flatMap(keys -> keys.newest(role))
                .map(grant -> new Handed(keyMaker.again(grant.key()), grant.made()));
    }

    /**
     * Restores the rooms that were open, the server's own first; those that fail are tried again once a minute.
     *
     * @param first the trace to start from in rooms whose own model is no longer offered
     * @param addresses maps a saved room's address, which may be empty, to its present one
     * @return the code of the server's own room, when it can be entered or has failed; empty if there is none
     */
    public CompletionStage<Optional<RoomCode>> restore(TraceSummary first, UnaryOperator<String> addresses) {
        beginning = Optional.of(new Beginning(first, addresses));
        if (neighbours.areThere()) {
            neighbours.begin(shared);
            return CompletableFuture.completedFuture(neighbours.house());
        }
        List<KnownRoom.Asleep> asleep = entries.values().stream()
                .filter(KnownRoom.Asleep.class::isInstance)
                .map(KnownRoom.Asleep.class::cast)
                .sorted(Comparator.comparing(
                                (KnownRoom.Asleep room) -> room.saved().openedByServer())
                        .thenComparing(room -> room.saved().usedAt())
                        .reversed())
                .toList();
        CompletionStage<Void> serversRoom = CompletableFuture.completedFuture(null);
        CompletionStage<Void> all = serversRoom;
        for (KnownRoom.Asleep room : asleep) {
            all = all.thenCompose(before -> wake(room));
            serversRoom = room.saved().openedByServer() ? all : serversRoom;
        }
        all.exceptionally(failure -> {
            LOG.error("Not every room could be opened again", failure);
            return null;
        });
        // One with damaged keys may say of itself that it is the server's own, too.
        return serversRoom.thenApply(done -> asleep.stream()
                .map(KnownRoom.Asleep::saved)
                .filter(SavedRoom::openedByServer)
                .map(SavedRoom::code)
                .findFirst());
    }

    private CompletionStage<Void> wake(KnownRoom.Asleep asleep) {
        SavedRoom saved = asleep.saved();
        if (closed || beginning.isEmpty() || !asleep.equals(entries.get(saved.code()))) {
            return CompletableFuture.completedFuture(null);
        }
        TraceSummary first = beginning.get().first();
        UnaryOperator<String> addresses = beginning.get().addresses();
        // Servers that share a room may begin with other models: it goes on with its own.
        boolean hasOther = !neighbours.areThere()
                && saved.openedByServer()
                && !saved.openedWith().equals(first.model());
        Optional<LoggedState> state = saved.state().filter(kept -> !hasOther);
        if (hasOther) {
            storage.openedWith(saved.code(), first.model());
        }
        if (state.isEmpty()) {
            enter(asleep, begun(saved, first, addresses.apply("")), Optional.empty());
            return CompletableFuture.completedFuture(null);
        }
        WalkState walk = WalkState.PART.of(state.get().state());
        return new WalkRecovery(engine).of(walk).handle((recovered, failure) -> {
            if (failure != null) {
                new RoomLog(saved.code()).staysAsleep(failure);
                own.after(CHECK_MS, () -> wake(asleep));
            } else if (recovered.isPresent()) {
                enter(asleep, restored(saved.code(), state.get(), recovered.get(), addresses), Optional.empty());
            } else if (!shared.passesOn(saved.code(), walk.trace().model())) {
                new RoomLog(saved.code()).modelGone();
                enter(asleep, begun(saved, first, addresses.apply("")), Optional.of(new RoomError.ModelGone()));
            }
            return null;
        });
    }

    private LoggedState restored(RoomCode code, LoggedState saved, WalkState walk, UnaryOperator<String> addresses) {
        String address = addresses.apply(Activities.ALL.address(saved.state()));
        RoomState restored =
                Activities.ALL.at(Activities.ALL.restored(saved.state()).with(WalkState.PART, walk), code, address);
        // Fronts that followed another owner hear of what is other now.
        return neighbours.areThere() ? saved.goneOn(storage.log(code), now(code), restored) : saved.with(restored);
    }

    /** The clock of a room that this server owns, ms. */
    double now(RoomCode code) {
        return own.now() + storage.tenure(code).ahead();
    }

    /** A room at its first state, which its log says now. */
    private LoggedState begun(SavedRoom room, TraceSummary trace, String address) {
        RoomState first = first(room.code(), trace, engine.walk(trace.model()), address);
        return room.state().orElseGet(LoggedState::none).begun(storage.log(room.code()), now(room.code()), first);
    }

    /** The state of a new room: the lobby, before the first step. */
    static RoomState first(RoomCode code, TraceSummary trace, Walk walk, String address) {
        RoomState first = Activities.ALL.first().with(WalkState.PART, WalkState.start(trace, walk));
        return Activities.ALL.at(first, code, address);
    }

    private synchronized void enter(KnownRoom.Asleep asleep, LoggedState state, Optional<DomainError> notice) {
        RoomCode code = asleep.saved().code();
        if (!closed && asleep.equals(entries.get(code))) {
            entries.put(
                    code, new KnownRoom.Awake(room(asleep.saved(), state, notice), asleep.since(), asleep.opener()));
            new RoomLog(code).openAgain();
        }
    }

    /**
     * Closes a room for good, and deletes what is stored of it. If the storage cannot be written, the room goes on.
     *
     * @return whether there was such a room
     */
    public synchronized boolean remove(RoomCode code) {
        KnownRoom entry = entries.get(code);
        if (entry == null && neighbours.known(code).isEmpty() || entry instanceof KnownRoom.Reserved) {
            return false;
        }
        // First, for this may fail: nobody leaves a room that the next start would bring back.
        storage.remove(code);
        entries.remove(code);
        if (entry instanceof KnownRoom.Awake awake) {
            awake.room().close(CloseCode.NO_SUCH_ROOM);
        }
        shared.end(code, CloseCode.NO_SUCH_ROOM);
        new RoomLog(code).closed();
        return true;
    }

    /**
     * Closes all connections for a restart; pages reconnect.
     *
     * @return completes when all have been closed
     */
    public CompletionStage<Void> close() {
        closed = true;
        if (neighbours.areThere()) {
            List<Room> all = List.copyOf(awake());
            return CompletableFuture.allOf(all.stream()
                            .map(room -> room.giveAway().toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .thenCompose(stopped ->
                            neighbours.leave(all.stream().map(Room::code).toList()))
                    .handle((done, failure) -> {
                        shared.end();
                        return null;
                    });
        }
        return CompletableFuture.allOf(
                awake().stream().map(room -> room.close().toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    private Room room(SavedRoom saved, LoggedState state, Optional<DomainError> notice) {
        RoomCode code = saved.code();
        Engine its = engine.in(code.text());
        Optional<SharedRoom> to = neighbours.areThere() ? Optional.of(shared.of(code)) : Optional.empty();
        EventLoop loop = to.map(SharedRoom::loop).orElseGet(loops);
        Front front = to.map(SharedRoom::front).orElseGet(() -> new Front(its, loop, new RoomLog(code)::cutOff));
        var room = new Room(saved, state, notice, limits.people(), its, loop, storage, secrets, Room::link, front);
        to.ifPresent(known -> known.owned(room));
        return room;
    }

    /** Reserves an unused code; empty if the opener may not open another room. */
    private synchronized Optional<RoomCode> reserve(Opener opener) {
        if (!mayOpen(opener)) {
            return Optional.empty();
        }
        RoomCode code = RoomCode.random(random);
        while (entries.putIfAbsent(code, new KnownRoom.Reserved(opener)) != null) {
            code = RoomCode.random(random);
        }
        return Optional.of(code);
    }

    private boolean mayOpen(Opener opener) {
        List<KnownRoom> open = entries.values().stream()
                .filter(entry -> !(entry instanceof KnownRoom.Closed))
                .toList();
        if (opener instanceof Opener.Visitor) {
            long own =
                    open.stream().filter(entry -> entry.opener().equals(opener)).count();
            return own < ROOMS_PER_NETWORK && open.size() < limits.roomsForVisitors();
        }
        return opener instanceof Opener.Server || open.size() < limits.rooms();
    }

    private void closeIdleRooms() {
        entries.forEach((code, entry) -> {
            if (entry instanceof KnownRoom.Awake awake) {
                closeIfIdle(code, awake);
            }
        });
        if (!closed) {
            own.after(CHECK_MS, this::closeIdleRooms);
        }
    }

    /** Whether changes of rooms cannot be stored at present. */
    public boolean isStorageFailing() {
        return storage.isFailing();
    }

    /** Of a room that no one has entered, nothing is kept. One of which something waits to be written stays. */
    private void closeIfIdle(RoomCode code, KnownRoom.Awake awake) {
        Room room = awake.room();
        double emptyMs = room.loop().now() - Math.max(room.emptySince(), awake.since());
        boolean isUnentered = awake.opener() instanceof Opener.Visitor && !room.wasEntered();
        if (room.isOpenedByServer()
                || storage.isFailing()
                || emptyMs <= (isUnentered ? UNENTERED_MS : limits.idleMs())) {
            return;
        }
        if (isUnentered) {
            KeptRooms.unlessFailing(() -> remove(code));
        } else {
            room.close(CloseCode.CLOSED).thenRun(() -> becomeClosed(code, awake));
            new RoomLog(code).closedForLackOfPeople();
        }
    }

    private synchronized void becomeClosed(RoomCode code, KnownRoom.Awake awake) {
        Room room = awake.room();
        if (neighbours.areThere()) {
            entries.remove(code, awake);
            storage.closed(code);
            shared.end(code, CloseCode.CLOSED);
            neighbours.release(code, "");
            return;
        }
        entries.replace(code, awake, closed(code, room.keys(), room.models(), awake.opener()));
    }

    /** Whether this is the presenter's or the co-presenters' key of a room, also of one that is closed. */
    public boolean isDrivers(RoomCode code, String key) {
        return keys(code).flatMap(keys -> keys.driver(key, own.now())).isPresent();
    }

    /** For how many days it is kept what people answer and write. */
    public int answersDays() {
        return limits.answersDays();
    }

    /**
     * What is kept of a room for afterwards, also of one that is closed; empty if there is no such room.
     *
     * @param areNamed whether names and ids of people are given out
     */
    public CompletableFuture<Optional<Afterwards.Report>> afterwards(RoomCode code, boolean areNamed) {
        return kept.report(code, areNamed, own.now());
    }

    /**
     * Erases what a person gave to a room, or everybody, also on the disk. A room that is not open yet after a restart is not found.
     *
     * @param person the id of a person; empty for everybody
     * @return why it cannot be erased now; empty if it is
     */
    public CompletableFuture<Optional<DomainError>> erase(RoomCode code, String person) {
        return kept.erase(code, person);
    }

    /** Deletes what is stored for too long; of closed rooms everything in the end. */
    private void limit() {
        kept.limit(own.now());
        if (!closed) {
            own.after(LIMIT_MS, this::limit);
        }
    }

    /**
     * Moves a room to another server.
     *
     * @param to the server that is asked to own it; empty for any
     */
    public CompletableFuture<Void> move(RoomCode code, String to) {
        return shared.move(code, to);
    }

    /** This server has become the owner of a room. */
    void taken(SavedRoom saved) {
        var asleep = new KnownRoom.Asleep(saved, 0, saved.openedByServer() ? Opener.SERVER : Opener.OPERATOR);
        entries.put(saved.code(), asleep);
        wake(asleep);
    }

    /** This server is not the owner of a room any more. @return the room, if it was open */
    Optional<Room> left(RoomCode code) {
        return entries.remove(code) instanceof KnownRoom.Awake awake ? Optional.of(awake.room()) : Optional.empty();
    }

    /** Whether a room is opened here at this moment for the first time. */
    boolean isBeingOpened(RoomCode code) {
        return entries.get(code) instanceof KnownRoom.Reserved;
    }

    /** Whether this server has stopped. */
    boolean haveClosed() {
        return closed;
    }

    /** The closed rooms of a server alone. */
    Set<RoomCode> codesOfClosed() {
        return entries.keySet().stream().filter(this::isClosed).collect(Collectors.toSet());
    }

    private boolean isClosed(RoomCode code) {
        return entries.get(code) instanceof KnownRoom.Closed;
    }

    /** Does some work on what is stored of a closed room, which nobody opens meanwhile. */
    synchronized Optional<DomainError> whileClosed(RoomCode code, Function<SavedRoom, Optional<DomainError>> work) {
        return storage.room(code)
                .filter(saved -> isClosed(code))
                .map(work)
                .orElseGet(() -> Optional.of(new RequestError.UnknownRoom(code.text())));
    }

    /** A closed room is deleted. */
    void forget(RoomCode code) {
        entries.remove(code);
        new RoomLog(code).forgotten();
    }

    /** The text that a room begins with; empty while none is known. */
    Optional<TraceSummary> firstText() {
        return beginning.map(Beginning::first);
    }
}
